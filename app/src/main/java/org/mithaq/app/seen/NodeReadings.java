// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mithaq.app.run.Loop;
import org.mithaq.charter.Channel;
import org.mithaq.charter.LogPin;
import org.mithaq.exchange.Lane;
import org.mithaq.http.DoorFigures;
import org.mithaq.node.AccessTokens;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.KeyVault;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.node.Turn;
import org.mithaq.node.port.Outbox;
import org.mithaq.peers.PeerRoutes;
import org.mithaq.peers.PeerStatus;
import org.mithaq.store.SqliteLedger;
import org.mithaq.watch.Bound;
import org.mithaq.watch.Metric;
import org.mithaq.watch.Reading;

/// What a node measures, in numbers for Prometheus.
public final class NodeReadings {

    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private final Sight sight;

    /// @param sight looks at the node
    public NodeReadings(Sight sight) {
        this.sight = sight;
    }

    /// All of it, now.
    public List<Reading> now() {
        Look look = sight.look();
        List<Reading> readings = new ArrayList<>();
        look.peers().forEach(peer -> peer(readings, look, peer));
        node(readings, look);
        readings.addAll(bounds(look));
        return readings;
    }

    private static void peer(List<Reading> to, Look look, PeerLook peer) {
        String who = peer.brief();
        to.add(Reading.of(Metric.PEER_CONNECTED, peer.link().connected() ? 1 : 0, who));
        for (Lane lane : Lane.values()) {
            Outbox.BacklogRow waiting = peer.backlog().stream()
                    .filter(row -> row.lane() == lane)
                    .findFirst()
                    .orElse(new Outbox.BacklogRow(peer.card().id(), lane, 0, look.nowMicros()));
            double age = Math.max(0, look.nowMicros() - waiting.oldestMicros()) / MICROS;
            to.add(Reading.of(Metric.PEER_OLDEST_WAITING, age, who, word(lane)));
            to.add(Reading.of(Metric.PEER_WAITING, waiting.copies(), who, word(lane)));
        }
        to.add(Reading.of(Metric.PEER_DELIVERED, peer.link().delivered(), who));
        to.add(Reading.of(Metric.PEER_REFUSED_AT_DOOR, peer.link().refusedAtDoor(), who));
        to.add(Reading.of(Metric.PEER_RECEIPTS_OWED, peer.rows().receiptsOwed(), who));
        double silent = peer.link().lastContactMicros().isPresent()
                ? (look.nowMicros() - peer.link().lastContactMicros().getAsLong()) / MICROS
                : look.uptimeMicros() / MICROS;
        to.add(Reading.of(Metric.PEER_LAST_CONTACT, silent, who));
        to.add(Reading.of(Metric.PEER_MISSING, peer.rows().missing(), who));
        to.add(Reading.of(Metric.PEER_EVIDENCE_DUE, peer.rows().evidenceDue(), who));
        peer.witness().ifPresent(witness -> {
            to.add(Reading.of(Metric.WITNESS_BEHIND, Math.max(0, look.work().logSize() - witness.lastSize()), who));
            to.add(Reading.of(Metric.WITNESS_FAILURES, witness.failures(), who));
        });
    }

    private static String word(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }

    private static void node(List<Reading> to, Look look) {
        Look.Work work = look.work();
        to.add(Reading.of(Metric.LOG_RECORDS, work.logSize()));
        to.add(Reading.of(Metric.LOG_UNWITNESSED, Math.max(0, work.logSize() - work.witnessedSize())));
        to.add(Reading.of(Metric.SIGNING, work.signs() ? 1 : 0));
        to.add(Reading.of(Metric.STORAGE_REFUSED, work.storageRefused() ? 1 : 0));
        for (AlarmKind kind : AlarmKind.values()) {
            to.add(Reading.of(Metric.ALARMS, look.rows().alarms().getOrDefault(kind.word(), 0L), kind.word()));
        }
        for (Look.KeyLook key : look.keys()) {
            long seconds = ChronoUnit.SECONDS.between(Core.instant(look.nowMicros()), key.notAfter());
            to.add(Reading.of(Metric.KEY_EXPIRES, seconds, key.key()));
        }
        to.add(Reading.of(Metric.OBJECTS, look.rows().objects()));
        to.add(Reading.of(Metric.TOMBSTONES, work.tombstones()));
        look.store().forEach((part, bytes) -> to.add(Reading.of(Metric.STORE_BYTES, bytes, part)));
        if (look.volumes().containsKey("ledger")) {
            to.add(Reading.of(Metric.DISK_FREE, look.volumes().get("ledger").freeBytes()));
        }
        to.add(Reading.of(Metric.TURNS, work.turns()));
        to.add(Reading.of(Metric.KEY_FILE_WRITES, work.keyFileWrites()));
        look.doors()
                .forEach(
                        (door, figures) -> to.add(Reading.of(Metric.DOOR_REFUSED, figures.connectionsRefused(), door)));
        to.add(Reading.of(Metric.UPTIME, look.uptimeMicros() / MICROS));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            to.add(Reading.of(Metric.PROCESSOR_TIME, system.getProcessCpuTime() / NANOS));
        }
    }

    /// Every bound and how near it is.
    List<Reading> bounds(Look look) {
        List<Reading> to = new ArrayList<>();
        to.add(Reading.of(Metric.EPOCH, sight.node().charter().epoch()));
        Look.Work work = look.work();
        node(to, Bound.COMMAND_QUEUE, work.commands(), sight.config().limits().commandQueue());
        node(to, Bound.CONVENIENT_QUEUE, work.convenient(), Loop.CONVENIENT_MAX);
        look.peers().forEach(peer -> peerBounds(to, peer));
        node(to, Bound.QUARANTINE, look.rows().quarantined(), QuarantineDesk.ROWS_MAX);
        long ofPeers = look.peers().stream()
                .mapToLong(peer -> peer.rows().quarantine().rows())
                .sum();
        node(to, Bound.QUARANTINE_PEERS, ofPeers, QuarantineDesk.PEERS_ROWS_MAX);
        long alarms = look.rows().alarms().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        node(to, Bound.ALARMS, alarms, Turn.ALARMS_MAX);
        node(to, Bound.ACCESS_TOKENS, look.rows().tokens(), AccessTokens.TOKENS_MAX);
        int members = sight.node().charter().channels().values().stream()
                .mapToInt(channel -> channel.members().size())
                .max()
                .orElse(0);
        node(to, Bound.CHANNEL_MEMBERS, members, Channel.MEMBERS_MAX);
        node(to, Bound.LOG_RECORDS, work.logSize(), LogPin.SIZE_MAX);
        node(to, Bound.KEY_STORE, look.store().getOrDefault("keystore", 0L), KeyVault.FILE_BYTES_MAX);
        node(to, Bound.KEY_TREES, work.keyTrees(), KeyVault.TREES_MAX);
        node(to, Bound.LEDGER_READERS, work.ledgerReaders(), SqliteLedger.READERS_MAX);
        look.volumes()
                .forEach((part, volume) -> to.addAll(
                        Reading.bound(Bound.DISK, part, volume.bytes() - volume.freeBytes(), volume.bytes())));
        look.doors().forEach((door, figures) -> {
            door(to, Bound.DOOR_CONNECTIONS, door, figures.connections());
            door(to, Bound.DOOR_ADDRESS, door, figures.address());
            door(to, Bound.DOOR_CALLER, door, figures.caller());
            door(to, Bound.DOOR_ROUTE, door, figures.route());
        });
        process(to);
        return to;
    }

    private static void node(List<Reading> to, Bound bound, long used, long limit) {
        to.addAll(Reading.bound(bound, "", used, limit));
    }

    private static void door(List<Reading> to, Bound bound, String door, DoorFigures.Share share) {
        to.addAll(Reading.bound(bound, door, share.used(), share.limit()));
    }

    private void peerBounds(List<Reading> to, PeerLook peer) {
        String who = peer.brief();
        PeerLook.Rows rows = peer.rows();
        to.addAll(Reading.bound(
                Bound.PEER_QUEUE,
                who,
                peer.link().queueLength(),
                sight.config().limits().peerQueue()));
        to.addAll(Reading.bound(Bound.PEER_WISHES, who, peer.link().wishes(), PeerStatus.WISHES_MAX));
        to.addAll(Reading.bound(
                Bound.PEER_STREAMS, who, rows.streams(), (long) Contacts.STREAMS_MAX * Lane.values().length));
        to.addAll(Reading.bound(Bound.PEER_READING, who, peer.reading(), PeerRoutes.AT_ONCE_PER_PEER_MAX));
        to.addAll(Reading.bound(Bound.EVIDENCE_REQUEST, who, rows.evidenceDue(), EvidenceDesk.COUNT_MAX));
        to.addAll(Reading.bound(Bound.SEQUENCE, who, rows.sequence(), Long.MAX_VALUE));
        to.addAll(Reading.bound(Bound.QUARANTINE_PEER, who, rows.quarantine().rows(), QuarantineDesk.PEER_ROWS_MAX));
        to.addAll(Reading.bound(
                Bound.QUARANTINE_PEER_BYTES, who, rows.quarantine().bytes(), QuarantineDesk.PEER_BYTES_MAX));
    }

    private static void process(List<Reading> to) {
        Runtime runtime = Runtime.getRuntime();
        node(to, Bound.HEAP, runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            node(to, Bound.FILES, system.getOpenFileDescriptorCount(), system.getMaxFileDescriptorCount());
        }
    }
}
