// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mithaq.testkit.Seeds;

class PaddingTest {

    @ParameterizedTest
    @CsvSource({
        "0, 4096",
        "1, 4096",
        "4096, 4096",
        "4097, 4352",
        "4352, 4352",
        "5000, 5120",
        "8191, 8192",
        "8193, 8704",
        "65536, 65536",
        "65537, 67584",
        "100000, 100352",
        "1000000, 1015808",
        "1048577, 1081344",
        "16777215, 16777216",
        "16777216, 16777216"
    })
    void the_table_of_the_protocol(int length, int padded) {
        assertThat(Padding.paddedBytes(length)).isEqualTo(padded);
    }

    @Test
    void padding_costs_less_than_12_percent_grows_with_the_length_and_is_its_own_padding() {
        RandomGenerator random = Seeds.of(2);
        int previous = 0;
        int previousPadded = 0;
        for (int length = 0; length <= Limits.PLAINTEXT_BYTES_MAX; length += 1 + random.nextInt(997)) {
            int padded = Padding.paddedBytes(length);
            assertThat(padded).isGreaterThanOrEqualTo(length).isLessThanOrEqualTo(Limits.PLAINTEXT_BYTES_MAX);
            assertThat(Padding.paddedBytes(padded)).isEqualTo(padded);
            assertThat(padded).as("%d after %d", length, previous).isGreaterThanOrEqualTo(previousPadded);
            if (length >= Padding.FLOOR_BYTES) {
                assertThat((double) (padded - length) / length).isLessThan(0.12);
            }
            previous = length;
            previousPadded = padded;
        }
    }

    @Test
    void all_lengths_fall_in_321_classes() {
        int classes = 1;
        for (int padded = Padding.FLOOR_BYTES; padded < Limits.PLAINTEXT_BYTES_MAX; ) {
            padded = Padding.paddedBytes(padded + 1);
            classes++;
        }
        assertThat(classes).isEqualTo(321);
    }
}
