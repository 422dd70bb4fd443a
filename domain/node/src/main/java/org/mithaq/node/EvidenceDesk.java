// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.tlog.Checkpoint;

/// Asks senders for newer evidence where a dispatch came before its record was witnessed, so that what is passed on
/// carries a quorum (protocol, Log 7 and Pull). Safe for threads; what is slow is done on the caller's.
public final class EvidenceDesk {

    /// Most dispatches in one request of ours: an answer stays below a few megabytes.
    public static final int COUNT_MAX = 128;

    private final LivingCharter charter;
    private final LogCheck logs;
    private final Quorums quorums;
    private final Ledger ledger;
    private final Turns turns;
    private final ReceiptProofs receipts;

    /// @param charter by whose cards logs and witnesses are known
    /// @param signatures what verifies them
    /// @param ledger what came
    /// @param turns where better evidence is kept
    public EvidenceDesk(LivingCharter charter, SignatureProvider signatures, Ledger ledger, Turns turns) {
        this.charter = charter;
        this.logs = new LogCheck(signatures);
        this.quorums = new Quorums(charter, logs);
        this.ledger = ledger;
        this.turns = turns;
        this.receipts = new ReceiptProofs(charter, logs, quorums, ledger, turns);
    }

    /// What does the same for the receipts of others about what this node has sent.
    public ReceiptProofs receipts() {
        return receipts;
    }

    /// What became of an answer.
    ///
    /// @param stored how many dispatches have their quorum now
    /// @param refused how many parts of it were wrong; each raised an alarm
    public record Taken(int stored, int refused) {}

    /// The next dispatches of `sender` to ask about: those above `after` in the order of their hashes, and then again
    /// from the first, so that none that never gets its quorum holds up the others.
    public Optional<PullRequest.Evidence> wanted(MemberId sender, Hash after) {
        List<Hash> due = due(sender, after);
        if (due.isEmpty() && !after.equals(Hash.ZERO)) {
            due = due(sender, Hash.ZERO);
        }
        return due.isEmpty() ? Optional.empty() : Optional.of(new PullRequest.Evidence(due));
    }

    private List<Hash> due(MemberId sender, Hash after) {
        return ledger.read(tables -> tables.inbox().evidenceDue(sender, after, COUNT_MAX)).stream()
                .map(Inbox.ArrivalRow::payloadHash)
                .toList();
    }

    private record Better(Hash payloadHash, byte[] log) {}

    private record Wrong(String sentence, byte[] part) {}

    /// Verifies what `sender` answered, and keeps what has its quorum, in one transaction. What is not witnessed yet
    /// stays due.
    ///
    /// @param asked what was asked for
    public Taken take(MemberId sender, PullRequest.Evidence asked, Parcels answer) {
        List<Better> better = new ArrayList<>();
        List<Wrong> wrong = new ArrayList<>();
        for (byte[] part : answer.parts()) {
            try {
                verified(sender, asked, part).ifPresent(better::add);
            } catch (DoorRejected rejected) {
                wrong.add(new Wrong(sentence(sender, rejected.clause(), rejected), part));
            } catch (MalformedEncoding malformed) {
                wrong.add(new Wrong(sentence(sender, Clause.ENCODING, malformed), part));
            }
        }
        if (!better.isEmpty() || !wrong.isEmpty()) {
            turns.run(turn -> {
                better.forEach(each -> turn.tables().inbox().putLog(each.payloadHash(), each.log()));
                wrong.forEach(each -> turn.alarm(AlarmKind.EVIDENCE, sender.hex(), each.sentence(), each.part()));
                return true;
            });
        }
        return new Taken(better.size(), wrong.size());
    }

    private static String sentence(MemberId sender, Clause clause, RuntimeException found) {
        return "%s showed log evidence against protocol %s: %s"
                .formatted(sender.shortForm(), clause.id(), found.getMessage());
    }

    private Optional<Better> verified(MemberId sender, PullRequest.Evidence asked, byte[] part) {
        CanonicalReader in = new CanonicalReader(part);
        Hash payloadHash = in.hash("evidence.payloadHash");
        LogEvidence newer = LogEvidence.read(in);
        in.end("evidence");
        Optional<Inbox.ArrivalRow> arrival = asked.payloadHashes().contains(payloadHash)
                ? ledger.read(tables -> tables.inbox().arrival(payloadHash))
                : Optional.empty();
        if (arrival.isEmpty() || !arrival.get().sender().equals(sender)) {
            throw new DoorRejected(Clause.EVIDENCE_NEWER, payloadHash + " was not asked for", false);
        }
        KeyHistory owner = charter.now()
                .keyHistory(sender)
                .orElseThrow(() -> new DoorRejected(Clause.HEADER_SENDER, "no member " + sender.shortForm(), false));
        byte[] record = LogEvidence.record(arrival.get().logSalt(), payloadHash);
        Checkpoint checkpoint = logs.verify(newer, record, owner);
        compare(arrival.get(), newer, checkpoint);
        if (!quorums.has(newer.checkpoint(), sender)) {
            return Optional.empty();
        }
        CanonicalWriter log = new CanonicalWriter();
        newer.write(log);
        return Optional.of(new Better(payloadHash, log.toByteArray()));
    }

    /// The record must stand where it stood. A shorter log than before is no fault: a delivery may carry a checkpoint
    /// that is not witnessed yet, and the newest that is witnessed may be older than that one. The checkpoint must
    /// agree with the one that this node itself has cosigned. Beyond that the quorum vouches for consistency: none
    /// of its honest witnesses cosigns a fork.
    private void compare(Inbox.ArrivalRow arrival, LogEvidence newer, Checkpoint checkpoint) {
        LogEvidence known = LogEvidence.read(new CanonicalReader(arrival.log()));
        if (newer.proof().leafIndex() != known.proof().leafIndex()) {
            throw new DoorRejected(
                    Clause.EVIDENCE_NEWER,
                    "index %d, and before it was index %d"
                            .formatted(newer.proof().leafIndex(), known.proof().leafIndex()),
                    false);
        }
        compareWithWitnessed(ledger, checkpoint);
    }

    /// A checkpoint of the size that this node itself has cosigned must have the root that it had.
    static void compareWithWitnessed(Ledger ledger, Checkpoint checkpoint) {
        ledger.read(tables -> tables.log().witnessed(checkpoint.origin()))
                .filter(row -> row.size() == checkpoint.size() && !row.root().equals(checkpoint.root()))
                .ifPresent(row -> {
                    throw new DoorRejected(
                            Clause.LOG_CHECKPOINT,
                            "another root at size %d than this node has cosigned".formatted(row.size()),
                            false);
                });
    }
}
