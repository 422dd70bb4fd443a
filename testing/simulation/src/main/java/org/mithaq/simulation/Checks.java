// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberCard;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.Holdings;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.TreeHasher;

/// What must hold when all is quiet.
final class Checks {

    private final Federation federation;
    private final List<Station> stations;
    private final Reference reference;
    private final Said said;
    private final List<ChannelId> channels;
    private final boolean damage;

    Checks(
            Federation federation,
            List<Station> stations,
            Reference reference,
            Said said,
            List<ChannelId> channels,
            boolean damage) {
        this.federation = federation;
        this.stations = stations;
        this.reference = reference;
        this.said = said;
        this.channels = channels;
        this.damage = damage;
    }

    void all() {
        for (Station station : stations) {
            holdings(station);
            inboxes(station);
            outboxes(station);
            logs(station);
            alarms(station);
        }
        said.receipts().forEach(this::stands);
        new Onward(federation, stations, reference).check();
        new Unreadable(stations, reference).check();
    }

    /// What is not at rest yet, in words; empty when all is quiet.
    static List<String> restless(List<Station> stations) {
        List<String> restless = new ArrayList<>();
        for (Station station : stations) {
            if (!station.isUp()) {
                restless.add(station.index() + " is down");
                continue;
            }
            Program program = station.program();
            program.ledger.read(tables -> {
                tables.outbox()
                        .unsettledCounts()
                        .forEach((to, count) -> restless.add(
                                "%d has %d copies for %s".formatted(station.index(), count, to.shortForm())));
                stations.forEach(peer -> {
                    if (!tables.inbox().undelivered(peer.member().id(), 1).isEmpty()) {
                        restless.add(station.index() + " has receipts for " + peer.index());
                    }
                });
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

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /// Each holds exactly what was released to it, byte for byte, and nobody anything else.
    private void holdings(Station station) {
        Map<Reference.Key, Reference.Piece> must = reference.mustHold(station.index());
        Map<Reference.Key, Reference.Piece> missing = new HashMap<>(must);
        for (Holdings.Held held : station.program().holdings.page(Optional.empty(), 0, 100_000)) {
            int channel = held.row().channel().map(channels::indexOf).orElse(Reference.HOME);
            Reference.Key key = new Reference.Key(
                    federation.member(held.row().originator()).index(),
                    channel,
                    held.row().stixId(),
                    held.row().version());
            Optional<Reference.Piece> piece = Optional.ofNullable(missing.remove(key));
            demand(
                    piece.isPresent(),
                    "%d holds %s, which was not released to it or is there twice".formatted(station.index(), key));
            demand(
                    Arrays.equals(piece.orElseThrow().bytes(), held.bytes()),
                    "%d holds other bytes of %s".formatted(station.index(), key));
            if (key.channel() != Reference.HOME) {
                demand(
                        station.program().holdings.proof(held.row()).isPresent(),
                        "%d has no proof of %s".formatted(station.index(), key));
            }
        }
        long rows = station.program().ledger.read(tables -> tables.shelf().count());
        long read =
                station.program().holdings.page(Optional.empty(), 0, 100_000).size();
        demand(rows == read, "%d has %d rows, and can read %d".formatted(station.index(), rows, read));
        demand(missing.isEmpty(), "%d misses %s".formatted(station.index(), missing.keySet()));
    }

    /// Every line came to its end without a gap, and every dispatch was answered, once.
    private void inboxes(Station station) {
        station.program().ledger.read(tables -> {
            for (Inbox.LineRow line : tables.inbox().lines()) {
                Station sender = stations.get(federation.member(line.sender()).index());
                Outbox.LineRow sent = sender.program()
                        .ledger
                        .read(theirs -> theirs.outbox().lines().stream()
                                .filter(row ->
                                        row.recipient().equals(station.member().id())
                                                && row.lane() == line.lane()
                                                && row.stream().equals(line.stream()))
                                .findFirst()
                                .orElseThrow());
                demand(
                        line.head().equals(sent.head())
                                && line.highest() == line.head().sequence(),
                        "%d stands at %d of %d in lane %s of %d"
                                .formatted(
                                        station.index(),
                                        line.head().sequence(),
                                        sent.head().sequence(),
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
                    damage
                            || tables.quarantine().count() == 0
                            || !reference.passed().isEmpty(),
                    "%d has a quarantine".formatted(station.index()));
            return true;
        });
    }

    private static void answered(Station station, List<Inbox.ReceiptRow> receipts) {
        long accepted = receipts.stream()
                .filter(row -> row.status() == Receipt.Status.ACCEPTED.number())
                .count();
        long refused = receipts.stream()
                .filter(row -> row.status() == Receipt.Status.REFUSED_FINALLY.number()
                        || row.status() == Receipt.Status.REFUSED_FOR_NOW.number())
                .count();
        demand(refused == 0, "%d refused an honest dispatch".formatted(station.index()));
        demand(
                !receipts.isEmpty() && accepted <= 1,
                "%d accepted a dispatch %d times".formatted(station.index(), accepted));
    }

    /// Every copy is settled by a receipt that its recipient still stands by.
    private void outboxes(Station station) {
        station.program().ledger.read(tables -> {
            for (Outbox.DispatchRow dispatch : tables.outbox().newest(Integer.MAX_VALUE)) {
                for (Outbox.EntryRow entry : tables.outbox().entriesOf(dispatch.payloadHash())) {
                    byte[] envelope = entry.receipt().orElseThrow();
                    Receipt receipt = Receipt.parse(Envelopes.parse(envelope, PayloadTypes.RECEIPT, Receipt.BYTES_MAX)
                            .payload());
                    demand(
                            receipt.payloadHash().equals(dispatch.payloadHash())
                                    && receipt.status().frees(),
                            "%d counts a copy as settled that is not".formatted(station.index()));
                    stands(new Said.Given(
                            federation.member(entry.recipient()).index(), receipt.number(), receipt.receiptHash()));
                }
            }
            return true;
        });
    }

    private void stands(Said.Given given) {
        Optional<Inbox.ReceiptRow> row = stations.get(given.node())
                .program()
                .ledger
                .read(tables -> stations.stream()
                        .flatMap(each -> receiptsFor(tables.inbox(), each).stream())
                        .filter(receipt -> receipt.number() == given.number())
                        .findFirst());
        demand(
                row.isPresent()
                        && Receipt.parse(row.get().payload()).receiptHash().equals(given.receiptHash()),
                "%d does not stand by its receipt %d".formatted(given.node(), given.number()));
    }

    private static List<Inbox.ReceiptRow> receiptsFor(Inbox inbox, Station sender) {
        List<Inbox.ReceiptRow> rows = new ArrayList<>();
        sender.program().ledger.read(theirs -> {
            theirs.outbox()
                    .newest(Integer.MAX_VALUE)
                    .forEach(dispatch -> rows.addAll(inbox.receiptsOf(dispatch.payloadHash())));
            return true;
        });
        return rows;
    }

    /// The log holds every dispatch and receipt at its place and nothing else, and is what it was said to be.
    private void logs(Station station) {
        MemoryTree tree = new MemoryTree();
        MemberCard card = federation.charter().member(station.member().id()).orElseThrow();
        station.program().ledger.read(tables -> {
            List<byte[]> records = tables.log().records(0, Integer.MAX_VALUE);
            records.forEach(record -> tree.append(TreeHasher.leafHash(record)));
            for (Outbox.DispatchRow row : tables.outbox().newest(Integer.MAX_VALUE)) {
                byte[] record = LogEvidence.record(row.logSalt(), row.payloadHash());
                demand(
                        Arrays.equals(record, records.get((int) row.logIndex())),
                        "%d has not logged a dispatch".formatted(station.index()));
            }
            long receipts = 0;
            for (Station sender : stations) {
                for (Inbox.ReceiptRow row : receiptsFor(tables.inbox(), sender)) {
                    Receipt receipt = Receipt.parse(row.payload());
                    byte[] record = LogEvidence.record(receipt.logSalt(), receipt.receiptHash());
                    demand(
                            Arrays.equals(record, records.get((int) receipt.logIndex())),
                            "%d has not logged a receipt".formatted(station.index()));
                    receipts++;
                }
            }
            demand(
                    records.size()
                            == receipts
                                    + tables.outbox().newest(Integer.MAX_VALUE).size(),
                    "%d has logged what is neither dispatch nor receipt".formatted(station.index()));
            return true;
        });
        demand(
                station.program().log.root(tree.size()).equals(tree.root()),
                "%d has another root in memory".formatted(station.index()));
        for (Checkpoint checkpoint : said.checkpointsOf(card.log().origin())) {
            demand(
                    checkpoint.size() <= tree.size()
                            && tree.root(checkpoint.size()).equals(checkpoint.root()),
                    "%d once showed another log of size %d".formatted(station.index(), checkpoint.size()));
        }
        for (Station witness : stations) {
            witness.program()
                    .ledger
                    .read(tables -> tables.log().witnessed(card.log().origin()))
                    .ifPresent(row -> demand(
                            row.size() <= tree.size() && tree.root(row.size()).equals(row.root()),
                            "%d has cosigned another log of %d".formatted(witness.index(), station.index())));
        }
    }

    /// Nobody is accused whom no fault explains.
    private void alarms(Station station) {
        Set<AlarmKind> explained = EnumSet.of(AlarmKind.GAP);
        if (damage) {
            explained.add(AlarmKind.DOOR);
        }
        if (!reference.passed().isEmpty() && !reference.recalledIds().isEmpty()) {
            // A relay and the recall of what it carries may cross.
            explained.add(AlarmKind.RECALL_BACK);
        }
        Set<String> words = new java.util.TreeSet<>();
        explained.forEach(kind -> words.add(kind.word()));
        station.program().ledger.read(tables -> {
            tables.alarms()
                    .all()
                    .forEach(row -> demand(
                            words.contains(row.kind()),
                            "%d raised %s: %s".formatted(station.index(), row.key(), row.sentence())));
            return true;
        });
    }
}
