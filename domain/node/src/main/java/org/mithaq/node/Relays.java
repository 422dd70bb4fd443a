// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// What this node has passed on, and in which dispatch: so that the originator's recall follows it, and this node's own
/// copies of it fall with it.
final class Relays {

    private static final String PREFIX = "relayed:";

    private Relays() {}

    /// A dispatch of this node's own that carries another originator's leaf.
    ///
    /// @param channel in which channel
    /// @param payloadHash of the dispatch
    /// @param leafHash of this node's own leaf, which the other lies in
    record Passed(ChannelId channel, Hash payloadHash, Hash leafHash) {}

    /// Remembers that `row` left in `outgoing`, as its only leaf.
    static void remember(Turn turn, Shelf.ObjectRow row, Prepared.Outgoing outgoing, Submit.Posted posted) {
        SealedBatch sealed = outgoing.sealed();
        Hash leafHash = sealed.leaves().getFirst().hash();
        byte[] value = new CanonicalWriter(96)
                .hash(sealed.manifest().channel().hash())
                .hash(posted.payloadHash())
                .hash(leafHash)
                .toByteArray();
        turn.tables()
                .registry()
                .putSetting(prefix(row.leafHash()) + posted.payloadHash().hex(), value);
        // Of what was passed on, only whose leaf it was is kept for ever: declarations come late.
        turn.tables()
                .registry()
                .putSetting(onward(posted.payloadHash()), row.leafHash().bytes());
        Copies.lies(
                turn,
                new Copies.Copy(
                        row.stixId(),
                        row.version(),
                        sealed.leafPositions().getFirst(),
                        leafHash,
                        outgoing.shelved().batch().number(),
                        0,
                        0,
                        outgoing.shelved().batch().sealed().length),
                posted.payloadHash());
        posted.recipients()
                .forEach(member -> turn.tables().shelf().putRelay(new Shelf.RelayRow(row.leafHash(), member, false)));
    }

    /// Counts a member that has declared the destruction of what this node passed on to it, and declares the new count
    /// wherever this node has declared its own (Recall 5). Once for each leaf and member.
    static void declared(Turn turn, Receipt receipt) {
        Shelf shelf = turn.tables().shelf();
        Optional<Hash> leafHash =
                turn.tables().registry().setting(onward(receipt.payloadHash())).map(Hash::wrap);
        for (Shelf.RelayRow relay : leafHash.map(shelf::relays).orElse(List.of())) {
            if (relay.to().equals(receipt.recipient()) && !relay.destroyed()) {
                shelf.putRelay(new Shelf.RelayRow(relay.leafHash(), relay.to(), true));
                Declarations.again(turn, relay.leafHash());
            }
        }
    }

    /// How many members a leaf was passed on to, and how many of them have declared.
    static Receipt.Onward counts(Ledger.Tables tables, Hash leafHash) {
        List<Shelf.RelayRow> relays = tables.shelf().relays(leafHash);
        int destroyed = (int) relays.stream().filter(Shelf.RelayRow::destroyed).count();
        return new Receipt.Onward(relays.size(), destroyed);
    }

    private static String onward(Hash payloadHash) {
        return "onward:" + payloadHash.hex();
    }

    /// The dispatches that carry the leaf `leafHash` of another originator, in the order in which they were sent.
    static List<Passed> of(Ledger.Tables tables, Hash leafHash) {
        List<Passed> passed = new ArrayList<>();
        tables.registry().settings(prefix(leafHash)).forEach(setting -> {
            CanonicalReader in = new CanonicalReader(setting.value());
            passed.add(new Passed(
                    new ChannelId(in.hash("relay.channel")), in.hash("relay.payloadHash"), in.hash("relay.leafHash")));
            in.end("relay");
        });
        passed.sort(Comparator.comparingLong(each -> tables.outbox()
                .dispatch(each.payloadHash())
                .map(Outbox.DispatchRow::logIndex)
                .orElse(0L)));
        return passed;
    }

    static void forget(Turn turn, Hash leafHash, Passed passed) {
        turn.tables()
                .registry()
                .removeSetting(prefix(leafHash) + passed.payloadHash().hex());
    }

    private static String prefix(Hash leafHash) {
        return PREFIX + leafHash.hex() + "/";
    }
}
