// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Alarms;

/// A member whose card names no endpoint: nobody can reach it, and it calls out.
class PullOnlyTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private List<TestNode> nodes = List.of();
    private TestNode shut;
    private TestNode open;

    @BeforeEach
    void found() {
        List<Place> places = List.of(Place.make(0), Place.make(1), Place.make(2));
        nodes = TestNode.at(
                places, TestNode.QUICK, place -> place.seatAt(place.equals(places.getFirst()) ? 0 : place.port()));
        shut = nodes.get(0);
        open = nodes.get(1);
        nodes.forEach(TestNode::start);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    @Test
    void dispatches_and_receipts_go_both_ways_in_every_lane() {
        for (Lane lane : Lane.values()) {
            TestNode.Shared out = shut.share(lane, 1_000, Set.of(open.id()));
            TestNode.Shared in = open.share(lane, 1_000, Set.of(shut.id()));

            await().atMost(SOON).until(() -> shut.settled(open) && open.settled(shut));
            assertThat(open.held(out.id())).hasValue(out.json());
            assertThat(shut.held(in.id())).hasValue(in.json());
            assertThat(open.copy(in, shut).status()).isEqualTo(Receipt.Status.ACCEPTED.number());
        }
        for (TestNode node : List.of(shut, open)) {
            assertThat(node.alarms()).extracting(Alarms.Row::kind).containsExactly("flash-waits");
        }
    }

    @Test
    void a_recall_reaches_it_and_its_own_recalls_reach_others() {
        TestNode.Shared in = open.share(Lane.ROUTINE, 1_000, Set.of(shut.id()));
        TestNode.Shared out = shut.share(Lane.ROUTINE, 1_000, Set.of(open.id()));
        await().atMost(SOON).until(() -> shut.settled(open) && open.settled(shut));

        open.originating().recall(in.id(), "it was wrong");
        shut.originating().recall(out.id(), "it was wrong");

        await().atMost(SOON)
                .until(() -> shut.held(in.id()).isEmpty() && open.held(out.id()).isEmpty());
        await().atMost(SOON).until(() -> shut.settled(open) && open.settled(shut));
        nodes.forEach(node -> assertThat(node.alarms()).isEmpty());
    }

    @Test
    void a_long_catch_up_is_fetched_without_an_operator() {
        shut.stop();
        for (int number = 0; number < 40; number++) {
            open.share(Lane.ROUTINE, 20_000, Set.of(shut.id()));
        }
        TestNode.Shared large = open.share(Lane.ROUTINE, 3_000_000, Set.of(shut.id()));

        shut.restart();

        await().atMost(SOON).until(() -> open.settled(shut));
        assertThat(shut.held(large.id())).hasValue(large.json());
        assertThat(shut.alarms()).isEmpty();
    }
}
