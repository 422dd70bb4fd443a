// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mithaq.charter.Channel;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.ChannelHandshake;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.Door;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.Manifest;
import org.mithaq.exchange.OrderEntry;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Quarantine;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;
import org.mithaq.tlog.SignedCheckpoint;

/// Decides about a delivery by its history: whether it came before, under which number, and in which channel; records
/// it, and writes the receipt (protocol, Receiving).
///
/// Order advances whatever the content is, so that no poison blocks a lane.
///
/// @param arriving what [Receiving] found
public record Receive(Arriving arriving) implements Command<Receive.Received> {

    /// What is answered.
    ///
    /// @param receipts to be signed, oldest first; those of an honest repetition are the stored ones
    /// @param repeated whether it had come before
    public record Received(List<Inbox.ReceiptRow> receipts, boolean repeated) {

        public Received {
            receipts = List.copyOf(receipts);
        }
    }

    @Override
    public Received run(Turn turn) {
        Door.Admitted admitted = arriving.admitted();
        List<Inbox.ReceiptRow> stored = turn.tables().inbox().receiptsOf(admitted.payloadHash());
        if (!stored.isEmpty()) {
            return again(turn, admitted, stored);
        }
        Numbers numbers = new Numbers(turn, admitted);
        Inbox.LineRow line =
                numbers.line().orElseThrow(() -> new DoorRejected(Clause.ORDER_STREAM, "a stream unknown here", true));
        Optional<Clause> conflict = numbers.conflict();
        if (conflict.isPresent()) {
            Clause clause = conflict.get();
            if (clause == Clause.DUPLICATE_ID && numbers.isNext(line)) {
                // Order 9: it is content that is refused, and its number is used up.
                numbers.advance(line);
            }
            Receipts.Verdict verdict = Receipts.Verdict.refusedFinally(clause.id(), clause.sentence());
            return new Received(List.of(Receipts.write(turn, subject(admitted), verdict)), false);
        }
        numbers.compare(line);
        if (arriving.content() instanceof Arriving.Legible) {
            byte[] note = admitted.delivery().log().checkpoint();
            SplitViews.seeDelivered(
                    turn,
                    SignedCheckpoint.parse(note),
                    admitted.header().sender().shortForm());
        }
        Receipts.Verdict verdict = content(turn, admitted);
        numbers.advance(line);
        return new Received(List.of(Receipts.write(turn, subject(admitted), verdict)), false);
    }

    /// An honest repetition is answered as before. Recalls that were refused for now are taken if there is room
    /// by now.
    private Received again(Turn turn, Door.Admitted admitted, List<Inbox.ReceiptRow> stored) {
        if (isRefusedForNow(stored)
                && arriving.content() instanceof Arriving.Legible legible
                && takeRecalls(turn, legible)) {
            Receipts.Verdict verdict =
                    Receipts.Verdict.of(Receipt.Status.ACCEPTED).leaves(legible.leaves());
            return new Received(List.of(Receipts.write(turn, subject(admitted), verdict)), false);
        }
        return new Received(stored, true);
    }

    /// By the newest receipt that says what was thought of it: a person's word, or the end of one of its objects, says
    /// nothing of the others.
    private static boolean isRefusedForNow(List<Inbox.ReceiptRow> stored) {
        for (Inbox.ReceiptRow row : stored.reversed()) {
            if (row.status() == Receipt.Status.REFUSED_FOR_NOW.number()) {
                return true;
            }
            if (row.status() == Receipt.Status.ACCEPTED.number()
                    || row.status() == Receipt.Status.REFUSED_FINALLY.number()) {
                return false;
            }
        }
        return false;
    }

    /// Notes the recalls of a dispatch, all or none.
    ///
    /// @return false if there is no room for those that came ahead of what they are about
    private static boolean takeRecalls(Turn turn, Arriving.Legible legible) {
        Set<MemberId> full = RecallsAhead.count(turn, legible.recalls());
        for (MemberId originator : full) {
            turn.alarm(
                    AlarmKind.RECALLS_AHEAD,
                    originator.hex(),
                    "%s has recalled more than %d leaves of dispatches that never came here"
                            .formatted(originator.shortForm(), Limits.RECALLS_AHEAD_MAX),
                    new byte[0]);
        }
        if (full.isEmpty()) {
            legible.recalls().forEach(recalled -> Recalls.note(turn, recalled));
        }
        return full.isEmpty();
    }

    private Receipts.Subject subject(Door.Admitted admitted) {
        OrderEntry entry = admitted.delivery().order().entry();
        return new Receipts.Subject(admitted.header().sender(), entry.key(), entry.sequence(), admitted.payloadHash());
    }

    private Receipts.Verdict content(Turn turn, Door.Admitted admitted) {
        MemberId sender = admitted.header().sender();
        return switch (arriving.content()) {
            case Arriving.Broken broken -> {
                AlarmKind kind = broken.clause() == Clause.SEAL_STANZA ? AlarmKind.STANZA : AlarmKind.CONTENT;
                turn.alarm(
                        kind,
                        sender.hex(),
                        broken.reason(),
                        Envelopes.toBytes(admitted.delivery().envelope()));
                arrived(turn, admitted, Hash.ZERO, 0);
                yield Receipts.Verdict.refusedFinally(broken.clause().id(), broken.reason());
            }
            case Arriving.Withdrawn withdrawn -> {
                arrived(turn, admitted, Hash.ZERO, 0);
                withdrawn.recalls().forEach(recalled -> Recalls.note(turn, recalled));
                yield Receipts.Verdict.of(Receipt.Status.RECALLED);
            }
            case Arriving.Legible legible -> legible(turn, admitted, legible);
        };
    }

    private Receipts.Verdict legible(Turn turn, Door.Admitted admitted, Arriving.Legible legible) {
        MemberId sender = admitted.header().sender();
        Manifest manifest = legible.manifest();
        boolean handshakeAlone = !legible.handshakes().isEmpty() && legible.isEmptyOtherwise();
        if (!handshakeAlone && !mayPost(turn.state(), manifest, sender)) {
            arrived(turn, admitted, manifest.logSalt(), 0);
            turn.alarm(
                    AlarmKind.CONTENT,
                    sender.hex(),
                    sender.shortForm() + " posted in a channel in which it may not",
                    Envelopes.toBytes(admitted.delivery().envelope()));
            return Receipts.Verdict.refusedFinally(Clause.MANIFEST_CHANNEL.id(), Clause.MANIFEST_CHANNEL.sentence());
        }
        long batch = legible.shelved().map(shelved -> shelved.batch().number()).orElse(0L);
        arrived(turn, admitted, manifest.logSalt(), batch);
        legible.shelved().ifPresent(shelved -> shelve(turn, shelved, admitted.payloadHash()));
        List<Arriving.Buried> onTheirWay = legible.buried().stream()
                .filter(each -> each.direct() && Recalls.hasOvertaken(turn.tables(), admitted, each))
                .toList();
        List<Arriving.Buried> back = new ArrayList<>(legible.buried());
        back.removeAll(onTheirWay);
        List<Quarantine.Row> refused = new ArrayList<>(legible.refused());
        back.forEach(each -> refused.add(each.row()));
        quarantine(turn, sender, refused);
        if (!back.isEmpty()) {
            turn.alarm(
                    AlarmKind.RECALL_BACK,
                    sender.hex(),
                    sender.shortForm() + " sent again what had been recalled",
                    new byte[0]);
        }
        boolean room = takeRecalls(turn, legible);
        legible.handshakes().forEach(handshake -> shake(turn, sender, handshake));
        int objects = legible.shelved().map(shelved -> shelved.rows().size()).orElse(0);
        Lane lane = manifest.lane();
        if (lane == Lane.FLASH) {
            Flashes.came(
                    turn,
                    new Flashes.Waiting(
                            admitted.payloadHash(),
                            sender,
                            manifest.flashDeadlineMicros(),
                            turn.nowMicros(),
                            admitted.header().exercise()));
        }
        turn.effect(new Effect.Received(
                sender, admitted.payloadHash(), lane, objects, admitted.header().exercise()));
        if (!room) {
            Clause clause = Clause.RECALL_ROOM;
            return Receipts.Verdict.refused(Receipt.Status.REFUSED_FOR_NOW, clause.id(), clause.sentence());
        }
        List<Receipt.LeafStatus> leaves = statuses(legible, onTheirWay);
        long recalled = leaves.stream()
                .filter(leaf -> leaf.status() == Receipt.Status.RECALLED)
                .count();
        boolean nothingElse = recalled == manifest.positions().size();
        return Receipts.Verdict.of(nothingElse ? Receipt.Status.RECALLED : Receipt.Status.ACCEPTED)
                .leaves(leaves);
    }

    /// What a recall has overtaken is neither refused nor kept: it is gone.
    private static List<Receipt.LeafStatus> statuses(Arriving.Legible legible, List<Arriving.Buried> onTheirWay) {
        Set<Integer> gone =
                onTheirWay.stream().map(Arriving.Buried::position).collect(Collectors.toCollection(HashSet::new));
        return legible.leaves().stream()
                .map(leaf -> gone.contains(leaf.position())
                        ? new Receipt.LeafStatus(leaf.position(), Receipt.Status.RECALLED, "")
                        : leaf)
                .toList();
    }

    /// Keeps what was refused, as far as this sender's share goes: beyond it, the refusal in the receipt is all there
    /// is.
    private static void quarantine(Turn turn, MemberId sender, List<Quarantine.Row> refused) {
        if (refused.isEmpty()) {
            return;
        }
        Quarantine quarantine = turn.tables().quarantine();
        long room = QuarantineDesk.roomForPeer(quarantine, "peer:" + sender.hex());
        refused.stream().limit(room).forEach(row -> quarantine.add(row.at(turn.nowMicros())));
        if (refused.size() > room) {
            turn.alarm(
                    AlarmKind.QUARANTINE,
                    sender.hex(),
                    "%d refused objects of %s were not kept: its share of the quarantine is full"
                            .formatted(refused.size() - room, sender.shortForm()),
                    new byte[0]);
        }
    }

    /// Adds what is new. What is held already lies in this batch a second time, and is remembered for its recall.
    static void shelve(Turn turn, Prepared.Shelved shelved, Hash payloadHash) {
        turn.tables().shelf().addBatch(shelved.batch());
        List<Shelf.ObjectRow> rows =
                shelved.rows().stream().map(row -> row.placed(payloadHash)).toList();
        List<Optional<Shelf.ObjectRow>> added = turn.tables().shelf().addObjects(rows, turn.nowMicros());
        for (int index = 0; index < rows.size(); index++) {
            if (added.get(index).isEmpty()) {
                Shelf.ObjectRow row = rows.get(index);
                Copies.remember(turn, Copies.Copy.of(row), row.payloadHash());
            }
        }
    }

    private static boolean mayPost(NodeState state, Manifest manifest, MemberId sender) {
        MemberId self = state.self().member();
        Optional<Channel> channel = state.channel(manifest.channel());
        if (channel.isPresent()) {
            return channel.get().members().contains(self)
                    && channel.get().members().contains(sender)
                    && channel.get().mayPost(sender);
        }
        return state.bilateral(manifest.channel())
                // An offer that its peer posts under is accepted, though the answer be late in its own lane.
                .map(row -> (row.open() || row.proposedHere()) && row.peer().equals(sender))
                .orElse(false);
    }

    /// Either half of the handshake that opens a bilateral channel; the answer to an offer is a person's.
    private static void shake(Turn turn, MemberId sender, ChannelHandshake handshake) {
        NodeState state = turn.state();
        switch (handshake) {
            case ChannelHandshake.Offer offer -> {
                if (!offer.peer().equals(state.self().member())
                        || state.bilateral(offer.channel()).isPresent()) {
                    return;
                }
                if (state.offersOf(sender) >= Limits.OFFERS_MAX) {
                    turn.alarm(
                            AlarmKind.CONTENT,
                            sender.hex(),
                            "%s: %s has made another offer, which is not kept"
                                    .formatted(Clause.OFFERS.id(), sender.shortForm()),
                            new byte[0]);
                    return;
                }
                put(turn, new Registry.BilateralRow(offer.channel(), sender, offer.name(), false, false));
            }
            case ChannelHandshake.Answer answer ->
                state.bilateral(answer.channel())
                        .filter(row -> row.proposedHere() && row.peer().equals(sender))
                        .ifPresent(row -> answered(turn, row, answer.accepted()));
        }
    }

    private static void answered(Turn turn, Registry.BilateralRow row, boolean accepted) {
        if (accepted) {
            put(turn, new Registry.BilateralRow(row.id(), row.peer(), row.name(), true, true));
        } else if (!row.open()) {
            turn.state().removeBilateral(row.id());
            turn.tables().registry().removeBilateral(row.id());
        }
    }

    static void put(Turn turn, Registry.BilateralRow row) {
        turn.state().putBilateral(row);
        turn.tables().registry().putBilateral(row);
    }

    private void arrived(Turn turn, Door.Admitted admitted, Hash logSalt, long batch) {
        RecallsAhead.came(
                turn,
                admitted.payloadHash(),
                arriving.content() instanceof Arriving.Legible legible
                        ? Optional.of(legible.leafHashes())
                        : Optional.empty());
        OrderEntry entry = admitted.delivery().order().entry();
        CanonicalWriter log = new CanonicalWriter();
        admitted.delivery().log().write(log);
        turn.tables()
                .inbox()
                .add(new Inbox.ArrivalRow(
                        admitted.payloadHash(),
                        admitted.header().sender(),
                        admitted.header().id(),
                        entry.key().node(),
                        entry.key().lane(),
                        entry.key().stream(),
                        entry.sequence(),
                        Envelopes.toBytes(admitted.delivery().envelope()),
                        new ConflictProof.Place(
                                        admitted.delivery().record(),
                                        admitted.delivery().order())
                                .toBytes(),
                        log.toByteArray(),
                        arriving.evidenceDue(),
                        logSalt,
                        batch,
                        turn.nowMicros()));
    }
}
