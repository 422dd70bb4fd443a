// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    /// Seeds that every build plays; `-Dmithaq.seed=N` plays one.
    private static final int SEEDS = 30;

    private static final int SEEDS_LONG = 2_000;

    @Test
    void every_invariant_holds_whatever_goes_wrong() {
        Long only = Long.getLong("mithaq.seed");
        long first = only == null ? 0 : only;

        assertThat(reports(first, only == null ? SEEDS : first + 1))
                .allSatisfy(report -> assertThat(report.postings()).isPositive());
    }

    @Test
    @Tag("long")
    void every_invariant_holds_in_two_thousand_seeds_and_no_kind_of_fault_or_lie_is_left_out() {
        List<Simulation.Report> reports = reports(SEEDS, SEEDS_LONG);

        Set<FaultKind> kinds = reports.stream()
                .flatMap(report -> report.faults().stream())
                .map(Fault::kind)
                .collect(Collectors.toSet());
        Set<Lie> lies = reports.stream()
                .flatMap(report -> report.lie().stream())
                .map(Lie.Found::lie)
                .collect(Collectors.toSet());
        assertThat(kinds).isEqualTo(EnumSet.allOf(FaultKind.class));
        assertThat(lies).isEqualTo(EnumSet.allOf(Lie.class));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 12, 31})
    void a_seed_plays_the_same_events_again(long seed) {
        assertThat(Simulation.run(seed)).isEqualTo(Simulation.run(seed));
    }

    private static List<Simulation.Report> reports(long first, long end) {
        return LongStream.range(first, end).parallel().mapToObj(Simulation::run).toList();
    }
}
