// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Carriage;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.Handler;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.Pin;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.node.Core;
import org.mithaq.testkit.HostileClient;

/// A hostile member that is carried, that is carried to, or that carries: what it does costs none of the others
/// what they have for each other.
class CarriedHarmTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final PeersSettings QUICK = TestNode.QUICK.withContact(Duration.ofSeconds(3), Duration.ofSeconds(1));

    /// Two refusals, and no further one for long.
    private static final PeersSettings SETTINGS = new PeersSettings(
            QUICK.backoffMin(),
            QUICK.backoffMax(),
            QUICK.contactInterval(),
            QUICK.answerTimeMax(),
            QUICK.bytesPerSecondMin(),
            QUICK.pullGrace(),
            QUICK.evidenceAfter(),
            2,
            Duration.ofHours(1),
            true);

    private List<TestNode> nodes = List.of();
    private TestNode a;
    private TestNode carrier;
    private TestNode c;
    private TestNode hostile;

    @BeforeEach
    void found() {
        nodes = TestNode.founded(4, SETTINGS);
        a = nodes.get(0);
        carrier = nodes.get(1);
        c = nodes.get(2);
        hostile = nodes.get(3);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private static List<Integer> post(TestNode from, TestNode to, String path, byte[] body) throws IOException {
        HostileTls tls = new HostileTls(from.place.identity());
        try (HostileClient client = new HostileClient(() -> tls.open(to.place.port()))) {
            client.say("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + PeerConnection.CONTENT_TYPE
                    + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n");
            client.say(body);
            return HostileClient.statuses(client.hear());
        }
    }

    private static byte[] carriage(Carriage.Kind kind, TestNode to, byte[] body) {
        return new Carriage(kind, to.id(), body).toBytes();
    }

    private static Piece piece(int number) {
        return new Piece(Hash.of(new byte[] {(byte) number}), 1_000, 0, new byte[10]);
    }

    private void startAndMeet() {
        carrier.start();
        c.start();
        await().atMost(SOON).until(() -> carrier.isDirect(c));
    }

    @Test
    void what_a_carried_member_hands_over_and_is_refused_does_not_turn_its_carrier_away() throws IOException {
        startAndMeet();
        List<Integer> statuses = new ArrayList<>();
        for (int attempt = 0; attempt < 4; attempt++) {
            byte[] noise = carriage(Carriage.Kind.DELIVERY, c, new byte[100]);
            statuses.addAll(post(hostile, carrier, PeerConnection.CARRY, noise));
        }
        byte[] own = carrier.delivery(carrier.share(Lane.ROUTINE, 100, Set.of(c.id())), c);

        assertThat(post(carrier, c, PeerConnection.DELIVERIES, own)).containsExactly(200);
        assertThat(statuses).as("and it is itself").containsExactly(200, 200, 502, 502);
        assertThat(c.alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.sentence())
                        .contains(carrier.id().shortForm(), hostile.id().shortForm()));
    }

    @Test
    void pieces_of_carried_members_do_not_take_the_place_of_their_carrier_s_nor_of_each_other_s() throws IOException {
        startAndMeet();
        byte[] own = carrier.delivery(carrier.share(Lane.ROUTINE, 100_000, Set.of(hostile.id())), hostile);
        PiecedDelivery pieced = PiecedDelivery.of(Delivery.parse(own));
        Piece first = new Piece(pieced.whole(), pieced.wholeBytes(), 0, new byte[500]);
        assertThat(post(carrier, c, PeerConnection.PIECES, first.toBytes())).containsExactly(200);
        Piece carried = piece(0);
        assertThat(post(a, carrier, PeerConnection.CARRY, carriage(Carriage.Kind.PIECE, c, carried.toBytes())))
                .containsExactly(200);

        for (int number = 1; number < 10; number++) {
            byte[] another = carriage(Carriage.Kind.PIECE, c, piece(number).toBytes());
            assertThat(post(hostile, carrier, PeerConnection.CARRY, another)).containsExactly(200);
        }

        Hands ofCarrier = Hands.own(carrier.id());
        Hands ofOther = new Hands(carrier.id(), a.id());
        assertThat(c.place.pieces().take(ofCarrier, new Piece(pieced.whole(), pieced.wholeBytes(), 0, new byte[0])))
                .isEqualTo(500);
        assertThat(c.place.pieces().take(ofOther, new Piece(carried.whole(), 1_000, 0, new byte[0])))
                .isEqualTo(10);
    }

    @Test
    void an_old_greeting_that_a_carrier_brings_does_not_say_that_nothing_is_to_be_given_back() throws IOException {
        c.startSilently();
        String asked = "sent-lost:" + a.id().hex();
        c.ledger.write(tables -> tables.registry().putSetting(asked, new byte[] {1}));
        long now = Core.micros(InstantSource.system().instant());
        byte[] old = a.tools().contacts().greet(c.id(), now).toBytes();

        assertThat(post(hostile, c, PeerConnection.CARRIED, new Carriage(Carriage.Kind.CONTACT, a.id(), old).toBytes()))
                .containsExactly(200);
        c.share(Lane.ROUTINE, 100);
        assertThat(c.ledger.<Boolean>read(
                        tables -> tables.registry().setting(asked).isPresent()))
                .isTrue();

        assertThat(post(a, c, PeerConnection.CONTACT, old)).containsExactly(200);
        c.share(Lane.ROUTINE, 100);
        assertThat(c.ledger.<Boolean>read(
                        tables -> tables.registry().setting(asked).isPresent()))
                .as("what it says itself does")
                .isFalse();
    }

    /// A door of the hostile member.
    private Door door(List<Route> routes) throws IOException {
        return Door.mutualTls(
                DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), hostile.place.port())),
                hostile.place.identity(),
                () -> Stream.of(a, carrier, c)
                        .map(each -> each.place.identity().pin())
                        .collect(Collectors.toSet()),
                alarm -> {},
                routes);
    }

    private static Route route(String path, Handler handler) {
        return new Route(Method.POST, path, new RouteLimits(Delivery.BYTES_MAX, Duration.ofSeconds(60), 64), handler);
    }

    private Response greeting(Request request) {
        Pin pin = request.peer().orElseThrow().pin();
        TestNode caller = Stream.of(a, carrier, c)
                .filter(each -> each.place.identity().pin().equals(pin))
                .findFirst()
                .orElseThrow();
        long now = Core.micros(InstantSource.system().instant());
        byte[] greeting = hostile.tools().contacts().greet(caller.id(), now).toBytes();
        return Response.of(200, PeerConnection.CONTENT_TYPE, greeting);
    }

    @Test
    void a_recipient_that_never_answers_a_carrier_does_not_end_what_its_sender_has_carried_to_others()
            throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        CountDownLatch over = new CountDownLatch(1);
        Route silent = route(PeerConnection.CARRIED, request -> {
            entered.countDown();
            try {
                over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return Response.empty(204);
        });
        try (Door trap = door(List.of(route(PeerConnection.CONTACT, this::greeting), silent))) {
            startAndMeet();
            await().atMost(SOON).until(() -> carrier.isDirect(hostile));
            byte[] held = carriage(Carriage.Kind.DELIVERY, hostile, new byte[9]);
            for (int connection = 0; connection < 2; connection++) {
                Thread.ofVirtual().start(() -> {
                    try {
                        post(a, carrier, PeerConnection.CARRY, held);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

            byte[] delivery = a.delivery(a.share(Lane.FLASH, 100, Set.of(c.id())), c);
            assertThat(post(a, carrier, PeerConnection.CARRY, carriage(Carriage.Kind.DELIVERY, c, delivery)))
                    .containsExactly(200);
            over.countDown();
            assertThat(trap.figures().connectionsOpen()).isLessThan(16);
        }
    }

    @Test
    void a_carrier_that_asks_to_be_waited_for_long_does_not_hold_up_what_goes_directly() throws Exception {
        Route later = route(PeerConnection.CARRY, request -> {
            throw new Refused(
                    Problem.of("too-many-requests", 429, "Not now", "RFC 6585 §4"), Headers.of("Retry-After", "3600"));
        });
        try (Door trap = door(List.of(route(PeerConnection.CONTACT, this::greeting), later))) {
            a.start();
            await().atMost(SOON).until(() -> a.isDirect(hostile));
            TestNode.Shared shared = a.share(Lane.FLASH, 100, Set.of(c.id()));
            await().atMost(SOON).until(() -> a.status(c).lastError().orElse("").contains("429"));

            c.startSilently();

            await().atMost(SOON).until(() -> c.held(shared.id()).isPresent());
            assertThat(trap.figures().connectionsOpen()).isLessThan(16);
        }
    }
}
