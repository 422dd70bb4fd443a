// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Destroyed;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;

/// What this node declares about recalls: that its keys are destroyed, and what became of what it had passed on
/// (Recall 4 and 5). A leaf that was passed on is declared again whenever one more of those members has declared.
///
/// Each declaration lists all that is destroyed of its dispatch, so that the newest alone says everything.
final class Declarations {

    private static final String PREFIX = "declared:";
    private static final String WITHIN = "declared-within:";

    private Declarations() {}

    /// A declaration that is due.
    ///
    /// @param arrival the dispatch in which the leaf came
    /// @param leafHash the originator's leaf
    /// @param destroyed what is gone of that dispatch because of its recall
    record Due(Inbox.ArrivalRow arrival, Hash leafHash, Destroyed destroyed) {}

    /// Declares the destruction of leaves to the senders of the dispatches in which they came: one receipt for
    /// each dispatch.
    static List<Inbox.ReceiptRow> write(Turn turn, List<Due> dues) {
        Map<Hash, List<Due>> byDispatch = new LinkedHashMap<>();
        for (Due due : dues) {
            remember(turn, due);
            byDispatch
                    .computeIfAbsent(due.arrival().payloadHash(), _ -> new ArrayList<>())
                    .add(due);
        }
        List<Inbox.ReceiptRow> receipts = new ArrayList<>();
        byDispatch.values().forEach(some -> {
            Destroyed more = some.stream().map(Due::destroyed).reduce(Destroyed.NOTHING, Destroyed::and);
            receipts.add(receipt(turn, some.getFirst().arrival(), more));
        });
        return receipts;
    }

    private static void remember(Turn turn, Due due) {
        Ledger.Tables tables = turn.tables();
        if (Relays.counts(tables, due.leafHash()).holders() > 0) {
            Hash payloadHash = due.arrival().payloadHash();
            byte[] value = new CanonicalWriter(32).hash(payloadHash).toByteArray();
            tables.registry().putSetting(prefix(due.leafHash()) + payloadHash.hex(), value);
            tables.registry()
                    .putSetting(
                            within(payloadHash) + due.leafHash().hex(),
                            due.leafHash().bytes());
        }
    }

    /// Declares again what was declared about a leaf, with the counts as they are now.
    static void again(Turn turn, Hash leafHash) {
        for (Registry.Setting setting : turn.tables().registry().settings(prefix(leafHash))) {
            Hash payloadHash = new CanonicalReader(setting.value()).hash("declared.payloadHash");
            Inbox.ArrivalRow arrival = turn.tables()
                    .inbox()
                    .arrival(payloadHash)
                    .orElseThrow(() -> new IllegalStateException("a declaration about nothing that came"));
            receipt(turn, arrival, Destroyed.NOTHING);
        }
    }

    /// What this node has declared about a dispatch that came.
    static Destroyed said(Inbox inbox, Hash payloadHash) {
        return inbox.receiptsOf(payloadHash).stream()
                .map(row -> Destroyed.by(Receipt.parse(row.payload())))
                .reduce(Destroyed.NOTHING, Destroyed::and);
    }

    private static Inbox.ReceiptRow receipt(Turn turn, Inbox.ArrivalRow arrival, Destroyed more) {
        MemberId sender = arrival.sender();
        Receipts.Subject subject = new Receipts.Subject(
                sender,
                new OrderKey(arrival.node(), turn.state().self().member(), arrival.lane(), arrival.stream()),
                arrival.sequence(),
                arrival.payloadHash());
        Destroyed all = said(turn.tables().inbox(), arrival.payloadHash()).and(more);
        List<Receipt.LeafStatus> leaves = all.positions().stream()
                .map(each -> new Receipt.LeafStatus(each, Receipt.Status.RECALLED, ""))
                .toList();
        turn.effect(new Effect.Answer(sender));
        return Receipts.write(
                turn,
                subject,
                Receipts.Verdict.of(Receipt.Status.RECALLED)
                        .leaves(leaves)
                        .onward(onward(turn.tables(), arrival.payloadHash())));
    }

    /// To how many the leaves of a dispatch were passed on, and how many have declared: one for each leaf and
    /// member.
    private static Receipt.Onward onward(Ledger.Tables tables, Hash payloadHash) {
        int holders = 0;
        int destroyed = 0;
        for (Registry.Setting setting : tables.registry().settings(within(payloadHash))) {
            Receipt.Onward counts = Relays.counts(tables, Hash.wrap(setting.value()));
            holders += counts.holders();
            destroyed += counts.destroyed();
        }
        return new Receipt.Onward(holders, destroyed);
    }

    private static String prefix(Hash leafHash) {
        return PREFIX + leafHash.hex() + "/";
    }

    private static String within(Hash payloadHash) {
        return WITHIN + payloadHash.hex() + "/";
    }
}
