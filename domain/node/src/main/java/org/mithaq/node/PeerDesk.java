// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.Suite;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;

/// What a peer may ask of this node, bytes in and bytes out, whatever carries them (protocol, Receiving and Pull).
///
/// Safe for threads: each call does its slow work on the caller's thread and its changes as commands.
public final class PeerDesk {

    private static final int RECEIPTS_MAX = 200;

    /// Messages of receipts on one medium.
    private static final int PAGES_MAX = 50;

    /// Signature, key id and lengths of an envelope around its payload, rounded up.
    private static final int ENVELOPE_BYTES_MAX = Limits.SIGNATURE_BYTES_MAX + 256;

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final SignatureProvider signatures;
    private final Ledger ledger;
    private final Turns turns;
    private final Receiving receiving;
    private final Signing signing;
    private final Postbox postbox;
    private final RecallDesk recalls;
    private final Watch watch;
    private final TakingBack takingBack;
    private final Missed missed;

    /// What the desk works with.
    ///
    /// @param receiving verifies and opens
    /// @param signing signs answers
    /// @param postbox makes deliveries
    /// @param recalls carries recalls out
    /// @param watch the clock, for what is signed and not committed
    public record Tools(Receiving receiving, Signing signing, Postbox postbox, RecallDesk recalls, Watch watch) {}

    /// The clock of statements that are signed and not committed.
    @FunctionalInterface
    public interface Watch {
        /// Microseconds since 1970-01-01 UTC.
        long nowMicros();
    }

    /// @param self whose node
    /// @param charter whose members
    /// @param signatures what verifies receipts
    /// @param ledger what was sent and came
    /// @param turns where changes are made
    /// @param tools what the work is done with
    public PeerDesk(
            NodeIdentity self,
            LivingCharter charter,
            SignatureProvider signatures,
            Ledger ledger,
            Turns turns,
            Tools tools) {
        this.self = self;
        this.charter = charter;
        this.signatures = signatures;
        this.ledger = ledger;
        this.turns = turns;
        this.receiving = tools.receiving();
        this.signing = tools.signing();
        this.postbox = tools.postbox();
        this.recalls = tools.recalls();
        this.watch = tools.watch();
        this.takingBack = receiving.takingBack(signatures, ledger, turns, recalls);
        this.missed = new Missed(self, charter, ledger, receiving.shelving(), postbox);
    }

    /// Takes one delivery, and answers it with signed receipts or a signed refusal at the door.
    ///
    /// @param handedOverBy the member at the other end of the connection
    /// @throws org.mithaq.node.port.StorageFailed if nothing can be stored: nothing was acknowledged then
    public Answers deliver(MemberId handedOverBy, byte[] body) {
        return deliver(handedOverBy, handedOverBy, body);
    }

    /// As the other, where the member at the other end may carry it for another (protocol, Carrying): a refusal is
    /// addressed to whoever handed it over, and receipts to whoever signed the dispatch.
    ///
    /// @param from who is said to have sent it: only receipts for that member are in the answer
    public Answers deliver(MemberId handedOverBy, MemberId from, byte[] body) {
        try {
            Receive.Received received =
                    recalls.undisturbed(() -> turns.run(new Receive(receiving.examine(body, watch.nowMicros()))));
            List<Inbox.ReceiptRow> rows = new ArrayList<>(received.receipts());
            rows.addAll(recalls.carryOut());
            List<Inbox.ReceiptRow> theirs =
                    rows.stream().filter(row -> row.to().equals(from)).toList();
            return Answers.of(fitting(theirs).stream().map(signing::envelope).toList());
        } catch (DoorRejected rejected) {
            return refuse(handedOverBy, from, body, rejected);
        }
    }

    private Answers refuse(MemberId handedOverBy, MemberId from, byte[] body, DoorRejected rejected) {
        AlarmKind kind = rejected.clause() == Clause.ORDER_RECIPIENT ? AlarmKind.NOT_OURS : AlarmKind.DOOR;
        if (!rejected.forNow()) {
            turns.run(turn -> {
                turn.alarm(kind, handedOverBy.hex(), sentence(handedOverBy, from, rejected), new byte[0]);
                return true;
            });
        }
        DoorRefusal refusal = new DoorRefusal(
                Suite.HYBRID_1,
                charter.now().federation(),
                self.member(),
                handedOverBy,
                DoorRefusal.hashOfReceived(body),
                rejected.clause().id(),
                LeafReading.clipped(String.valueOf(rejected.getMessage()), 1_024),
                rejected.forNow(),
                watch.nowMicros());
        return Answers.refused(signing.sign(PayloadTypes.DOOR_REFUSAL, refusal.toBytes()));
    }

    /// A carrier can lie in anybody's name, and carry somebody's lie: people ask both.
    private static String sentence(MemberId handedOverBy, MemberId from, DoorRejected rejected) {
        String found = String.valueOf(rejected.getMessage());
        return handedOverBy.equals(from)
                ? found
                : "%s carried this in the name of %s: %s".formatted(handedOverBy.shortForm(), from.shortForm(), found);
    }

    /// Takes receipts, all in one transaction: the answer to a delivery, or what came by itself. Receipts that do
    /// not verify are ignored with an alarm; so is a refusal at the door, which changes nothing, where it is not
    /// about what was handed over (Refusals 4).
    ///
    /// @param from the member at the other end
    /// @param handedOver the delivery that was answered; where it is empty, a refusal is not compared with it
    /// @return the refusal at the door, if that was the answer
    /// @throws SignatureRejected if the refusal is not signed by `from`
    public Optional<DoorRefusal> settle(MemberId from, Answers answers, Optional<byte[]> handedOver) {
        return take(from, answers, handedOver, self.member()).refusal();
    }

    /// What receipts came to.
    ///
    /// @param refusal the refusal at the door, if that was the answer
    /// @param ahead whether some name a state of the charter, or a key, that is not here yet: where they came by
    ///     themselves, and not in answer to a copy that comes again, they must (Charter 11.5)
    public record Taken(Optional<DoorRefusal> refusal, boolean ahead) {}

    private Taken take(MemberId from, Answers answers, Optional<byte[]> handedOver, MemberId handedOverBy) {
        // What does not verify is said of whoever brought it: a carrier can lie in anybody's name.
        MemberId bringer = handedOverBy.equals(self.member()) ? from : handedOverBy;
        List<Settle> settles = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        boolean ahead = false;
        for (DsseEnvelope envelope : answers.receipts()) {
            try {
                Optional<Receipt> receipt = receipt(from, envelope);
                receipt.ifPresent(each -> settles.add(new Settle(each, envelope)));
                ahead |= receipt.isEmpty();
            } catch (SignatureRejected | MalformedEncoding damaged) {
                faults.add(new Fault(bringer.hex(), "a receipt: " + damaged.getMessage(), new byte[0]));
            } catch (DoorRejected signed) {
                // Its signature is good: no carrier did this, and what a carrier did must not hide it.
                String about = from.hex() + ":signed";
                faults.add(new Fault(about, "a receipt: " + signed.getMessage(), Envelopes.toBytes(envelope)));
            }
        }
        Optional<DoorRefusal> refusal = answers.refusal().map(envelope -> refusal(from, envelope));
        Optional<DoorRefusal> answered = refusal.filter(each -> isAnswer(each, from, handedOver, handedOverBy));
        if (refusal.isPresent() && answered.isEmpty()) {
            Clause clause = Clause.REFUSAL_SUBJECT;
            String sentence = "%s answered with a refusal of something else: protocol %s: %s"
                    .formatted(from.shortForm(), clause.id(), clause.sentence());
            faults.add(new Fault(bringer.hex(), sentence, new byte[0]));
        }
        if (!settles.isEmpty() || !faults.isEmpty()) {
            ahead |= turns.run(turn -> {
                List<Settle.Settled> settled =
                        settles.stream().map(each -> each.run(turn)).toList();
                faults.forEach(fault -> turn.alarm(AlarmKind.DOOR, fault.about(), fault.sentence(), fault.proof()));
                return settled.contains(Settle.Settled.AHEAD);
            });
        }
        return new Taken(answered, ahead);
    }

    /// What is wrong with an answer.
    private record Fault(String about, String sentence, byte[] proof) {}

    private DoorRefusal refusal(MemberId from, DsseEnvelope envelope) {
        return DoorRefusal.parse(Dsse.verify(signatures, keyOf(from), PayloadTypes.DOOR_REFUSAL, envelope));
    }

    private boolean isAnswer(DoorRefusal refusal, MemberId from, Optional<byte[]> handedOver, MemberId handedOverBy) {
        return refusal.federation().equals(charter.now().federation())
                && refusal.refuser().equals(from)
                && refusal.handedOverBy().equals(handedOverBy)
                && handedOver
                        .map(bytes -> refusal.receivedHash().equals(DoorRefusal.hashOfReceived(bytes)))
                        .orElse(true);
    }

    /// As the other, for the bytes that came.
    ///
    /// @throws DoorRejected if they are no answers, or the refusal in them is not signed by `from`
    public Optional<DoorRefusal> settle(MemberId from, byte[] answers, Optional<byte[]> handedOver) {
        return settle(from, answers, handedOver, self.member());
    }

    /// As the other, where a carrier handed the delivery over (protocol, Carrying).
    ///
    /// @param handedOverBy the carrier, which a refusal names; this node's member where there is none
    public Optional<DoorRefusal> settle(
            MemberId from, byte[] answers, Optional<byte[]> handedOver, MemberId handedOverBy) {
        return take(from, answers, handedOver, handedOverBy).refusal();
    }

    /// As the other, for answers to nothing that was handed over.
    ///
    /// @param broughtBy the carrier; this node's member where there is none
    public Taken take(MemberId from, byte[] answers, MemberId broughtBy) {
        return take(from, answers, Optional.empty(), broughtBy);
    }

    private Taken take(MemberId from, byte[] answers, Optional<byte[]> handedOver, MemberId handedOverBy) {
        try {
            return take(from, Answers.parse(answers), handedOver, handedOverBy);
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        } catch (SignatureRejected rejected) {
            throw new DoorRejected(Clause.HEADER_SIGNATURE, String.valueOf(rejected.getMessage()), false);
        }
    }

    /// As the other, where it is not kept what was handed over.
    public Optional<DoorRefusal> settle(MemberId from, Answers answers) {
        return settle(from, answers, Optional.empty());
    }

    /// As the other, for the bytes that came.
    public Optional<DoorRefusal> settle(MemberId from, byte[] answers) {
        return settle(from, answers, Optional.empty());
    }

    /// Nothing where it is signed by a key that is not known here: a member that has replaced its key is
    /// ahead, and the same receipt comes again (Charter 11.5).
    private Optional<Receipt> receipt(MemberId from, DsseEnvelope envelope) {
        KeyHistory history = charter.now()
                .keyHistory(from)
                .orElseThrow(() -> new DoorRejected(Clause.HEADER_SENDER, "no member " + from.shortForm(), false));
        Optional<KeyHistory.DatedKey> key = history.signingKey(envelope.keyId());
        if (key.isEmpty() && charter.now().memberBySigningKey(envelope.keyId()).isEmpty()) {
            return Optional.empty();
        }
        CompositePublicKey verifying = key.map(dated -> dated.key().key()).orElseGet(() -> keyOf(from));
        Receipt receipt = Receipt.parse(Dsse.verify(signatures, verifying, PayloadTypes.RECEIPT, envelope));
        if (key.isPresent() && !counts(history, key.get(), receipt)) {
            throw new DoorRejected(Clause.RECEIPT_RECORD, "Charter 9.5: a receipt by a replaced key", false);
        }
        if (!receipt.recipient().equals(from) || !receipt.sender().equals(self.member())) {
            throw new DoorRejected(Clause.HEADER_SENDER, "a receipt of others", false);
        }
        return Optional.of(receipt);
    }

    /// Charter 9.5: what a replaced key signed counts as far as the log goes that was pinned. The receipt's
    /// word for its place is enough where the key was replaced by routine, because the proof of it is asked
    /// for later; where others may hold the key, the member signs anew.
    private static boolean counts(KeyHistory history, KeyHistory.DatedKey key, Receipt receipt) {
        return key.until()
                .map(pin -> receipt.logIndex() < pin.size() && !history.isCompromised(key.key()))
                .orElse(true);
    }

    private CompositePublicKey keyOf(MemberId member) {
        return charter.now()
                .member(member)
                .map(MemberCard::signingKey)
                .orElseThrow(() -> new DoorRejected(Clause.HEADER_SENDER, "no member " + member.shortForm(), false))
                .key();
    }

    /// Takes back what this node had sent and has lost.
    public TakingBack takingBack() {
        return takingBack;
    }

    /// Answers what a peer missed: its own deliveries, newer evidence for what it holds, or its own past.
    ///
    /// @throws DoorRejected if the bytes are no request
    public Parcels pull(MemberId peer, byte[] body) {
        return missed.pull(peer, body);
    }

    /// Receipts that a member is not known to have, signed: the oldest that fit in one message.
    public Answers waitingReceipts(MemberId peer) {
        List<Inbox.ReceiptRow> rows = ledger.read(tables -> tables.inbox().undelivered(peer, RECEIPTS_MAX));
        return Answers.of(fitting(rows).stream().map(signing::envelope).toList());
    }

    /// As [#waitingReceipts], but more than one message holds: for a medium.
    public List<Answers> allWaitingReceipts(MemberId peer) {
        List<Inbox.ReceiptRow> rows = ledger.read(tables -> tables.inbox().undelivered(peer, PAGES_MAX * RECEIPTS_MAX));
        List<Answers> pages = new ArrayList<>();
        for (int from = 0; from < rows.size(); ) {
            List<Inbox.ReceiptRow> page = fitting(rows.subList(from, rows.size()));
            pages.add(Answers.of(page.stream().map(signing::envelope).toList()));
            from += page.size();
        }
        return List.copyOf(pages);
    }

    private static List<Inbox.ReceiptRow> fitting(List<Inbox.ReceiptRow> rows) {
        List<Inbox.ReceiptRow> fitting = new ArrayList<>();
        long bytes = 0;
        for (Inbox.ReceiptRow row : rows) {
            bytes += row.payload().length + ENVELOPE_BYTES_MAX;
            if (fitting.size() == RECEIPTS_MAX || bytes > Answers.BYTES_MAX) {
                break;
            }
            fitting.add(row);
        }
        return fitting;
    }

    /// Notes, with the next transaction, that a member was handed receipts in an answer. Lost, they are asked for again
    /// by the copy that they would have settled.
    public void receiptsDelivered(Answers answers) {
        turns.whenConvenient(noteDelivered(answers));
    }

    /// Notes, before it returns, that a member has taken receipts that were sent to it by themselves.
    public void receiptsTaken(Answers answers) {
        turns.run(noteDelivered(answers));
    }

    /// Notes, with the next transaction, that a member asks for receipts again by handing the copy over again where
    /// no answer goes back.
    void receiptsDue(Answers answers) {
        List<Long> numbers = numbers(answers);
        turns.whenConvenient(turn -> {
            numbers.forEach(number -> turn.tables().inbox().receiptDue(number));
            return true;
        });
    }

    private static List<Long> numbers(Answers answers) {
        return answers.receipts().stream()
                .map(envelope -> Receipt.parse(envelope.payload()).number())
                .toList();
    }

    private static Command<Boolean> noteDelivered(Answers answers) {
        List<Long> numbers = numbers(answers);
        return turn -> {
            numbers.forEach(number -> turn.tables().inbox().receiptDelivered(number));
            return true;
        };
    }
}
