// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateOptionsTest {

    private static SimulateOptions parsed(String... arguments) {
        return SimulateOptions.parse(List.of(arguments));
    }

    @Test
    void a_seed_alone_is_played_once() {
        assertThat(parsed("--seed", "17").seeds()).isEqualTo(1);
        assertThat(parsed("--seed", "17").first()).isEqualTo(17);
    }

    @Test
    void many_seeds_begin_where_they_are_told_to() {
        SimulateOptions options = parsed("--seeds=2000", "--seed=5", "--json");

        assertThat(options.seeds()).isEqualTo(2_000);
        assertThat(options.first()).isEqualTo(5);
        assertThat(options.json()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seeds", "--seeds=none", "--seeds=0", "--seed=-1", "--nonsense", "7"})
    void what_means_nothing_is_refused(String argument) {
        assertThatThrownBy(() -> parsed(argument)).isInstanceOf(SimulateOptions.Misused.class);
    }
}
