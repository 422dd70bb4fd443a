// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.SignedCheckpoint;

/// Asks those who signed receipts to prove that these are in their logs (protocol, Receipts 8): later, and off
/// the way of what is delivered. Of each copy the newest receipt is proved, and the newest declaration. Safe for
/// threads.
public final class ReceiptProofs {

    /// How long a member that is asked may leave a receipt without its proof.
    public static final Duration TIME_MAX = Duration.ofDays(1);

    /// Most receipts in one request of ours: an answer stays below a few megabytes.
    private static final int COUNT_MAX = 128;

    private static final String DUE = "receipt-due:";

    private final LivingCharter charter;
    private final LogCheck logs;
    private final Quorums quorums;
    private final Ledger ledger;
    private final Turns turns;

    ReceiptProofs(LivingCharter charter, LogCheck logs, Quorums quorums, Ledger ledger, Turns turns) {
        this.charter = charter;
        this.logs = logs;
        this.quorums = quorums;
        this.ledger = ledger;
        this.turns = turns;
    }

    /// Notes that a stored receipt is not proved yet.
    ///
    /// @param status whether it says what became of the dispatch, and is no declaration alone
    static void due(Turn turn, Receipt receipt, boolean status) {
        Registry registry = turn.tables().registry();
        String name = "%s%s%d/%s/%016x"
                .formatted(
                        prefix(receipt.recipient()),
                        status ? "s" : "d",
                        receipt.order().lane().number(),
                        receipt.order().stream().hex(),
                        receipt.sequence());
        // A newer receipt in the place of one that was never proved does not begin the time anew.
        long sinceMicros = registry.setting(name)
                .map(value -> Due.read(name, value).sinceMicros())
                .orElseGet(turn::nowMicros);
        Due due = new Due(
                name,
                receipt.payloadHash(),
                receipt.number(),
                receipt.receiptHash(),
                receipt.logSalt(),
                receipt.logIndex(),
                sinceMicros);
        registry.putSetting(name, due.value());
        turn.effect(new Effect.Receipted(receipt.recipient()));
    }

    private record Due(
            String name,
            Hash payloadHash,
            long number,
            Hash receiptHash,
            Hash logSalt,
            long logIndex,
            long sinceMicros) {

        byte[] value() {
            return new CanonicalWriter(128)
                    .hash(payloadHash)
                    .u64(number)
                    .hash(receiptHash)
                    .hash(logSalt)
                    .u64(logIndex)
                    .u64(sinceMicros)
                    .toByteArray();
        }

        static Due read(String name, byte[] value) {
            CanonicalReader in = new CanonicalReader(value);
            return new Due(
                    name,
                    in.hash("due.payloadHash"),
                    in.u64("due.number"),
                    in.hash("due.receiptHash"),
                    in.hash("due.logSalt"),
                    in.u64("due.logIndex"),
                    in.u64("due.since"));
        }

        boolean isOverdue(long nowMicros) {
            return nowMicros - sinceMicros > TIME_MAX.toMillis() * 1_000;
        }
    }

    /// What is to be asked of one member.
    public static final class Page {

        private final List<Due> dues;

        private Page(List<Due> dues) {
            this.dues = dues;
        }

        /// The request.
        public PullRequest.Receipts request() {
            return new PullRequest.Receipts(dues.stream()
                    .map(each -> new PullRequest.Receipts.Signed(each.payloadHash(), each.number()))
                    .toList());
        }

        /// Where the next page begins.
        public String last() {
            return dues.getLast().name();
        }

        /// Whether there are likely more.
        public boolean isFull() {
            return dues.size() == COUNT_MAX;
        }
    }

    /// The next receipts of `signer` to ask about: those after `after`, and then again from the first.
    ///
    /// @param after the last of the page before; empty for the first
    public Optional<Page> wanted(MemberId signer, String after) {
        List<Due> dues = dues(signer, after);
        if (dues.isEmpty() && !after.isEmpty()) {
            dues = dues(signer, "");
        }
        return dues.isEmpty() ? Optional.empty() : Optional.of(new Page(dues));
    }

    private List<Due> dues(MemberId signer, String after) {
        return ledger.read(tables -> tables.registry().settings(prefix(signer), after, COUNT_MAX)).stream()
                .map(setting -> Due.read(setting.name(), setting.value()))
                .toList();
    }

    private record Wrong(String sentence, byte[] part) {}

    /// Verifies what `signer` answered. What carries its quorum is proved; what does not stays due, and is an
    /// alarm once its time is over; what proves something else is one at once.
    public EvidenceDesk.Taken take(MemberId signer, Page asked, Parcels answer) {
        Map<Hash, Due> open = new HashMap<>();
        asked.dues.forEach(due -> open.put(due.receiptHash(), due));
        List<Due> proved = new ArrayList<>();
        List<Wrong> wrong = new ArrayList<>();
        Optional<SignedCheckpoint> shown = Optional.empty();
        for (byte[] part : answer.parts()) {
            try {
                Part read = part(signer, open, part);
                if (quorums.has(read.evidence().checkpoint(), signer)) {
                    proved.add(read.due());
                    open.remove(read.due().receiptHash());
                    shown = Optional.of(SignedCheckpoint.parse(read.evidence().checkpoint()));
                }
            } catch (DoorRejected | MalformedEncoding rejected) {
                wrong.add(new Wrong(
                        "%s showed log evidence for a receipt against protocol %s: %s"
                                .formatted(signer.shortForm(), Clause.RECEIPT_RECORD.id(), rejected.getMessage()),
                        part));
            }
        }
        settle(signer, proved, List.copyOf(open.values()), wrong, shown);
        return new EvidenceDesk.Taken(proved.size(), wrong.size());
    }

    private void settle(
            MemberId signer, List<Due> proved, List<Due> open, List<Wrong> wrong, Optional<SignedCheckpoint> shown) {
        Command<Boolean> command = turn -> {
            Registry registry = turn.tables().registry();
            shown.ifPresent(checkpoint -> SplitViews.see(turn, checkpoint, signer.shortForm()));
            // One that a newer receipt has replaced meanwhile stays due.
            proved.stream()
                    .filter(due -> registry.setting(due.name())
                            .filter(value -> Due.read(due.name(), value).equals(due))
                            .isPresent())
                    .forEach(due -> registry.removeSetting(due.name()));
            wrong.forEach(each -> turn.alarm(AlarmKind.EVIDENCE, signer.hex(), each.sentence(), each.part()));
            Optional<Due> overdue =
                    open.stream().filter(due -> due.isOverdue(turn.nowMicros())).findFirst();
            overdue.ifPresentOrElse(
                    due -> turn.alarm(AlarmKind.RECEIPT_UNPROVED, signer.hex(), sentence(signer, due), due.value()),
                    () -> {
                        if (!proved.isEmpty()) {
                            turn.calm(AlarmKind.RECEIPT_UNPROVED, signer.hex());
                        }
                    });
            return true;
        };
        if (wrong.isEmpty()) {
            // Lost, it is asked for again.
            turns.whenConvenient(command);
        } else {
            turns.run(command);
        }
    }

    private static String sentence(MemberId signer, Due due) {
        return "%s has not proved that its receipt %d, for dispatch %s, is in its log"
                .formatted(signer.shortForm(), due.number(), due.payloadHash());
    }

    private record Part(Due due, LogEvidence evidence) {}

    private Part part(MemberId signer, Map<Hash, Due> open, byte[] part) {
        CanonicalReader in = new CanonicalReader(part);
        Hash receiptHash = in.hash("evidence.payloadHash");
        LogEvidence evidence = LogEvidence.read(in);
        in.end("evidence");
        Due due = Optional.ofNullable(open.get(receiptHash))
                .orElseThrow(() -> new DoorRejected(Clause.RECEIPT_RECORD, receiptHash + " was not asked for", false));
        KeyHistory owner = charter.now()
                .keyHistory(signer)
                .orElseThrow(() -> new DoorRejected(Clause.HEADER_SENDER, "no member " + signer.shortForm(), false));
        Checkpoint checkpoint = logs.verify(evidence, LogEvidence.record(due.logSalt(), receiptHash), owner);
        if (evidence.proof().leafIndex() != due.logIndex()) {
            throw new DoorRejected(
                    Clause.RECEIPT_RECORD,
                    "index %d, and the receipt names %d"
                            .formatted(evidence.proof().leafIndex(), due.logIndex()),
                    false);
        }
        EvidenceDesk.compareWithWitnessed(ledger, checkpoint);
        return new Part(due, evidence);
    }

    private static String prefix(MemberId signer) {
        return DUE + signer.hex() + "/";
    }
}
