// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.http.PeerClients;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Outbox;

class ExchangeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private List<TestNode> nodes = List.of();

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private TestNode node(int member) {
        return nodes.get(member);
    }

    private static void awaitSettled(TestNode from, TestNode to) {
        await().atMost(SOON).until(() -> from.settled(to));
    }

    @Test
    void an_object_comes_byte_equal_and_its_receipt_goes_back() {
        nodes = TestNode.founded(2, TestNode.QUICK);
        nodes.forEach(TestNode::start);

        TestNode.Shared shared = node(0).share(Lane.ROUTINE, 100);

        awaitSettled(node(0), node(1));
        assertThat(node(1).held(shared.id())).hasValue(shared.json());
        assertThat(node(0).copy(shared, node(1)).status()).isEqualTo(Receipt.Status.ACCEPTED.number());
        assertThat(node(0).alarms()).isEmpty();
        assertThat(node(1).alarms()).isEmpty();
        PeerStatus status = node(0).status(node(1));
        assertThat(status.connected()).isTrue();
        assertThat(status.group()).hasValue(PeerClients.KEY_EXCHANGE);
        assertThat(status.lastContactMicros()).isPresent();
        assertThat(status.queueLength()).isZero();
        assertThat(status.delivered()).isEqualTo(1);
        assertThat(status.lastError()).isEmpty();
    }

    @Test
    void a_flash_message_overtakes_the_bulk() {
        nodes = TestNode.founded(2, TestNode.QUICK);
        List<TestNode.Shared> bulk = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            bulk.add(node(0).share(Lane.ROUTINE, 100_000));
        }
        nodes.forEach(TestNode::start);
        await().atMost(SOON).until(() -> node(0).status(node(1)).delivered() > 0);

        TestNode.Shared flash = node(0).share(Lane.FLASH, 100);
        awaitSettled(node(0), node(1));

        long flashMicros = node(1).arrival(flash).timeMicros();
        assertThat(bulk.stream().filter(each -> node(1).arrival(each).timeMicros() > flashMicros))
                .hasSizeGreaterThan(10);
        assertThat(node(1).alarms()).extracting(Alarms.Row::kind).containsExactly("flash-waits");
    }

    @Test
    void priority_goes_before_routine_on_the_same_connection() {
        nodes = TestNode.founded(2, TestNode.QUICK);
        TestNode.Shared routine = node(0).share(Lane.ROUTINE, 100);
        TestNode.Shared priority = node(0).share(Lane.PRIORITY, 100);

        nodes.forEach(TestNode::start);
        awaitSettled(node(0), node(1));

        assertThat(node(1).arrival(priority).timeMicros())
                .isLessThan(node(1).arrival(routine).timeMicros());
    }

    @Test
    void a_member_that_was_stopped_catches_up_without_an_operator() {
        nodes = TestNode.founded(3, TestNode.QUICK);
        node(0).start();
        node(2).start();
        List<TestNode.Shared> missed = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            missed.add(node(0).share(Lane.ROUTINE, 100));
        }
        // The dead member costs the others nothing.
        awaitSettled(node(0), node(2));
        assertThat(node(0).settled(node(1))).isFalse();
        assertThat(node(0).status(node(1)).connected()).isFalse();
        assertThat(node(0).status(node(1)).lastError()).isPresent();

        node(1).start();
        awaitSettled(node(0), node(1));
        node(1).stop();
        missed.add(node(0).share(Lane.PRIORITY, 100));
        missed.add(node(0).share(Lane.ROUTINE, 100));
        node(1).restart();
        awaitSettled(node(0), node(1));

        for (TestNode.Shared each : missed) {
            assertThat(node(1).held(each.id())).hasValue(each.json());
        }
        assertThat(node(1).alarms()).isEmpty();
        assertThat(node(0).alarms()).isEmpty();
    }

    @Test
    void contact_in_the_other_direction_ends_a_long_wait_at_once() {
        nodes = TestNode.founded(2, TestNode.QUICK.withBackoff(Duration.ofMillis(300), Duration.ofHours(1)));
        node(0).start();
        await().atMost(SOON)
                .until(() -> node(0).status(node(1)).backoffUntilMicros().orElse(0)
                        > System.currentTimeMillis() * 1_000 + 3_000_000);
        long waitsUntil = node(0).status(node(1)).backoffUntilMicros().orElseThrow();

        node(1).start();
        await().atMost(SOON).until(() -> node(0).status(node(1)).connected());

        assertThat(node(0).status(node(1)).lastContactMicros().orElseThrow()).isLessThan(waitsUntil - 1_000_000);
    }

    @Test
    void a_dispatch_that_was_dropped_on_the_way_is_noticed_asked_for_and_comes() {
        nodes = TestNode.founded(2, TestNode.QUICK);
        node(0).startSilently();
        node(1).start();
        await().atMost(SOON).until(() -> node(1).status(node(0)).connected());
        TestNode.Shared first = node(0).share(Lane.ROUTINE, 100);
        TestNode.Shared second = node(0).share(Lane.ROUTINE, 100);
        List<String> raised = node(1).raised();

        node(1).tools().desk().deliver(node(0).id(), node(0).delivery(second, node(1)));

        await().atMost(SOON)
                .until(() -> node(1).line(node(0), Lane.ROUTINE).head().sequence() == 2);
        awaitSettled(node(0), node(1));
        assertThat(node(1).held(first.id())).hasValue(first.json());
        assertThat(raised).singleElement().asString().startsWith("gap:");
        assertThat(node(1).alarms()).isEmpty();
    }

    @Test
    void a_tail_that_never_came_is_pulled_after_contact() {
        nodes = TestNode.founded(2, TestNode.QUICK.withContact(Duration.ofMillis(300), Duration.ofMillis(200)));
        TestNode.Shared tail = node(0).share(Lane.FLASH, 100);
        node(0).startSilently();

        node(1).start();

        await().atMost(SOON).until(() -> node(1).held(tail.id()).isPresent());
        awaitSettled(node(0), node(1));
        assertThat(node(1).alarms()).extracting(Alarms.Row::kind).containsExactly("flash-waits");
    }

    @Test
    void a_copy_that_is_damaged_on_the_way_stays_pending_holds_nothing_up_and_is_tried_again() {
        nodes = TestNode.founded(2, TestNode.QUICK.withBackoff(Duration.ofMillis(200), Duration.ofSeconds(60)));
        TestNode.Shared damaged = node(0).share(Lane.ROUTINE, 100_000);
        TestNode.Shared good = node(0).share(Lane.ROUTINE, 100);
        AtomicBoolean damages = new AtomicBoolean(true);
        node(1).startBehind(body -> {
            // The larger of the two is the only message of its size.
            if (damages.get() && body.length > 50_000) {
                body[body.length / 2] ^= 1;
            }
            return body;
        });

        node(0).start();
        await().atMost(SOON).until(() -> node(0).copy(good, node(1)).state() == Outbox.State.SETTLED);

        assertThat(node(0).copy(damaged, node(1)).state()).isEqualTo(Outbox.State.PENDING);
        PeerStatus status = node(0).status(node(1));
        assertThat(status.connected()).isTrue();
        assertThat(status.queueLength()).isEqualTo(1);
        assertThat(status.refusedAtDoor()).isEqualTo(1);
        assertThat(status.lastError())
                .hasValueSatisfying(error -> assertThat(error).contains("copy 1 in lane ROUTINE"));
        // What was refused is not what was handed over.
        assertThat(node(0).alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.sentence()).contains(Clause.REFUSAL_SUBJECT.id()));
        assertThat(node(1).alarms()).extracting(Alarms.Row::kind).contains("door", "gap");

        damages.set(false);
        awaitSettled(node(0), node(1));
        assertThat(node(1).held(damaged.id())).hasValue(damaged.json());
        await().atMost(SOON).until(() -> node(0).status(node(1)).refusedAtDoor() == 0);
        assertThat(node(0).status(node(1)).lastError()).isEmpty();
    }

    @Test
    void where_nobody_listens_the_next_endpoint_of_the_card_is_tried() {
        nodes = TestNode.founded(2, TestNode.QUICK.withBackoff(Duration.ofSeconds(30), Duration.ofSeconds(60)), true);
        nodes.forEach(TestNode::start);

        node(0).share(Lane.ROUTINE, 100);

        awaitSettled(node(0), node(1));
    }
}
