// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final Federation FEDERATION = new Federation();

    /// Seeds that every build plays; `-Dmithaq.seed=N` plays one.
    private static final int SEEDS = 12;

    private static final int SEEDS_LONG = 2_000;

    @Test
    void nothing_acknowledged_is_lost_and_nothing_is_held_without_a_rule() {
        Long only = Long.getLong("mithaq.seed");
        long first = only == null ? 0 : only;

        assertThat(postings(first, only == null ? SEEDS : first + 1)).isPositive();
    }

    @Test
    @Tag("long")
    void nor_in_two_thousand_seeds() {
        assertThat(postings(SEEDS, SEEDS_LONG)).isPositive();
    }

    private static int postings(long first, long end) {
        int made = 0;
        for (long seed = first; seed < end; seed++) {
            made += Simulation.run(seed, FEDERATION, Seams.HONEST).postings();
        }
        return made;
    }

    @Test
    void a_seed_plays_the_same_events_again() {
        Simulation.Report once = Simulation.run(7, FEDERATION, Seams.HONEST);
        Simulation.Report again = Simulation.run(7, new Federation(), Seams.HONEST);

        assertThat(again).isEqualTo(once);
    }
}
