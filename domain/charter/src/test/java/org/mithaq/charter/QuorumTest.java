// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumTest {

    @Test
    void liars_are_fewer_than_a_third_and_one_more_would_not_be() {
        IntStream.rangeClosed(1, 40).forEach(n -> {
            assertThat(3 * Quorum.liarsMax(n)).as("n=%d", n).isLessThan(n);
            assertThat(3 * (Quorum.liarsMax(n) + 1)).as("n=%d", n).isGreaterThanOrEqualTo(n);
        });
    }

    @Test
    void two_certificates_on_one_parent_share_an_honest_voter_and_the_honest_can_make_one() {
        IntStream.rangeClosed(1, 40).forEach(n -> {
            int quorum = Quorum.certificate(n);
            assertThat(2 * quorum - n).as("shared, n=%d", n).isGreaterThan(Quorum.liarsMax(n));
            assertThat(3 * quorum).as("more than two thirds, n=%d", n).isGreaterThan(2 * n);
            assertThat(quorum).as("reachable, n=%d", n).isLessThanOrEqualTo(n);
            assertThat(n - Quorum.liarsMax(n)).as("without the liars, n=%d", n).isGreaterThanOrEqualTo(quorum);
        });
    }

    @Test
    void two_witness_quorums_share_an_honest_witness_and_no_smaller_quorum_would() {
        IntStream.rangeClosed(1, 40).forEach(n -> {
            int quorum = Quorum.witness(n);
            int liars = Quorum.liarsMax(n);
            assertThat(2 * quorum - n).as("shared, n=%d", n).isGreaterThan(liars);
            assertThat(2 * (quorum - 1) - n).as("least, n=%d", n).isLessThanOrEqualTo(liars);
            assertThat(n - liars).as("without the liars, n=%d", n).isGreaterThanOrEqualTo(quorum);
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,0", "2,2,2,0", "3,3,2,0", "4,3,3,1", "5,4,4,1", "6,5,4,1", "7,5,5,2", "10,7,7,3", "100,67,67,33"
    })
    void numbers_are_those_of_the_protocols_text(int n, int certificate, int witness, int liars) {
        assertThat(Quorum.certificate(n)).isEqualTo(certificate);
        assertThat(Quorum.witness(n)).isEqualTo(witness);
        assertThat(Quorum.liarsMax(n)).isEqualTo(liars);
        assertThat(Quorum.toleratesLiar(n)).isEqualTo(n >= 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Quorum.MEMBERS_MAX + 1, Integer.MAX_VALUE})
    void nobody_is_no_quorum(int n) {
        assertThatThrownBy(() -> Quorum.certificate(n)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Quorum.witness(n)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Quorum.toleratesLiar(n)).isInstanceOf(IllegalArgumentException.class);
    }
}
