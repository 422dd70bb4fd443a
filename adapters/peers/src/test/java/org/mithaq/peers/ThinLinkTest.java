// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.mithaq.exchange.Lane;
import org.mithaq.node.port.Alarms;
import org.mithaq.testkit.ThinLink;

/// Two members with little between them: a link of few bits, long delays, silence and breaks.
class ThinLinkTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /// What the issue asks of a flash message behind a catch-up on such a link.
    private static final Duration FLASH_MAX = Duration.ofSeconds(10);

    private final List<ThinLink> links = new ArrayList<>();
    private List<TestNode> nodes = List.of();

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
        links.forEach(ThinLink::close);
    }

    /// Two members, each of which reaches the other by a thin link.
    private void found(long bitsPerSecond, long delayMillis) throws IOException {
        List<Place> places = List.of(Place.make(0), Place.make(1));
        for (Place place : places) {
            links.add(new ThinLink(place.port(), bitsPerSecond, delayMillis));
        }
        nodes = TestNode.at(
                places,
                TestNode.QUICK,
                place -> place.seatAt(links.get(places.indexOf(place)).port()));
    }

    private ThinLink linkTo(int member) {
        return links.get(member);
    }

    private TestNode node(int member) {
        return nodes.get(member);
    }

    @Test
    void a_flash_message_overtakes_the_bulk_on_a_thin_link(TestReporter reporter) throws IOException {
        flashBehind(16, 300, 0, reporter);
    }

    @Test
    @Tag("long")
    void a_flash_message_overtakes_a_long_catch_up_on_a_link_that_is_late_and_stalls(TestReporter reporter)
            throws IOException {
        Duration took = flashBehind(600, 600, 2_000, reporter);

        assertThat(took).isLessThan(FLASH_MAX);
    }

    /// @param copies of 100,000 bytes that wait
    private Duration flashBehind(int copies, long delayMillis, long stallMillis, TestReporter reporter)
            throws IOException {
        found(ThinLink.SATELLITE_BITS_PER_SECOND, delayMillis);
        for (int number = 0; number < copies; number++) {
            node(0).share(Lane.ROUTINE, 100_000);
        }
        nodes.forEach(TestNode::start);
        await().atMost(SOON).until(() -> node(0).status(node(1)).delivered() > 0);

        links.forEach(link -> link.stall(stallMillis));
        long begun = System.nanoTime();
        TestNode.Shared flash = node(0).share(Lane.FLASH, 100);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> node(1).held(flash.id()).isPresent());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        reporter.publishEntry("flash behind " + copies + " copies of 100 kB", took.toMillis() + " ms");
        assertThat(node(0).status(node(1)).delivered()).isLessThan(copies / 2);
        assertThat(node(1).alarms()).extracting(Alarms.Row::kind).containsExactly("flash-waits");
        return took;
    }

    @Test
    void a_long_delivery_goes_on_where_the_link_broke() throws IOException {
        found(16_000_000, 5);
        nodes.forEach(TestNode::start);

        breakTwice(node(0).share(Lane.ROUTINE, 4_000_000), linkTo(1)::bytesThere, linkTo(1));
    }

    @Test
    void a_long_delivery_that_is_pulled_goes_on_where_the_link_broke() throws IOException {
        found(16_000_000, 5);
        TestNode.Shared large = node(0).share(Lane.ROUTINE, 4_000_000);
        node(0).startSilently();
        node(1).start();

        breakTwice(large, linkTo(0)::bytesBack, linkTo(0));
    }

    private void breakTwice(TestNode.Shared large, LongSupplier carried, ThinLink link) {
        for (long bytes : new long[] {1_500_000, 3_000_000}) {
            await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> carried.getAsLong() > bytes);
            link.cut();
        }

        await().atMost(SOON).until(() -> node(0).settled(node(1)));
        assertThat(node(1).held(large.id())).hasValue(large.json());
        // From the first byte after each break, it would have been more than seven millions.
        assertThat(carried.getAsLong()).isLessThan(6_600_000);
        assertThat(node(1).alarms()).isEmpty();
    }

    @Test
    void a_slow_peer_and_one_that_is_silent_delay_nobody_else() throws IOException {
        List<Place> places = IntStream.range(0, 4).mapToObj(Place::make).toList();
        links.add(new ThinLink(places.get(1).port(), ThinLink.SATELLITE_BITS_PER_SECOND, 300));
        links.add(new ThinLink(places.get(2).port(), ThinLink.SATELLITE_BITS_PER_SECOND, 300));
        nodes = TestNode.at(places, TestNode.QUICK, place -> {
            int number = places.indexOf(place);
            return place.seatAt(
                    number == 1 || number == 2 ? links.get(number - 1).port() : place.port());
        });
        // It takes connections, and nothing ever comes through.
        links.get(1).stall(600_000);
        nodes.forEach(TestNode::start);

        for (int number = 0; number < 20; number++) {
            node(0).share(Lane.ROUTINE, 100_000);
        }

        await().atMost(SOON).until(() -> node(0).settled(node(3)));
        assertThat(node(0).status(node(1)).queueLength()).isGreaterThan(10);
        assertThat(node(0).status(node(2)).queueLength()).isEqualTo(20);
    }

    @Test
    void priority_comes_between_the_pieces_of_a_routine_delivery() throws IOException {
        found(8_000_000, 5);
        TestNode.Shared large = node(0).share(Lane.ROUTINE, 2_500_000);
        nodes.forEach(TestNode::start);
        await().atMost(SOON).until(() -> linkTo(1).bytesThere() > 600_000);

        TestNode.Shared urgent = node(0).share(Lane.PRIORITY, 100);

        await().atMost(SOON).until(() -> node(0).settled(node(1)));
        assertThat(node(1).arrival(urgent).timeMicros())
                .isLessThan(node(1).arrival(large).timeMicros());
    }
}
