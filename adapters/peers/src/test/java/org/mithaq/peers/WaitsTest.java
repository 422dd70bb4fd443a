// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.TestFederation;
import org.mithaq.http.RefusalMeter;
import org.mithaq.testkit.Seeds;

class WaitsTest {

    @Test
    void waits_double_up_to_the_bound_and_begin_anew_after_success() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(60), Seeds.of(7));
        for (int failure = 0; failure < 100; failure++) {
            long full = Math.min(60_000, 100L << Math.min(failure, 20));
            assertThat(backoff.next().toMillis()).isBetween(full / 2 - 1, full);
        }
        backoff.reset();
        assertThat(backoff.next().toMillis()).isBetween(49L, 100L);
    }

    @Test
    void a_ring_before_the_wait_is_not_lost() throws InterruptedException {
        Bell bell = new Bell();
        bell.ring();
        bell.ring();
        long began = System.nanoTime();
        bell.await(Duration.ofSeconds(30).toNanos());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        bell.await(1);
    }

    @Test
    void refusals_are_used_up_and_come_back_with_time() {
        AtomicLong nanos = new AtomicLong();
        RefusalMeter<MemberId> meter = new RefusalMeter<>(3, Duration.ofSeconds(1), nanos::get);
        TestFederation federation =
                TestFederation.founded(List.of(TestFederation.Seat.unconnected(0), TestFederation.Seat.unconnected(1)));
        for (int number = 0; number < 3; number++) {
            assertThat(meter.allows(federation.id(0))).isTrue();
            meter.count(federation.id(0));
        }
        assertThat(meter.allows(federation.id(0))).isFalse();
        assertThat(meter.allows(federation.id(1))).isTrue();
        nanos.addAndGet(1_000_000_000L);
        assertThat(meter.allows(federation.id(0))).isTrue();
        meter.count(federation.id(0));
        assertThat(meter.allows(federation.id(0))).isFalse();
    }

    @Test
    void settings_without_a_time_or_bound_do_not_exist() {
        assertThatThrownBy(() -> PeersSettings.STANDARD.withBackoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PeersSettings.STANDARD.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PeersSettings.STANDARD.timeMax(16_384L * 10)).isEqualTo(Duration.ofSeconds(40));
    }
}
