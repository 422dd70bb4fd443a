// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.stix.StixObject;
import org.mithaq.testkit.Seeds;

class DemoTracesTest {

    private final StixObject object = DemoProbe.of(7);
    private final DemoTraces traces = DemoTraces.of(List.of(object));

    @Test
    void any_part_of_twice_a_window_is_found_at_any_place() {
        byte[] bytes = object.bytes();
        Seeds.forAll(300, random -> {
            byte[] file = new byte[200 + random.nextInt(5_000)];
            random.nextBytes(file);
            assertThat(traces.isIn(file)).isFalse();
            int length = 2 * DemoTraces.WINDOW - 1;
            int from = random.nextInt(bytes.length - bytes.length % DemoTraces.WINDOW - length + 1);
            System.arraycopy(bytes, from, file, random.nextInt(file.length - length + 1), length);
            assertThat(traces.isIn(file)).isTrue();
        });
    }

    @Test
    void the_whole_and_both_ends_of_a_file_are_looked_at() {
        byte[] bytes = object.bytes();
        assertThat(traces.isIn(bytes)).isTrue();
        assertThat(traces.isIn(Arrays.copyOf(bytes, DemoTraces.WINDOW))).isTrue();
        assertThat(traces.isIn(Arrays.copyOf(bytes, DemoTraces.WINDOW - 1))).isFalse();
        assertThat(traces.isIn(new byte[0])).isFalse();
        assertThat(traces.count()).isEqualTo(bytes.length / DemoTraces.WINDOW);
    }
}
