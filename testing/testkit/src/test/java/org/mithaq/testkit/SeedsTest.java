// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void the_same_seed_yields_the_same_bytes() {
        assertThat(Seeds.bytes(Seeds.of(7), 64)).isEqualTo(Seeds.bytes(Seeds.of(7), 64));
        assertThat(Seeds.bytes(Seeds.of(7), 64)).isNotEqualTo(Seeds.bytes(Seeds.of(8), 64));
    }

    @Test
    void a_failing_property_names_its_seed() {
        assertThatThrownBy(() -> Seeds.forAll(3, random -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 0")
                .hasRootCauseMessage("bug");
    }

    @Test
    void every_mutation_of_bytes_differs_from_them_or_only_rewrites_them() {
        byte[] original = "{\"type\":\"indicator\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int[] same = new int[1];
        Seeds.forAll(500, random -> {
            if (java.util.Arrays.equals(Mutations.mutate(original, random), original)) {
                same[0]++;
            }
        });
        assertThat(same[0]).isLessThan(10);
    }
}
