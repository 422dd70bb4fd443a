// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Callers that open connections and prove nothing, beside one that has a key.
class DoorFloodTest {

    private static Route gated() {
        Gate gate = request -> {
            if (request.headers().first("Authorization").isEmpty()) {
                throw new Refused(Problem.of("token", 401, "A token is needed", "send one"));
            }
            return request.withPrincipal("t");
        };
        return new Route(Method.GET, "/inside", RouteLimits.READ, gate, _ -> Doors.text("inside"));
    }

    private static final String KNOCK =
            "GET /inside HTTP/1.1\r\nHost: localhost\r\nAuthorization: t\r\nConnection: close\r\n\r\n";

    @Test
    void who_only_opens_connections_and_opens_them_again_keeps_nobody_with_a_token_out() throws Exception {
        DoorLimits limits = DoorLimits.STANDARD.withConnections(600, 512);
        AtomicBoolean over = new AtomicBoolean();
        try (Door door = Door.plain(Doors.loopback().withLimits(limits), List.of(gated()))) {
            Thread filling = Thread.ofPlatform().start(() -> {
                Deque<Wire> flood = new ArrayDeque<>();
                try {
                    while (!over.get()) {
                        flood.addLast(new Wire(door.port()));
                        if (flood.size() > 700) {
                            flood.removeFirst().close();
                        }
                    }
                    for (Wire wire : flood) {
                        wire.close();
                    }
                } catch (IOException e) {
                    over.set(true);
                }
            });
            while (door.figures().connectionsRefused() < 100) {
                Thread.sleep(5);
            }
            int knocks = 0;
            for (int call = 0; call < 50; call++) {
                int before = knocks;
                while (!answers(door)) {
                    knocks++;
                    assertThat(knocks - before).as("knocks of one call").isLessThan(20);
                }
            }
            over.set(true);
            filling.join();
        }
    }

    /// One knock: a flood that is faster than the door reads may close it, and then one knocks again.
    private static boolean answers(Door door) throws IOException {
        try (Wire wire = new Wire(door.port())) {
            return wire.say(KNOCK).hear().startsWith("HTTP/1.1 200");
        } catch (java.net.SocketException reset) {
            return false;
        }
    }

    @Test
    void a_connection_that_has_proved_itself_outlives_a_flood_and_one_that_has_not_yields() throws Exception {
        DoorLimits limits = DoorLimits.STANDARD.withConnections(16, 8);
        List<Wire> flood = new ArrayList<>();
        try (Door door = Door.plain(Doors.loopback().withLimits(limits), List.of(gated()));
                Wire proved = new Wire(door.port());
                Wire unproved = new Wire(door.port())) {
            proved.say(KNOCK.replace("Connection: close\r\n", ""));
            assertThat(proved.hear(1)).startsWith("HTTP/1.1 200");
            unproved.say(KNOCK.replace("Connection: close\r\n", "").replace("Authorization: t\r\n", ""));
            assertThat(unproved.hear(1)).startsWith("HTTP/1.1 401");
            for (int number = 0; number < 40; number++) {
                flood.add(new Wire(door.port()));
                flood.add(new Wire(door.port(), "127.0.0.2"));
            }
            assertThat(unproved.closedByOther()).isTrue();
            assertThat(proved.say(KNOCK).hear()).startsWith("HTTP/1.1 200");
            assertThat(door.figures().connectionsOpen()).isLessThanOrEqualTo(16);
        } finally {
            for (Wire wire : flood) {
                wire.close();
            }
        }
    }

    @Test
    void readers_of_open_routes_that_never_read_leave_those_with_a_token_their_shares() throws Exception {
        Route big = new Route(
                Method.GET,
                "/big",
                RouteLimits.READ,
                _ -> Response.of(200, "application/octet-stream", new byte[16 << 20]));
        List<Wire> greedy = new ArrayList<>();
        try (Door door = Door.plain(
                Doors.loopback().withLimits(DoorLimits.STANDARD.withRequestsPerPeer(4)), List.of(big, gated()))) {
            for (int number = 0; number < 4; number++) {
                greedy.add(new Wire(door.port()).say("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }
            while (door.figures().requestsInProgress() < 4) {
                Thread.sleep(5);
            }
            try (Wire late = new Wire(door.port());
                    Wire wire = new Wire(door.port())) {
                assertThat(late.say("GET /big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .hear())
                        .startsWith("HTTP/1.1 429");
                assertThat(wire.say(KNOCK).hear()).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (Wire wire : greedy) {
                wire.close();
            }
        }
    }

    @Test
    void addresses_of_one_ipv6_network_count_as_one() throws Exception {
        InetSocketAddress one = new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1:2:3:4:5:6"), 1);
        InetSocketAddress two = new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1:2::9"), 2);
        InetSocketAddress other = new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1:3::9"), 2);
        assertThat(Addresses.network(one)).isEqualTo(Addresses.network(two)).isNotEqualTo(Addresses.network(other));
        assertThat(Addresses.network(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1)))
                .isEqualTo("192.0.2.1");
    }
}
