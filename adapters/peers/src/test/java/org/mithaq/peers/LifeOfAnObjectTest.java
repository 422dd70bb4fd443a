// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.ChannelId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.Declared;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Registry;

class LifeOfAnObjectTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private List<TestNode> nodes = List.of();

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private TestNode node(int member) {
        return nodes.get(member);
    }

    private void begin(int members) {
        nodes = TestNode.founded(members, TestNode.QUICK);
        nodes.forEach(TestNode::start);
    }

    private static void awaitSettled(TestNode from, TestNode to) {
        await().atMost(SOON).until(() -> from.settled(to));
    }

    private static void awaitStatus(TestNode from, TestNode.Shared shared, TestNode to, Receipt.Status status) {
        await().atMost(SOON).until(() -> from.copy(shared, to).status() == status.number());
    }

    private static void awaitDeclared(TestNode from, TestNode.Shared shared, TestNode by) {
        await().atMost(SOON)
                .until(() -> from.ledger
                        .read(tables -> Declared.of(tables, shared.posted().payloadHash(), by.id()))
                        .isPresent());
    }

    @Test
    void a_persons_acknowledgement_reaches_the_sender_by_itself() {
        begin(2);
        TestNode.Shared flash = node(0).share(Lane.FLASH, 100);
        awaitSettled(node(0), node(1));

        node(1).originating().acknowledge(flash.posted().payloadHash(), new Receipt.Person("duty officer", "a7"));

        awaitStatus(node(0), flash, node(1), Receipt.Status.ACKNOWLEDGED);
        await().atMost(SOON)
                .until(() -> node(1).ledger
                        .read(tables -> tables.inbox().undelivered(node(0).id(), 10))
                        .isEmpty());
    }

    @Test
    void a_recall_destroys_and_every_holder_declares_it() {
        begin(3);
        TestNode.Shared shared = node(0).share(Lane.ROUTINE, 100);
        awaitSettled(node(0), node(1));
        awaitSettled(node(0), node(2));

        node(0).originating().recall(shared.id(), "wrong");

        awaitDeclared(node(0), shared, node(1));
        awaitDeclared(node(0), shared, node(2));
        assertThat(node(0).copy(shared, node(1)).status()).isEqualTo(Receipt.Status.ACCEPTED.number());
        nodes.forEach(node -> assertThat(node.held(shared.id())).isEmpty());
        nodes.forEach(node -> assertThat(node.alarms()).isEmpty());
    }

    @Test
    void what_was_recalled_before_it_came_is_delivered_without_content() {
        nodes = TestNode.founded(2, TestNode.QUICK);
        node(0).start();
        TestNode.Shared shared = node(0).share(Lane.ROUTINE, 100);
        node(0).originating().recall(shared.id(), "wrong");

        node(1).start();

        awaitSettled(node(0), node(1));
        awaitStatus(node(0), shared, node(1), Receipt.Status.RECALLED);
        assertThat(node(1).held(shared.id())).isEmpty();
        assertThat(node(1).line(node(0), Lane.ROUTINE).head().sequence()).isEqualTo(1);
        assertThat(node(1).alarms()).isEmpty();
    }

    @Test
    void a_third_member_gets_a_relayed_object_byte_equal_with_its_originator() {
        begin(3);
        TestNode.Shared shared = node(0).share(Lane.ROUTINE, 100, Set.of(node(1).id()));
        awaitSettled(node(0), node(1));
        assertThat(node(2).held(shared.id())).isEmpty();

        ChannelId plenary = node(1).federation.charter().plenary().id();
        node(1).originating().relay(node(1).row(shared.id()), plenary, Set.of(node(2).id()), Instant.now());

        awaitSettled(node(1), node(2));
        assertThat(node(2).held(shared.id())).hasValue(shared.json());
        assertThat(node(2).row(shared.id()).originator()).isEqualTo(node(0).id());
        nodes.forEach(node -> assertThat(node.alarms()).isEmpty());
    }

    @Test
    void a_bilateral_channel_opens_by_two_messages() {
        begin(2);
        ChannelId channel = node(0).originating().offer(node(1).id(), "border");
        awaitSettled(node(0), node(1));

        node(1).originating().accept(channel);

        awaitSettled(node(1), node(0));
        for (TestNode node : nodes) {
            List<Registry.BilateralRow> channels =
                    node.ledger.read(tables -> tables.registry().bilaterals());
            assertThat(channels).extracting(Registry.BilateralRow::open).containsExactly(true);
        }
        nodes.forEach(node -> assertThat(node.alarms()).isEmpty());
    }

    @Test
    void a_member_that_lost_everything_gets_it_again_from_its_own_heads() {
        begin(2);
        List<TestNode.Shared> past = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            past.add(node(0).share(Lane.ROUTINE, 100));
        }
        awaitSettled(node(0), node(1));
        node(1).stop();
        node(1).lose();
        node(1).restart();

        for (TestNode.Shared each : past) {
            await().atMost(SOON).until(() -> node(1).held(each.id()).isPresent());
        }
        TestNode.Shared next = node(0).share(Lane.ROUTINE, 100);
        awaitSettled(node(0), node(1));
        assertThat(node(1).held(next.id())).hasValue(next.json());
        // A node that numbers anew has lost its past: that is said, and is no proof against it.
        assertThat(node(0).alarms()).extracting(Alarms.Row::kind).contains("stream-reopened");
    }
}
