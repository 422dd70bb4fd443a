// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

    private static final List<Fault> FAULTS = IntStream.range(0, 100)
            .mapToObj(place -> new Fault(FaultKind.DROP, "message " + place))
            .toList();

    private static Shrinker.Shrunk shrunk(Set<Fault> needed, int runsMax) {
        return new Shrinker(some -> some.containsAll(needed), runsMax).shrink(FAULTS);
    }

    @Test
    void two_faults_far_apart_are_what_is_left_of_a_hundred() {
        Set<Fault> needed = Set.of(FAULTS.get(3), FAULTS.get(97));

        assertThat(shrunk(needed, 400).faults()).containsExactly(FAULTS.get(3), FAULTS.get(97));
    }

    @Test
    void a_failure_that_needs_no_fault_is_left_with_none() {
        assertThat(shrunk(Set.of(), 400).faults()).isEmpty();
    }

    @Test
    void its_patience_has_an_end() {
        Shrinker.Shrunk shrunk = shrunk(Set.copyOf(FAULTS), 10);

        assertThat(shrunk.runs()).isLessThanOrEqualTo(10);
        assertThat(shrunk.faults()).isEqualTo(FAULTS);
    }
}
