// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GarbageWatchTest {

    private static final long LEAST = GarbageWatch.COMMITTED_BYTES_MIN;

    private long committed;
    private long left;
    private int collections;
    private final GarbageWatch watch = new GarbageWatch(() -> committed, () -> {
        collections++;
        committed = left;
    });

    @Test
    void a_small_heap_grows_as_it_likes() {
        committed = LEAST;
        watch.look();
        assertThat(collections).isZero();
    }

    @Test
    void garbage_that_grew_old_is_collected_before_the_heap_grows_over_it() {
        left = LEAST / 2;
        for (int round = 1; round <= 3; round++) {
            committed = LEAST + 1;
            watch.look();
            assertThat(collections).isEqualTo(round);
        }
    }

    @Test
    void what_is_in_use_is_collected_again_only_when_it_has_doubled() {
        left = 3 * LEAST;
        committed = 3 * LEAST;
        watch.look();
        committed = 6 * LEAST;
        watch.look();
        assertThat(collections).isOne();
        committed = 6 * LEAST + 1;
        watch.look();
        assertThat(collections).isEqualTo(2);
    }
}
