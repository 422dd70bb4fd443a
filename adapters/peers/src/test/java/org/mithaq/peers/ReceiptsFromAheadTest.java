// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Lane;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.Handler;
import org.mithaq.http.Method;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.node.Core;
import org.mithaq.testkit.HostileClient;

/// Receipts that the other cannot judge yet, because it lacks acts of the charter, are not taken, and come again.
class ReceiptsFromAheadTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private List<TestNode> nodes = List.of();
    private TestNode behind;
    private TestNode ahead;

    @BeforeEach
    void found() {
        nodes = TestNode.founded(2, TestNode.QUICK.withContact(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        behind = nodes.get(0);
        ahead = nodes.get(1);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    /// What `ahead` has to say to a dispatch of `behind`.
    private Answers waiting() {
        byte[] greeting = behind.tools().contacts().greet(ahead.id(), now()).toBytes();
        ahead.tools().contacts().hear(behind.id(), greeting);
        byte[] delivery = behind.delivery(behind.share(Lane.ROUTINE, 100), ahead);
        ahead.tools().desk().deliver(behind.id(), delivery);
        return ahead.tools().desk().waitingReceipts(behind.id());
    }

    private static long now() {
        return Core.micros(InstantSource.system().instant());
    }

    @Test
    void a_receipt_under_a_key_that_is_not_known_is_answered_so_and_raises_nothing() throws IOException {
        behind.startSilently();
        DsseEnvelope known = waiting().receipts().getFirst();
        DsseEnvelope later =
                new DsseEnvelope(known.payloadType(), known.payload(), Hash.of(new byte[1]), known.signature());

        assertThat(post(Answers.of(List.of(later)))).containsExactly(409);
        assertThat(behind.settled(ahead)).isFalse();
        assertThat(post(Answers.of(List.of(known)))).containsExactly(204);
        assertThat(behind.settled(ahead)).isTrue();
        assertThat(behind.alarms()).isEmpty();
    }

    private List<Integer> post(Answers answers) throws IOException {
        HostileTls tls = new HostileTls(ahead.place.identity());
        byte[] body = answers.toBytes();
        try (HostileClient client = new HostileClient(() -> tls.open(behind.place.port()))) {
            client.say("POST " + PeerConnection.RECEIPTS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                    + PeerConnection.CONTENT_TYPE + "\r\nContent-Length: " + body.length
                    + "\r\nConnection: close\r\n\r\n");
            client.say(body);
            return HostileClient.statuses(client.hear());
        }
    }

    private static Route route(String path, Handler handler) {
        return new Route(Method.POST, path, new RouteLimits(Greeting.BYTES_MAX, Duration.ofSeconds(30), 64), handler);
    }

    @Test
    void what_was_not_taken_is_handed_over_again_after_the_next_contact() throws IOException {
        assertThat(waiting().receipts()).hasSize(1);
        AtomicInteger contacts = new AtomicInteger();
        AtomicInteger handed = new AtomicInteger();
        List<Route> routes = List.of(
                route(PeerConnection.CONTACT, request -> {
                    contacts.incrementAndGet();
                    Greeting greeting = behind.tools().contacts().greet(ahead.id(), now());
                    return Response.of(200, PeerConnection.CONTENT_TYPE, greeting.toBytes());
                }),
                route(PeerConnection.RECEIPTS, request -> {
                    boolean lacking = handed.incrementAndGet() <= 2;
                    return Response.empty(lacking ? PeerConnection.LACKING : 204);
                }));
        try (Door door = Door.mutualTls(
                DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind.place.port())),
                behind.place.identity(),
                () -> Set.of(ahead.place.identity().pin()),
                alarm -> {},
                routes)) {
            ahead.start();

            await().atMost(SOON)
                    .until(() -> ahead.tools()
                            .desk()
                            .waitingReceipts(behind.id())
                            .receipts()
                            .isEmpty());
            assertThat(handed).hasValue(3);
            assertThat(contacts).hasValueGreaterThanOrEqualTo(3);
            assertThat(door.figures().connectionsOpen()).isPositive();
        }
    }
}
