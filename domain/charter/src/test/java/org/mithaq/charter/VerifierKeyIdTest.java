// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Ids of verifier keys have 32 bits: whoever makes a card can find two keys of one id in a moment.
class VerifierKeyIdTest {

    private static final String NAME = "m0.example/witness";

    /// Two different keys of one id, by the birthday paradox.
    private static List<String> colliding() {
        Map<String, Integer> seen = new HashMap<>();
        for (int number = 0; ; number++) {
            String text = mlDsa44(number);
            Integer other = seen.put(text.split("\\+", 3)[1], number);
            if (other != null) {
                return List.of(mlDsa44(other), text);
            }
        }
    }

    private static String mlDsa44(int number) {
        return Founders.verifierKey(
                NAME, 0x06, ByteBuffer.allocate(1_312).putInt(number).array());
    }

    @Test
    void two_keys_of_one_name_and_id_are_refused_because_nobody_could_say_which_signed() {
        String ed25519 = Founders.ed25519(NAME, 0x04, "0/witness");
        List<String> colliding = colliding();
        assertThat(colliding).doesNotHaveDuplicates();
        assertThat(new WitnessIdentity(NAME, List.of(ed25519, colliding.getFirst())).cosignerKeys())
                .hasSize(2);
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(
                        () -> new WitnessIdentity(NAME, List.of(ed25519, colliding.getFirst(), colliding.getLast())))
                .satisfies(rejected -> {
                    assertThat(rejected.clause()).isEqualTo(CharterClause.WITNESS);
                    assertThat(rejected).hasMessageContaining("key ids");
                });
    }
}
