// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Registry;

/// What this node declares about a recall: that its keys are destroyed, and what became of what it had passed on
/// (Recall 4 and 5). A leaf that was passed on is declared again whenever one more of those members has declared.
final class Declarations {

    private static final String PREFIX = "declared:";
    private static final int NONE = 0xFFFF;

    private Declarations() {}

    /// Declares the destruction of a leaf to the sender of the dispatch in which it came.
    ///
    /// @param leafHash the originator's leaf
    /// @param position where it stood in that dispatch; empty where the dispatch is declared as a whole
    static Inbox.ReceiptRow write(Turn turn, Inbox.ArrivalRow arrival, Hash leafHash, Optional<Integer> position) {
        Receipt.Onward onward = Relays.counts(turn.tables(), leafHash);
        if (onward.holders() > 0) {
            byte[] value = new CanonicalWriter(64)
                    .hash(arrival.payloadHash())
                    .u16(position.orElse(NONE))
                    .toByteArray();
            turn.tables()
                    .registry()
                    .putSetting(prefix(leafHash) + arrival.payloadHash().hex(), value);
        }
        return receipt(turn, arrival, position, onward);
    }

    /// Declares again what was declared about a leaf, with the counts as they are now.
    static void again(Turn turn, Hash leafHash) {
        for (Registry.Setting setting : turn.tables().registry().settings(prefix(leafHash))) {
            CanonicalReader in = new CanonicalReader(setting.value());
            Hash payloadHash = in.hash("declared.payloadHash");
            int position = in.u16("declared.position");
            in.end("declared");
            Inbox.ArrivalRow arrival = turn.tables()
                    .inbox()
                    .arrival(payloadHash)
                    .orElseThrow(() -> new IllegalStateException("a declaration about nothing that came"));
            receipt(
                    turn,
                    arrival,
                    position == NONE ? Optional.empty() : Optional.of(position),
                    Relays.counts(turn.tables(), leafHash));
        }
    }

    private static Inbox.ReceiptRow receipt(
            Turn turn, Inbox.ArrivalRow arrival, Optional<Integer> position, Receipt.Onward onward) {
        MemberId sender = arrival.sender();
        Receipts.Subject subject = new Receipts.Subject(
                sender,
                new OrderKey(arrival.node(), turn.state().self().member(), arrival.lane(), arrival.stream()),
                arrival.sequence(),
                arrival.payloadHash());
        List<Receipt.LeafStatus> leaves = position.map(
                        each -> List.of(new Receipt.LeafStatus(each, Receipt.Status.RECALLED, "")))
                .orElse(List.of());
        turn.effect(new Effect.Answer(sender));
        return Receipts.write(
                turn,
                subject,
                Receipts.Verdict.of(Receipt.Status.RECALLED).leaves(leaves).onward(onward));
    }

    private static String prefix(Hash leafHash) {
        return PREFIX + leafHash.hex() + "/";
    }
}
