// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.crypto.Hash;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.PlainClient;
import org.mithaq.http.RefusalMeter;
import org.mithaq.http.Route;
import org.mithaq.node.Core;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.OwnCheckpoints;
import org.mithaq.node.OwnLog;
import org.mithaq.node.Turns;
import org.mithaq.node.Witnessing;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.SignedCheckpoint;

/// A node with a log, a witness and a loopback door, and a ledger that outlives it.
final class TestNode implements AutoCloseable {

    static final String LOG_PREFIX = "/mithaq/v1/log";
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-06-01T12:00:00Z"));

    /// Lets tests be refused as often as they like.
    private static final RefusalMeter<String> PATIENT =
            new RefusalMeter<>(1_000_000, Duration.ofSeconds(1), System::nanoTime);

    final Federation.Member member;
    final MemoryLedger ledger;
    final OwnLog log = new OwnLog();
    final OwnCheckpoints checkpoints;
    final Door door;
    final PlainClient client;
    final Turns turns;

    TestNode(int number) throws IOException {
        this(Federation.five(), number, new MemoryLedger());
    }

    TestNode(Federation federation, int number, MemoryLedger ledger) throws IOException {
        this.member = federation.member(number);
        this.ledger = ledger;
        this.turns = new OneAtATime(new Core(
                ledger,
                new NodeIdentity(member.id(), member.node()),
                federation.charter(),
                log,
                CLOCK,
                new SecureRandom()));
        this.checkpoints = new OwnCheckpoints(
                log,
                member.origin(),
                member.log(),
                ledger.read(tables -> tables.log().witnessedCheckpoint())
                        .map(row -> SignedCheckpoint.parse(row.note())));
        Witnessing witnessing = new Witnessing(
                federation.charter(), member.id(), Federation.SIGNATURES, member.cosigners(), turns, CLOCK);
        List<Route> routes = new ArrayList<>(new LogRoutes(LOG_PREFIX, ledger, log, checkpoints).routes());
        routes.addAll(new WitnessRoutes(WitnessRoutes.SUBMISSION_PREFIX, witnessing, PATIENT).routes());
        this.door = Door.plain(DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), routes);
        this.client = new PlainClient(door.port());
    }

    /// A record that nobody would take for another.
    static byte[] record(String text) {
        return Hash.of(text.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    /// Grows the log by `count` records as dispatches and receipts would.
    TestNode grow(int count) {
        return grow(count, "record ");
    }

    TestNode grow(int count, String text) {
        List<byte[]> records = new ArrayList<>();
        long from = log.committedSize();
        for (int each = 0; each < count; each++) {
            records.add(record(text + (from + each)));
        }
        ledger.write(tables -> tables.log().append(records));
        reload();
        return this;
    }

    /// Has the state machine read its ledger again, which it does after every failure.
    void reload() {
        try {
            turns.run(turn -> {
                throw new IllegalStateException("read again");
            });
        } catch (IllegalStateException expected) {
            return;
        }
    }

    List<Alarms.Row> alarms() {
        return ledger.read(tables -> tables.alarms().all());
    }

    List<String> alarmKinds() {
        return alarms().stream().map(Alarms.Row::kind).toList();
    }

    long cosignedOf(String origin) {
        return ledger.read(tables -> tables.log().witnessed(origin))
                .map(LogBook.WitnessRow::size)
                .orElse(0L);
    }

    @Override
    public void close() {
        client.close();
        door.close();
    }
}
