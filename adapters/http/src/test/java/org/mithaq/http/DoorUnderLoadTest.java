// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Slow, greedy and hostile callers, while others are served.
class DoorUnderLoadTest {

    private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final long CHUNKS = 1_024;
    private static final int CHUNK_BYTES = 65_536;

    private static void assertServes(Door door) throws IOException {
        try (Wire wire = new Wire(door.port())) {
            assertThat(wire.say(HELLO).hear()).startsWith("HTTP/1.1 200");
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    @Test
    void headers_that_dribble_are_cut_in_bounded_time_while_others_are_served() throws Exception {
        DoorLimits limits = DoorLimits.STANDARD.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(60));
        try (Door door = Door.plain(Doors.loopback().withLimits(limits), Doors.routes());
                Wire first = new Wire(door.port());
                Wire second = new Wire(door.port())) {
            long begun = System.nanoTime();
            second.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Thread.sleep(50);
            Thread dribbler = Thread.ofVirtual().start(() -> {
                try {
                    first.say("GET /hello HTTP/1.1\r\n");
                    for (int at = 0; at < 100; at++) {
                        first.say("X");
                        second.say("G");
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // The door has closed it: what this test is about.
                    Thread.currentThread().interrupt();
                }
            });
            assertServes(door);
            assertThat(first.closedByOther()).isTrue();
            assertThat(second.hear()).startsWith("HTTP/1.1 200");
            assertThat(millisSince(begun)).isLessThan(4_000);
            dribbler.join();
            assertServes(door);
        }
    }

    @Test
    void a_connection_that_says_nothing_to_the_tls_door_is_closed() throws Exception {
        DoorLimits limits = DoorLimits.STANDARD.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(60));
        try (Door door = Door.mutualTls(
                        Doors.loopback().withLimits(limits), Doors.SERVER, Set::of, _ -> {}, Doors.routes());
                Wire mute = new Wire(door.port())) {
            long begun = System.nanoTime();
            assertThat(mute.closedByOther()).isTrue();
            assertThat(millisSince(begun)).isLessThan(4_000);
        }
    }

    @Test
    void a_body_that_dribbles_is_408_when_the_routes_time_is_over() throws Exception {
        RouteLimits brief = new RouteLimits(1_000, Duration.ofSeconds(1), 4);
        Route route = new Route(Method.POST, "/in", brief, r -> Doors.text("got " + r.bodyBytes().length));
        List<Route> routes = new ArrayList<>(Doors.routes());
        routes.add(route);
        try (Door door = Door.plain(Doors.loopback(), routes);
                Wire wire = new Wire(door.port())) {
            long begun = System.nanoTime();
            wire.say("POST /in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nabc");
            assertServes(door);
            assertThat(wire.hear()).startsWith("HTTP/1.1 408").contains("urn:mithaq:problem:request-timeout");
            assertThat(millisSince(begun)).isBetween(900L, 4_000L);
        }
    }

    @Test
    void a_handler_that_takes_too_long_is_interrupted_and_one_that_ignores_it_is_given_up() throws Exception {
        RouteLimits brief = new RouteLimits(0, Duration.ofMillis(500), 4);
        CountDownLatch release = new CountDownLatch(1);
        Route waits = new Route(Method.GET, "/waits", brief, _ -> {
            PlainDoorTest.pause(Duration.ofSeconds(30));
            return Doors.text("late");
        });
        Route deaf = new Route(Method.GET, "/deaf", brief, _ -> {
            boolean released = false;
            while (!released) {
                try {
                    released = release.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    // Deaf on purpose.
                    released = false;
                }
            }
            return Doors.text("late");
        });
        try (Door door = Door.plain(Doors.loopback(), List.of(waits, deaf));
                PlainClient client = new PlainClient(door.port());
                Wire wire = new Wire(door.port())) {
            wire.say("GET /deaf HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Reply reply = client.send(Call.get("/waits", Doors.SOON, 1_000));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).contains("urn:mithaq:problem:out-of-time");
            assertThat(wire.hear()).doesNotContain("HTTP/1.1 200");
            release.countDown();
        }
    }

    @Test
    void a_flood_from_one_address_leaves_room_for_others() throws Exception {
        DoorLimits limits = DoorLimits.STANDARD.withConnections(64, 16);
        List<Wire> flood = new ArrayList<>();
        try (Door door = Door.plain(Doors.loopback().withLimits(limits), Doors.routes())) {
            for (int number = 0; number < 100; number++) {
                flood.add(new Wire(door.port(), "127.0.0.2"));
            }
            assertServes(door);
            long due = System.nanoTime() + Doors.SOON.toNanos();
            while (door.figures().connectionsRefused() < 84 && System.nanoTime() < due) {
                Thread.sleep(10);
            }
            assertThat(door.figures().connectionsRefused()).isEqualTo(84);
            assertThat(door.figures().connectionsOpen()).isLessThanOrEqualTo(17);
            for (Wire wire : flood) {
                wire.close();
            }
            while (door.figures().connectionsOpen() > 0 && System.nanoTime() < due) {
                Thread.sleep(10);
            }
            assertThat(door.figures().connectionsOpen())
                    .as("a closed connection is counted no more")
                    .isZero();
        } finally {
            for (Wire wire : flood) {
                wire.close();
            }
        }
    }

    @Test
    void a_peer_may_come_back_more_often_than_it_may_be_there_at_once() throws Exception {
        DoorLimits limits = DoorLimits.STANDARD.withConnections(64, 4);
        try (Door door = Door.mutualTls(
                        Doors.loopback().withLimits(limits),
                        Doors.SERVER,
                        () -> Set.of(Doors.ALICE.pin()),
                        _ -> {},
                        Doors.routes());
                PeerClients alice = new PeerClients(Doors.ALICE, _ -> {})) {
            for (int visit = 0; visit < 12; visit++) {
                try (PeerClient client = alice.open("127.0.0.1", door.port(), Doors.SERVER.pin(), "bulk")) {
                    assertThat(client.send(Call.get("/hello", Doors.SOON, 100)).ok())
                            .isTrue();
                }
                long due = System.nanoTime() + Doors.SOON.toNanos();
                while (door.figures().connectionsOpen() > 0 && System.nanoTime() < due) {
                    Thread.sleep(2);
                }
                assertThat(door.figures().connectionsOpen()).isZero();
            }
        }
    }

    @Test
    void one_request_too_many_is_503_for_a_route_and_429_for_a_peer() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Handler held = _ -> {
            try {
                return Doors.text(release.await(10, TimeUnit.SECONDS) ? "released" : "forgotten");
            } catch (InterruptedException e) {
                return Doors.text("interrupted");
            }
        };
        List<Route> routes = List.of(
                new Route(Method.GET, "/one", new RouteLimits(0, Duration.ofSeconds(20), 1), held),
                new Route(Method.GET, "/many", new RouteLimits(0, Duration.ofSeconds(20), 10), held));
        try (Door door = Door.plain(Doors.loopback().withLimits(DoorLimits.STANDARD.withRequestsPerPeer(2)), routes);
                PlainClient client = new PlainClient(door.port());
                Wire first = new Wire(door.port());
                Wire second = new Wire(door.port())) {
            first.say("GET /one HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            awaitInProgress(door, 1);
            Reply busy = client.send(Call.get("/one", Doors.SOON, 1_000));
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.headers().first("Retry-After")).contains("1");
            second.say("GET /many HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            awaitInProgress(door, 2);
            assertThat(client.send(Call.get("/many", Doors.SOON, 1_000)).status())
                    .isEqualTo(429);
            release.countDown();
            assertThat(first.hear()).endsWith("released");
            assertThat(second.hear()).endsWith("released");
            assertThat(client.send(Call.get("/one", Doors.SOON, 1_000)).status())
                    .isEqualTo(200);
        }
    }

    private static void awaitInProgress(Door door, int wanted) throws InterruptedException {
        while (door.figures().requestsInProgress() < wanted) {
            Thread.sleep(5);
        }
    }

    /// Counts and forgets.
    private static final class Counter extends OutputStream {
        long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }

    @Test
    void an_answer_of_64_megabytes_flows_in_bounded_memory_over_both_versions() throws Exception {
        Route big = new Route(
                Method.GET,
                "/big",
                RouteLimits.READ,
                _ -> Response.streamed(200, "application/octet-stream", out -> {
                    byte[] chunk = new byte[CHUNK_BYTES];
                    for (int number = 0; number < CHUNKS; number++) {
                        out.write(chunk);
                    }
                }));
        Route broken = new Route(
                Method.GET,
                "/broken",
                RouteLimits.READ,
                _ -> Response.streamed(200, "application/octet-stream", out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("the disk is gone");
                }));
        try (Door door = Door.mutualTls(
                        Doors.loopback(),
                        Doors.SERVER,
                        () -> Set.of(Doors.ALICE.pin()),
                        _ -> {},
                        List.of(big, broken));
                PeerClients alice = new PeerClients(Doors.ALICE, _ -> {});
                PeerClient http2 = alice.open("127.0.0.1", door.port(), Doors.SERVER.pin(), "bulk");
                PeerClient http1 = alice.openHttp1("127.0.0.1", door.port(), Doors.SERVER.pin(), "bulk")) {
            for (PeerClient client : List.of(http2, http1)) {
                Counter counter = new Counter();
                Reply reply = client.stream(Call.get("/big", Duration.ofSeconds(30), 64L << 20), counter);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(counter.bytes).isEqualTo(CHUNKS * CHUNK_BYTES);
                var large = catchThrowableOfType(
                        PeerUnreachable.class, () -> client.send(Call.get("/big", Doors.SOON, 1 << 20)));
                assertThat(large.reason()).isEqualTo(PeerUnreachable.Reason.TOO_LARGE);
                var cut = catchThrowableOfType(
                        PeerUnreachable.class, () -> client.send(Call.get("/broken", Doors.SOON, 1 << 20)));
                assertThat(cut).as("a part must not pass for the whole").isNotNull();
                assertThat(cut.reason()).isIn(PeerUnreachable.Reason.CUT, PeerUnreachable.Reason.PROTOCOL);
            }
        }
    }

    @Test
    void a_peer_that_takes_its_time_is_given_up_and_the_next_request_is_answered() throws Exception {
        Route slow = new Route(Method.GET, "/slow", new RouteLimits(0, Duration.ofSeconds(3), 4), _ -> {
            PlainDoorTest.pause(Duration.ofSeconds(2));
            return Doors.text("late");
        });
        List<Route> routes = new ArrayList<>(Doors.routes());
        routes.add(slow);
        try (Door door = Door.mutualTls(
                        Doors.loopback(), Doors.SERVER, () -> Set.of(Doors.ALICE.pin()), _ -> {}, routes);
                PeerClients alice = new PeerClients(Doors.ALICE, _ -> {});
                PeerClient client = alice.open("127.0.0.1", door.port(), Doors.SERVER.pin(), "flash")) {
            var failure = catchThrowableOfType(
                    PeerUnreachable.class, () -> client.send(Call.get("/slow", Duration.ofMillis(400), 100)));
            assertThat(failure.reason()).isEqualTo(PeerUnreachable.Reason.TIMED_OUT);
            assertThat(client.send(Call.get("/hello", Doors.SOON, 100)).text()).isEqualTo("hello");
        }
    }
}
