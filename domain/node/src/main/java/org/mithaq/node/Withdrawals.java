// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Limits;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Registry;
import org.mithaq.stix.StixObject;

/// Dispatches of this node's own of which a leaf was recalled: their sealed bytes are destroyed, and copies that were
/// not settled go without content (Recall 2).
final class Withdrawals {

    private static final String PROOF = "withdrawn:";
    private static final String FROM = "withdrawn-from:";

    private Withdrawals() {}

    /// Withdraws a dispatch. Of several recalls, the proof of the first is kept for the copies without content.
    static void withdraw(Turn turn, Recalls.Pending recall) {
        Hash payloadHash = recall.statement().payloadHash();
        Outbox outbox = turn.tables().outbox();
        Set<MemberId> waiting = waiting(turn.tables(), payloadHash);
        outbox.dropSealed(payloadHash);
        turn.calm(AlarmKind.DAMAGED, about(payloadHash));
        outbox.entriesOf(payloadHash).stream()
                .filter(entry -> waiting.contains(entry.recipient()))
                .forEach(entry -> outbox.putState(
                        entry.recipient(), entry.lane(), entry.stream(), entry.sequence(), Outbox.State.WITHDRAWN));
        Registry registry = turn.tables().registry();
        String prefix = PROOF + payloadHash.hex() + ":";
        if (registry.settings(prefix).isEmpty()) {
            registry.putSetting(prefix + recall.recallHash().hex(), recall.proof());
            byte[] from = new CanonicalWriter(256)
                    .list(waiting, (to, member) -> to.hash(member.hash()))
                    .toByteArray();
            registry.putSetting(FROM + payloadHash.hex(), from);
        }
    }

    /// What an alarm about a damaged dispatch of this node's own is about.
    static String about(Hash payloadHash) {
        return "dispatch:" + payloadHash.hex();
    }

    /// Recipients of a dispatch that are not known to have had it.
    static Set<MemberId> waiting(Ledger.Tables tables, Hash payloadHash) {
        Set<MemberId> waiting = new TreeSet<>();
        tables.outbox().entriesOf(payloadHash).stream()
                .filter(entry -> entry.state() == Outbox.State.PENDING)
                .forEach(entry -> waiting.add(entry.recipient()));
        return waiting;
    }

    /// Recipients of a dispatch of this node's own from whom it was not withdrawn; nobody for another's.
    static Set<MemberId> served(Ledger.Tables tables, Hash payloadHash) {
        Set<MemberId> served = new TreeSet<>();
        tables.outbox().entriesOf(payloadHash).forEach(entry -> served.add(entry.recipient()));
        tables.registry().setting(FROM + payloadHash.hex()).ifPresent(from -> {
            CanonicalReader in = new CanonicalReader(from);
            in.list("withdrawn.from", Limits.RECIPIENTS_MAX, each -> new MemberId(each.hash("withdrawn.from")))
                    .forEach(served::remove);
            in.end("withdrawn.from");
        });
        return served;
    }

    /// To whom versions of objects of one's own have gone already in a channel. Remembers what it has read: many
    /// objects left in one dispatch. Not safe for threads.
    static final class Served {

        private final Sealing sealing;
        private final ChannelId channel;
        private final Map<Hash, Set<MemberId>> byDispatch = new HashMap<>();

        Served(Sealing sealing, ChannelId channel) {
            this.sealing = sealing;
            this.channel = channel;
        }

        Set<MemberId> of(Ledger.Tables tables, Item item) {
            StixObject object = item.object().orElseThrow();
            String id = object.id().toString();
            String version = object.version().key();
            Set<MemberId> served = new TreeSet<>();
            tables.shelf().objectsOf(id, Integer.MAX_VALUE).stream()
                    .filter(row ->
                            row.version().equals(version) && row.channel().equals(Optional.of(channel)))
                    .forEach(row -> served.addAll(dispatch(tables, row.payloadHash())));
            for (Copies.Sent sent : Copies.of(tables, id, version)) {
                Set<MemberId> theirs = dispatch(tables, sent.payloadHash());
                if (!theirs.isEmpty()
                        && sealing.channelOf(tables, sent.copy().batch()).equals(Optional.of(channel))) {
                    served.addAll(theirs);
                }
            }
            return served;
        }

        private Set<MemberId> dispatch(Ledger.Tables tables, Hash payloadHash) {
            return byDispatch.computeIfAbsent(payloadHash, _ -> served(tables, payloadHash));
        }
    }

    /// What the proof of a withdrawn dispatch is made from; its name ends with the dispatch that carries the recall.
    static Optional<Registry.Setting> proof(Ledger.Tables tables, Hash payloadHash) {
        return tables.registry().settings(PROOF + payloadHash.hex() + ":").stream()
                .findFirst();
    }
}
