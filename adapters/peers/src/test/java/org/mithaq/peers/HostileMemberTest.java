// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Lane;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.Handler;
import org.mithaq.http.Method;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.Core;
import org.mithaq.node.port.Alarms;
import org.mithaq.testkit.HostileClient;
import org.mithaq.testkit.Memory;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// A member with valid keys that does to another whatever it likes, while that one exchanges with a third: it
/// costs them nothing but the queue towards itself.
class HostileMemberTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int SHARED = 12;
    private static final long GROWTH_BYTES_MAX = 192L << 20;

    private List<TestNode> nodes = List.of();
    private TestNode one;
    private TestNode other;
    private TestNode hostile;

    @BeforeEach
    void meet() {
        nodes = TestNode.founded(3, TestNode.QUICK);
        one = nodes.get(0);
        other = nodes.get(1);
        hostile = nodes.get(2);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private static long now() {
        return Core.micros(InstantSource.system().instant());
    }

    /// Both share with each other, urgently and not, and all of it comes, both ways.
    private void exchange() {
        List<TestNode.Shared> there = new ArrayList<>();
        List<TestNode.Shared> back = new ArrayList<>();
        for (int number = 0; number < SHARED; number++) {
            Lane lane = number % 4 == 0 ? Lane.FLASH : Lane.ROUTINE;
            there.add(one.share(lane, 20_000, Set.of(other.id())));
            back.add(other.share(lane, 20_000, Set.of(one.id())));
        }
        await().atMost(SOON).until(() -> one.settled(other) && other.settled(one));
        there.forEach(shared -> assertThat(other.held(shared.id())).hasValue(shared.json()));
        back.forEach(shared -> assertThat(one.held(shared.id())).hasValue(shared.json()));
    }

    private void assertNobodyElseIsAccused() {
        for (TestNode node : List.of(one, other)) {
            for (Alarms.Row alarm : node.alarms()) {
                if (alarm.kind().equals(AlarmKind.FLASH_WAITS.word())) {
                    // No accusation: nobody is on duty here.
                    continue;
                }
                assertThat(alarm.key() + " " + alarm.sentence())
                        .doesNotContain(one.id().hex(), other.id().hex());
            }
        }
    }

    private HostileClient connect(HostileTls tls, TestNode victim) throws IOException {
        return new HostileClient(() -> tls.open(victim.place.port()));
    }

    private static String head(String path, long length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + PeerConnection.CONTENT_TYPE
                + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n";
    }

    private String post(HostileTls tls, TestNode victim, String path, byte[] body) throws IOException {
        try (HostileClient client = connect(tls, victim)) {
            client.say(head(path, body.length));
            client.say(body);
            return client.hear();
        }
    }

    private byte[] greeting(MemberId to) {
        return hostile.tools().contacts().greet(to, now()).toBytes();
    }

    /// What the hostile member hands over: its own signed dispatches, each damaged in another place, so that
    /// signatures, stanzas, ciphertexts, manifests and proofs fail in turn; lists that say they have four
    /// thousand million entries; and noise.
    private byte[] poison(List<byte[]> deliveries, RandomGenerator random) {
        byte[] delivery = deliveries.get(random.nextInt(deliveries.size()));
        return switch (random.nextInt(4)) {
            case 0 -> Mutations.mutate(delivery, random);
            case 1 -> {
                byte[] counted = delivery.clone();
                int at = random.nextInt(counted.length - 4);
                counted[at] = counted[at + 1] = counted[at + 2] = counted[at + 3] = -1;
                yield counted;
            }
            case 2 -> {
                byte[] late = delivery.clone();
                late[late.length - 1 - random.nextInt(late.length / 2)] ^= 1;
                yield late;
            }
            default -> Seeds.bytes(random, 1 + random.nextInt(100_000));
        };
    }

    @Test
    void floods_poison_and_lies_about_sizes_do_not_hold_up_what_two_others_exchange() throws Exception {
        one.start();
        other.start();
        exchange();
        Memory before = Memory.now();
        List<byte[]> deliveries = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            deliveries.add(hostile.delivery(hostile.share(Lane.ROUTINE, 5_000), other));
        }
        HostileTls tls = new HostileTls(hostile.place.identity());
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        List<Thread> attacks = new CopyOnWriteArrayList<>();
        List<String> paths = List.of(
                PeerConnection.DELIVERIES,
                PeerConnection.CONTACT,
                PeerConnection.RECEIPTS,
                PeerConnection.PULL,
                PeerConnection.CARRY,
                PeerConnection.CARRIED);
        for (int attacker = 0; attacker < 6; attacker++) {
            RandomGenerator random = Seeds.of(attacker);
            attacks.add(attack(
                    over,
                    () -> heard.add(
                            post(tls, other, paths.get(random.nextInt(paths.size())), poison(deliveries, random)))));
        }
        attacks.add(attack(
                over,
                () -> heard.add(post(
                        tls, other, PeerConnection.CONTACT, Mutations.mutate(greeting(other.id()), Seeds.of(7))))));
        for (int liar = 0; liar < 6; liar++) {
            // Announces the longest body there is, and sends a byte of it.
            attacks.add(attack(over, () -> {
                try (HostileClient client = connect(tls, other)) {
                    client.say(head(PeerConnection.DELIVERIES, Delivery.BYTES_MAX));
                    client.say("x");
                    heard.add(client.hearOne());
                }
            }));
        }
        exchange();
        exchange();
        over.set(true);
        for (Thread attack : attacks) {
            attack.join();
        }
        assertThat(heard)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(HostileClient.statuses(answer)).doesNotContain(500));
        assertNobodyElseIsAccused();
        exchange();
        assertThat(Memory.now().grownSince(before)).isLessThan(GROWTH_BYTES_MAX);
        // And what it says rightly is still taken.
        assertThat(HostileClient.statuses(post(tls, other, PeerConnection.CONTACT, greeting(other.id()))))
                .containsExactly(200);
    }

    /// One thing that is done over and over.
    private interface Deed {
        void run() throws IOException;
    }

    private static Thread attack(AtomicBoolean over, Deed deed) {
        return Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                try {
                    deed.run();
                } catch (IOException turnedAway) {
                    Thread.onSpinWait();
                }
            }
        });
    }

    private static Response endless(byte[] piece) {
        return Response.streamed(200, PeerConnection.CONTENT_TYPE, out -> {
            while (true) {
                write(out, piece);
            }
        });
    }

    private static void write(OutputStream out, byte[] piece) throws IOException {
        out.write(piece);
        out.flush();
    }

    private Route route(String path, Handler handler) {
        return new Route(Method.POST, path, new RouteLimits(Delivery.BYTES_MAX, Duration.ofSeconds(30), 64), handler);
    }

    @Test
    void answers_without_an_end_hold_up_nothing_but_the_queue_towards_their_member() throws Exception {
        byte[] zeros = new byte[65_536];
        List<Route> routes = List.of(
                route(PeerConnection.CONTACT, request -> {
                    boolean isOne = request.peer()
                            .orElseThrow()
                            .pin()
                            .equals(one.place.identity().pin());
                    MemberId caller = isOne ? one.id() : other.id();
                    return Response.of(200, PeerConnection.CONTENT_TYPE, greeting(caller));
                }),
                route(PeerConnection.DELIVERIES, request -> endless(zeros)),
                route(
                        PeerConnection.PULL,
                        request -> endless(Answers.of(List.of()).toBytes())),
                route(PeerConnection.RECEIPTS, request -> endless("x".getBytes(StandardCharsets.US_ASCII))));
        try (Door trap = Door.mutualTls(
                DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), hostile.place.port())),
                hostile.place.identity(),
                () -> Set.of(one.place.identity().pin(), other.place.identity().pin()),
                alarm -> {},
                routes)) {
            one.start();
            other.start();
            Memory before = Memory.now();
            TestNode.Shared toAll = one.share(Lane.FLASH, 1_000);
            TestNode.Shared alsoToAll = one.share(Lane.ROUTINE, 50_000);
            exchange();
            assertThat(other.held(toAll.id())).isPresent();
            assertThat(other.held(alsoToAll.id())).isPresent();
            exchange();
            assertThat(one.settled(hostile)).isFalse();
            assertThat(one.status(hostile).lastError()).isPresent();
            assertThat(trap.figures().connectionsOpen()).isLessThan(16);
            assertThat(Memory.now().grownSince(before)).isLessThan(GROWTH_BYTES_MAX);
            assertNobodyElseIsAccused();
        }
    }
}
