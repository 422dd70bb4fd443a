// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Carriage;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Alarms;
import org.mithaq.testkit.HostileClient;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// A and C do not reach each other; B reaches both, and carries.
class CarryingTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final PeersSettings SETTINGS =
            TestNode.QUICK.withContact(Duration.ofSeconds(3), Duration.ofSeconds(1));

    private List<TestNode> nodes = List.of();
    private TestNode a;
    private TestNode b;
    private TestNode c;

    @BeforeEach
    void part() {
        part(SETTINGS);
    }

    private void part(PeersSettings settings) {
        nodes = TestNode.founded(3, settings);
        a = nodes.get(0);
        b = nodes.get(1);
        c = nodes.get(2);
        a.reachedBy(c, false);
        c.reachedBy(a, false);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private void assertNoAlarms() {
        nodes.forEach(node -> assertThat(node.alarms()).isEmpty());
    }

    @Test
    void a_sealed_dispatch_comes_through_a_third_and_its_receipt_goes_back_the_same_way() {
        nodes.forEach(TestNode::start);

        TestNode.Shared there = a.share(Lane.FLASH, 100, Set.of(c.id()));
        TestNode.Shared back = c.share(Lane.ROUTINE, 100, Set.of(a.id()));

        await().atMost(SOON).until(() -> a.settled(c) && c.settled(a));
        assertThat(c.held(there.id())).hasValue(there.json());
        assertThat(a.held(back.id())).hasValue(back.json());
        assertThat(a.copy(there, c).status()).isEqualTo(Receipt.Status.ACCEPTED.number());
        assertThat(b.held(there.id())).isEmpty();
        assertThat(a.alarms()).isEmpty();
        assertThat(b.alarms()).isEmpty();
        assertThat(c.alarms()).extracting(Alarms.Row::kind).containsExactly("flash-waits");
    }

    @Test
    void a_long_one_goes_in_pieces_and_once_the_member_is_reached_itself_nothing_is_carried() {
        nodes.forEach(TestNode::start);
        TestNode.Shared large = a.share(Lane.ROUTINE, 3_000_000, Set.of(c.id()));
        await().atMost(SOON).until(() -> a.settled(c));
        assertThat(c.held(large.id())).hasValue(large.json());

        c.reachedBy(a, true);
        a.reachedBy(c, true);
        await().atMost(SOON).until(() -> a.status(c).lastError().isEmpty() && a.isDirect(c));
        b.stop();
        TestNode.Shared direct = a.share(Lane.ROUTINE, 100, Set.of(c.id()));

        await().atMost(SOON).until(() -> c.held(direct.id()).isPresent());
        assertThat(a.alarms()).isEmpty();
        assertThat(c.alarms()).isEmpty();
    }

    @Test
    void a_recall_and_its_declaration_are_carried_too() {
        nodes.forEach(TestNode::start);
        TestNode.Shared shared = a.share(Lane.ROUTINE, 100, Set.of(c.id()));
        await().atMost(SOON).until(() -> c.held(shared.id()).isPresent() && a.settled(c));

        a.originating().recall(shared.id(), "it was wrong");

        await().atMost(SOON).until(() -> c.held(shared.id()).isEmpty() && a.settled(c));
        assertNoAlarms();
    }

    @Test
    void a_node_that_is_told_to_carry_nothing_says_so_and_nothing_comes_through_it() {
        part(SETTINGS.withCarrying(false));
        nodes.forEach(TestNode::start);

        TestNode.Shared shared = a.share(Lane.FLASH, 100, Set.of(c.id()));

        await().atMost(SOON)
                .until(() -> a.status(c).lastError().orElse("").contains("this node carries nothing for others"));
        assertThat(c.held(shared.id())).isEmpty();
        assertThat(a.settled(c)).isFalse();
        assertNoAlarms();
    }

    private static List<Integer> post(HostileTls tls, TestNode victim, String path, byte[] body) throws IOException {
        try (HostileClient client = new HostileClient(() -> tls.open(victim.place.port()))) {
            client.say("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + PeerConnection.CONTENT_TYPE
                    + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n");
            client.say(body);
            return HostileClient.statuses(client.hear());
        }
    }

    @Test
    void a_carrier_that_lies_costs_delay_and_is_the_one_that_is_said_to_have_lied() throws IOException {
        nodes.forEach(TestNode::start);
        HostileTls liar = new HostileTls(b.place.identity());
        byte[] delivery = a.delivery(a.share(Lane.ROUTINE, 5_000, Set.of(c.id())), c);
        RandomGenerator random = Seeds.of(8);
        List<Carriage.Kind> kinds = List.of(Carriage.Kind.values());
        List<Integer> statuses = new ArrayList<>();
        for (int attempt = 0; attempt < 60; attempt++) {
            Carriage.Kind kind = kinds.get(random.nextInt(kinds.size()));
            byte[] body = random.nextBoolean() ? Mutations.mutate(delivery, random) : Seeds.bytes(random, 300);
            byte[] carriage = new Carriage(kind, a.id(), body).toBytes();
            statuses.addAll(post(liar, c, PeerConnection.CARRIED, carriage));
            statuses.addAll(post(liar, c, PeerConnection.CARRIED, Mutations.mutate(carriage, random)));
            statuses.addAll(post(liar, c, PeerConnection.CARRY, Mutations.mutate(carriage, random)));
        }

        assertThat(statuses).hasSize(180).isSubsetOf(200, 400, 403, 409, 429, 502);
        await().atMost(SOON).until(() -> a.settled(c));
        for (Alarms.Row alarm : c.alarms()) {
            assertThat(alarm.key()).doesNotContain(a.id().hex());
        }
    }

    @Test
    void nobody_is_carried_to_himself_nor_in_the_carrier_s_own_name() throws IOException {
        c.startSilently();
        b.start();
        HostileTls tls = new HostileTls(b.place.identity());
        byte[] own = new Carriage(Carriage.Kind.RECEIPTS, b.id(), new byte[8]).toBytes();
        byte[] theirs = new Carriage(Carriage.Kind.RECEIPTS, c.id(), new byte[8]).toBytes();

        assertThat(post(tls, c, PeerConnection.CARRIED, own)).containsExactly(403);
        assertThat(post(tls, c, PeerConnection.CARRIED, theirs)).containsExactly(403);
        assertThat(post(tls, c, PeerConnection.CARRY, own)).containsExactly(502);
        assertThat(post(tls, c, PeerConnection.CARRY, theirs)).containsExactly(502);
        assertThat(post(tls, c, PeerConnection.CARRY, new byte[Carriage.BYTES_MAX + 1]))
                .containsExactly(413);
    }
}
