// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.run.Doors;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.http.DoorFigures;
import org.mithaq.node.Starting;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.peers.PeerStatus;
import org.mithaq.tiles.WitnessStatus;

/// Looks at a running node: one snapshot of its ledger, the figures of everything that has a bound, and its disks. What
/// it costs does not grow with what the node holds. Safe for threads.
public final class Sight {

    private final NodeConfig config;
    private final NodeRuntime node;
    private final Doors doors;
    private final IntSupplier ledgerReaders;
    private final NodeHome home;
    private final long startedMicros;
    private final Map<String, Supplier<DoorFigures>> figures = new ConcurrentHashMap<>();

    /// @param node the running node
    /// @param doors its ways in and out
    /// @param ledgerReaders reading transactions that run
    public Sight(NodeConfig config, NodeRuntime node, Doors doors, IntSupplier ledgerReaders) {
        this.config = config;
        this.node = node;
        this.doors = doors;
        this.ledgerReaders = ledgerReaders;
        this.home = new NodeHome(config.home());
        this.startedMicros = node.nowMicros();
        figures.put("peers", doors::peerDoorFigures);
    }

    /// A door that was opened since is looked at too.
    ///
    /// @param name `local` or `watch`
    public void door(String name, Supplier<DoorFigures> itsFigures) {
        figures.put(name, itsFigures);
    }

    NodeConfig config() {
        return config;
    }

    /// The node that it looks at.
    public NodeRuntime node() {
        return node;
    }

    Doors doors() {
        return doors;
    }

    /// All that the ledger tells, of one moment.
    private record Told(
            Look.Rows rows,
            List<Outbox.BacklogRow> backlog,
            Map<MemberId, Long> owed,
            Map<MemberId, Long> due,
            List<Inbox.LineRow> in,
            List<Outbox.LineRow> out) {

        static Told of(Ledger.Tables tables) {
            return new Told(
                    new Look.Rows(
                            tables.shelf().count(),
                            tables.quarantine().count(),
                            tables.registry().tokens().size(),
                            tables.alarms().counts()),
                    tables.outbox().backlog(),
                    tables.inbox().undeliveredCounts(),
                    tables.inbox().evidenceDueCounts(),
                    tables.inbox().lines(),
                    tables.outbox().lines());
        }
    }

    /// Looks.
    ///
    /// @throws org.mithaq.node.port.StorageFailed if the ledger cannot be read
    Look look() {
        long now = node.nowMicros();
        List<PeerLook> peers = new ArrayList<>();
        Told told = node.ledger().read(tables -> {
            Told all = Told.of(tables);
            peers.addAll(peers(tables, all));
            return all;
        });
        peers.sort(PeerLook.WORST_FIRST);
        Map<String, DoorFigures> open = new TreeMap<>();
        figures.forEach((name, supplier) -> open.put(name, supplier.get()));
        return new Look(now, now - startedMicros, peers, told.rows(), work(), keys(), open, store(), volumes());
    }

    private List<PeerLook> peers(Ledger.Tables tables, Told told) {
        Map<MemberId, WitnessStatus> witnesses = new TreeMap<>(Comparator.comparing(MemberId::hex));
        doors.cosigning().status().forEach(each -> witnesses.put(each.witness(), each));
        List<PeerLook> peers = new ArrayList<>();
        for (PeerStatus link : doors.peers().status()) {
            MemberId id = link.member();
            MemberCard card = node.charter().member(id).orElseThrow();
            List<Inbox.LineRow> lines =
                    told.in().stream().filter(line -> line.sender().equals(id)).toList();
            PeerLook.Rows rows = new PeerLook.Rows(
                    told.owed().getOrDefault(id, 0L),
                    told.due().getOrDefault(id, 0L),
                    lines.stream()
                            .mapToLong(line -> line.highest() - line.head().sequence())
                            .sum(),
                    lines.size(),
                    told.out().stream()
                            .filter(line -> line.recipient().equals(id))
                            .mapToLong(line -> line.head().sequence())
                            .max()
                            .orElse(0),
                    tables.quarantine().share("peer:" + id.hex()),
                    tables.log().kept(card.log().origin()));
            peers.add(new PeerLook(
                    card,
                    link,
                    Optional.ofNullable(witnesses.get(id)),
                    told.backlog().stream()
                            .filter(row -> row.recipient().equals(id))
                            .toList(),
                    rows,
                    doors.reading(id)));
        }
        return peers;
    }

    private Look.Work work() {
        return new Look.Work(
                node.starting().phase() == Starting.Phase.OPEN,
                node.log().committedSize(),
                doors.cosigning().witnessedSize(),
                node.loop().turns(),
                node.vault().writes(),
                node.vault().tombstoneCount(),
                node.vault().treeCount(),
                node.loop().waiting(),
                node.loop().convenientWaiting(),
                ledgerReaders.getAsInt(),
                node.loop().storageRefused());
    }

    private List<Look.KeyLook> keys() {
        List<Look.KeyLook> keys = new ArrayList<>();
        for (MemberCard card : node.charter().members().values()) {
            boolean own = card.id().equals(node.self().member());
            keys.add(new Look.KeyLook(
                    own ? "own" : card.id().hex().substring(0, 8),
                    card.validity().notAfter()));
        }
        keys.sort(Comparator.comparing(Look.KeyLook::notAfter));
        return keys;
    }

    private Map<String, Long> store() {
        return Map.of(
                "ledger", size(home.ledger()),
                "ledger-wal", size(home.ledger().resolveSibling(home.ledger().getFileName() + "-wal")),
                "keystore", size(home.keyStore()));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException absent) {
            // Not written yet, or not for us to read: there is nothing to count.
            return 0;
        }
    }

    private Map<String, Look.Volume> volumes() {
        Map<String, Look.Volume> volumes = new TreeMap<>();
        volume(home.ledger()).ifPresent(volume -> volumes.put("ledger", volume));
        volume(home.keyStore()).ifPresent(volume -> volumes.put("keystore", volume));
        return volumes;
    }

    private static Optional<Look.Volume> volume(Path file) {
        try {
            FileStore store = Files.getFileStore(file.toAbsolutePath().getParent());
            return Optional.of(new Look.Volume(store.getTotalSpace(), store.getUsableSpace()));
        } catch (IOException unknown) {
            // A medium that does not tell its size has no bound that could be shown.
            return Optional.empty();
        }
    }
}
