// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.Suite;
import org.mithaq.node.port.Inbox;

/// Writes receipts into the ledger and the log. They are signed after the commit.
final class Receipts {

    private static final int SALT_BYTES = Hash.LENGTH_BYTES;

    private Receipts() {}

    /// Which dispatch a receipt is about.
    record Subject(MemberId sender, OrderKey order, long sequence, Hash payloadHash) {}

    /// What a receipt says.
    record Verdict(
            Receipt.Status status,
            String clause,
            String reason,
            List<Receipt.LeafStatus> leaves,
            Optional<Receipt.Person> person,
            Receipt.Onward onward) {

        static Verdict of(Receipt.Status status) {
            return new Verdict(status, "", "", List.of(), Optional.empty(), Receipt.Onward.NONE);
        }

        static Verdict refusedFinally(String clause, String reason) {
            return refused(Receipt.Status.REFUSED_FINALLY, clause, reason);
        }

        static Verdict refused(Receipt.Status status, String clause, String reason) {
            return new Verdict(status, clause, reason, List.of(), Optional.empty(), Receipt.Onward.NONE);
        }

        Verdict onward(Receipt.Onward passedOn) {
            return new Verdict(status, clause, reason, leaves, person, passedOn);
        }

        Verdict leaves(List<Receipt.LeafStatus> some) {
            return new Verdict(status, clause, reason, some, person, onward);
        }
    }

    /// Adds a receipt about `subject`, and its record to the log.
    static Inbox.ReceiptRow write(Turn turn, Subject subject, Verdict verdict) {
        NodeState state = turn.state();
        CharterState charter = state.charter();
        byte[] salt = new byte[SALT_BYTES];
        turn.random().nextBytes(salt);
        Hash logSalt = Hash.wrap(salt);
        long number = state.nextReceiptNumber();
        Receipt receipt = new Receipt(
                Suite.HYBRID_1,
                charter.federation(),
                charter.epoch(),
                charter.hash(),
                subject.sender(),
                state.self().member(),
                state.self().node(),
                subject.order(),
                subject.sequence(),
                subject.payloadHash(),
                verdict.status(),
                verdict.clause(),
                LeafReading.clipped(verdict.reason(), Limits.REASON_BYTES_MAX),
                verdict.leaves(),
                verdict.person(),
                verdict.onward(),
                turn.nowMicros(),
                number,
                logSalt,
                state.log().size());
        Submit.log(turn, LogEvidence.record(logSalt, receipt.receiptHash()));
        Inbox.ReceiptRow row = new Inbox.ReceiptRow(
                number,
                subject.sender(),
                subject.payloadHash(),
                verdict.status().number(),
                receipt.toBytes(),
                Optional.empty(),
                false);
        turn.ahead().receipt(row);
        turn.tables().inbox().addReceipt(row);
        return row;
    }
}
