// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.Holdings;
import org.mithaq.node.OwnLog;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.TreeHasher;

/// What must hold when all is quiet.
final class Checks {

    private final Federation federation;
    private final List<Station> stations;
    private final Reference reference;
    private final Said said;
    private final List<ChannelId> channels;
    private final Excuses excuses;

    Checks(
            Federation federation,
            List<Station> stations,
            Reference reference,
            Said said,
            List<ChannelId> channels,
            Excuses excuses) {
        this.federation = federation;
        this.stations = stations;
        this.reference = reference;
        this.said = said;
        this.channels = channels;
        this.excuses = excuses;
    }

    void all() {
        for (Station station : stations) {
            if (isOutside(station.index())) {
                continue;
            }
            holdings(station);
            inboxes(station);
            outboxes(station);
            new Logs(stations, said, excuses).check(station);
            new Accusations(federation, reference, excuses).check(station);
            new Bounds(federation, station).check();
        }
        said.receipts().forEach(this::stands);
        new Onward(federation, stations, reference, excuses).check();
        new Unreadable(stations, reference, excuses).check();
        excuses.liar()
                .ifPresent(who -> demand(
                        !who.isTold() || who.found().isPresent(),
                        Invariant.LIES_ARE_FOUND,
                        "nobody found that %d %s"
                                .formatted(who.index(), who.lie().words())));
    }

    /// Whether nothing is expected of a member.
    boolean isOutside(int index) {
        return excuses.isOutside(index);
    }

    /// A node that was put back to an old copy may sign only when it has caught up with what it had signed before.
    static void demandWhole(Station station) {
        MemoryTree tree = new MemoryTree();
        station.newest()
                .ledger()
                .read(tables -> tables.log().records(0, Integer.MAX_VALUE))
                .forEach(record -> tree.append(TreeHasher.leafHash(record)));
        OwnLog here = station.program().log;
        demand(
                here.committedSize() >= tree.size() && here.root(tree.size()).equals(tree.root()),
                Invariant.LOG_IS_WHOLE,
                "%d signs after %d records, and had signed %d before"
                        .formatted(station.index(), here.committedSize(), tree.size()));
    }

    /// What is not at rest yet, in words; empty when all is quiet.
    List<String> restless() {
        List<String> restless = new ArrayList<>();
        if (!excuses.reforms().isDone()) {
            restless.add("people have not done what they wanted to change");
        }
        for (Station station : stations) {
            if (isOutside(station.index())) {
                continue;
            }
            if (!station.isUp()) {
                restless.add(station.index() + " is down");
                continue;
            }
            Program program = station.program();
            if (!program.signs()) {
                restless.add(station.index() + " signs nothing");
            }
            if (program.book.now().epoch() < excuses.assembly().count()) {
                restless.add(station.index() + " has not heard of the last act");
            }
            program.card()
                    .filter(card -> station.ring().hasMoreThan(card))
                    .ifPresent(_ -> restless.add(station.index() + " has keys that were replaced"));
            stations.stream()
                    .filter(peer -> !isOutside(peer.index()) && peer.isUp())
                    .filter(peer -> program.serial(peer.member().id())
                            < peer.program().serial(peer.member().id()))
                    .forEach(peer -> restless.add(station.index() + " has an old card of " + peer.index()));
            program.ledger.read(tables -> {
                tables.outbox().unsettledCounts().forEach((to, count) -> {
                    if (!isOutside(federation.member(to).index())) {
                        restless.add("%d has %d copies for %s".formatted(station.index(), count, to.shortForm()));
                    }
                });
                stations.forEach(peer -> {
                    if (!isOutside(peer.index())
                            && !tables.inbox()
                                    .undelivered(peer.member().id(), 1)
                                    .isEmpty()) {
                        restless.add(station.index() + " has receipts for " + peer.index());
                    }
                });
                tables.registry()
                        .settings("charter-unlogged:")
                        .forEach(each -> restless.add(station.index() + " has an act to log"));
                tables.registry()
                        .settings("recall-pending:")
                        .forEach(each -> restless.add(station.index() + " has a recall to carry out"));
                if (tables.log()
                                .witnessedCheckpoint()
                                .map(LogBook.CheckpointRow::size)
                                .orElse(0L)
                        < tables.log().size()) {
                    restless.add("the log of " + station.index() + " is not witnessed");
                }
                return true;
            });
        }
        return restless;
    }

    private static void demand(boolean holds, Invariant invariant, String otherwise) {
        Violated.demand(holds, invariant, otherwise);
    }

    /// Each holds exactly what was released to it, byte for byte, and nobody anything else.
    private void holdings(Station station) {
        Map<Reference.Key, Reference.Piece> missing = new HashMap<>(reference.mustHold(station.index()));
        List<Holdings.Held> page = station.program().holdings.page(Optional.empty(), 0, 100_000);
        for (Holdings.Held held : page) {
            Reference.Key key = key(held.row());
            Optional<Reference.Piece> piece = Optional.ofNullable(missing.remove(key));
            if (piece.isEmpty() && isTouched(station, key)) {
                continue;
            }
            demand(
                    piece.isPresent(),
                    reference.wasRecalled(key) ? Invariant.RECALLED_IS_GONE : Invariant.NOTHING_WITHOUT_A_RULE,
                    "%d holds %s, which was not released to it or is there twice".formatted(station.index(), key));
            demand(
                    Arrays.equals(piece.orElseThrow().bytes(), held.bytes()),
                    Invariant.NOTHING_LOST_OR_DOUBLED,
                    "%d holds other bytes of %s".formatted(station.index(), key));
            if (key.channel() != Reference.HOME) {
                demand(
                        station.program().holdings.proof(held.row()).isPresent(),
                        Invariant.NOTHING_LOST_OR_DOUBLED,
                        "%d has no proof of %s".formatted(station.index(), key));
            }
        }
        List<Shelf.ObjectRow> rows =
                station.program().ledger.read(tables -> tables.shelf().page(Optional.empty(), 0, Integer.MAX_VALUE));
        rows.stream()
                .filter(row -> excuses.rot().isRotten(station.index(), row))
                .forEach(row -> missing.remove(key(row)));
        long legible = rows.stream()
                .filter(row -> !excuses.rot().isRotten(station.index(), row))
                .count();
        demand(
                legible == page.size(),
                Invariant.NOTHING_LOST_OR_DOUBLED,
                "%d has %d rows, and can read %d".formatted(station.index(), legible, page.size()));
        missing.keySet()
                .removeIf(key -> isTouched(station, key) || excuses.rot().touches(key.id()));
        demand(
                missing.isEmpty(),
                Invariant.NOTHING_LOST_OR_DOUBLED,
                "%d misses %s".formatted(station.index(), missing.keySet()));
    }

    private Reference.Key key(Shelf.ObjectRow row) {
        int channel = row.channel().map(channels::indexOf).orElse(Reference.HOME);
        return new Reference.Key(federation.member(row.originator()).index(), channel, row.stixId(), row.version());
    }

    private boolean isTouched(Station station, Reference.Key key) {
        return excuses.touches(reference, key.originator(), station.index(), key.id());
    }

    /// Every line came to its end without a gap, and every dispatch was answered, once.
    private void inboxes(Station station) {
        station.program().ledger.read(tables -> {
            for (Inbox.LineRow line : tables.inbox().lines()) {
                Station sender = stations.get(federation.member(line.sender()).index());
                if (isOutside(sender.index())) {
                    continue;
                }
                Head sent = lastSent(sender, station, line);
                demand(
                        line.head().equals(sent)
                                && line.highest() == line.head().sequence(),
                        Invariant.NO_UNNOTICED_GAP,
                        "%d stands at %d of %d in lane %s of %d"
                                .formatted(
                                        station.index(),
                                        line.head().sequence(),
                                        sent.sequence(),
                                        line.lane(),
                                        sender.index()));
                for (long number = 1; number <= line.highest(); number++) {
                    Inbox.ArrivalRow arrival = tables.inbox()
                            .arrival(line.node(), line.lane(), line.stream(), number)
                            .orElseThrow();
                    answered(station, tables.inbox().receiptsOf(arrival.payloadHash()));
                }
            }
            demand(
                    excuses.faults().any(FaultKind.CORRUPT)
                            || tables.quarantine().count() == 0
                            || !reference.passed().isEmpty()
                            || excuses.liar().isPresent(),
                    Invariant.NOBODY_ACCUSED,
                    "%d has a quarantine".formatted(station.index()));
            return true;
        });
    }

    /// The last number that was given in a stream, which may be one from before the sender was put back.
    private static Head lastSent(Station sender, Station recipient, Inbox.LineRow line) {
        return sender.program()
                .ledger
                .read(
                        tables -> tables
                                .outbox()
                                .after(recipient.member().id(), line.lane(), line.stream(), 0, Integer.MAX_VALUE)
                                .stream()
                                .reduce((_, later) -> later)
                                .map(entry -> new Head(entry.sequence(), entry.payloadHash()))
                                .orElse(Head.NONE));
    }

    private static void answered(Station station, List<Inbox.ReceiptRow> receipts) {
        long accepted = receipts.stream()
                .filter(row -> row.status() == Receipt.Status.ACCEPTED.number())
                .count();
        long refused = receipts.stream()
                .filter(row -> row.status() == Receipt.Status.REFUSED_FINALLY.number()
                        || row.status() == Receipt.Status.REFUSED_FOR_NOW.number())
                .count();
        demand(refused == 0, Invariant.NOBODY_ACCUSED, "%d refused an honest dispatch".formatted(station.index()));
        demand(
                !receipts.isEmpty() && accepted <= 1,
                Invariant.NOTHING_LOST_OR_DOUBLED,
                "%d accepted a dispatch %d times".formatted(station.index(), accepted));
    }

    /// Every copy is settled by a receipt that its recipient still stands by.
    private void outboxes(Station station) {
        station.program().ledger.read(tables -> {
            for (Outbox.DispatchRow dispatch : tables.outbox().newest(Integer.MAX_VALUE)) {
                for (Outbox.EntryRow entry : tables.outbox().entriesOf(dispatch.payloadHash())) {
                    if (isOutside(federation.member(entry.recipient()).index())) {
                        continue;
                    }
                    byte[] envelope = entry.receipt().orElseThrow();
                    Receipt receipt = Receipt.parse(Envelopes.parse(envelope, PayloadTypes.RECEIPT, Receipt.BYTES_MAX)
                            .payload());
                    demand(
                            receipt.payloadHash().equals(dispatch.payloadHash())
                                    && receipt.status().frees(),
                            Invariant.NOTHING_LOST_OR_DOUBLED,
                            "%d counts a copy as settled that is not".formatted(station.index()));
                    stands(new Said.Given(
                            federation.member(entry.recipient()).index(),
                            station.index(),
                            receipt.number(),
                            receipt.receiptHash()));
                }
            }
            return true;
        });
    }

    private void stands(Said.Given given) {
        if (isOutside(given.to()) || isOutside(given.node())) {
            return;
        }
        Optional<Inbox.ReceiptRow> row = stations.get(given.node())
                .disk()
                .ledger()
                .read(tables -> stations.stream()
                        .flatMap(each -> Logs.receiptsFor(tables.inbox(), each).stream())
                        .filter(receipt -> receipt.number() == given.number())
                        .findFirst());
        demand(
                row.isPresent()
                        && Receipt.parse(row.get().payload()).receiptHash().equals(given.receiptHash()),
                Invariant.STANDS_BY_ITS_WORD,
                "%d does not stand by its receipt %d".formatted(given.node(), given.number()));
    }
}
