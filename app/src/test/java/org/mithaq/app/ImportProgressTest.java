// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ImportProgressTest {

    @Test
    void a_file_shows_objects_bytes_rate_and_the_time_that_is_left() {
        assertThat(ImportProgress.line("a.json", 12_000, 3_100_000, OptionalLong.of(9_600_000), 2))
                .isEqualTo("a.json  12,000 objects, 3.1 of 9.6 MB, 1.6 MB/s, 0:04 left");
        assertThat(ImportProgress.line("a.json", 1, 1_000_000, OptionalLong.of(200_000_000), 1))
                .endsWith("1.0 MB/s, 3:19 left");
    }

    @Test
    void a_pipe_has_no_end_that_is_known() {
        assertThat(ImportProgress.line("-", 5, 2_000_000, OptionalLong.empty(), 4))
                .isEqualTo("-  5 objects, 2.0 MB, 0.5 MB/s");
    }

    @Test
    void no_time_is_told_before_a_byte_has_gone_or_where_a_file_grew() {
        assertThat(ImportProgress.line("a", 0, 0, OptionalLong.of(10), 0)).doesNotContain("left");
        assertThat(ImportProgress.line("a", 0, 20, OptionalLong.of(10), 1)).doesNotContain("left");
    }
}
