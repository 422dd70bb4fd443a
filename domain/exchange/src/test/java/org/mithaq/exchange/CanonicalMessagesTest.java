// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// One message has one encoding, and one encoding is one message: for every kind.
class CanonicalMessagesTest {

    static List<MessageKind<?>> kinds() {
        return Messages.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <T> void what_is_written_is_read_as_the_same_value(MessageKind<T> kind) {
        Seeds.forAll(60, random -> {
            T value = kind.drawn(random);
            byte[] bytes = kind.write().apply(value);
            T read = kind.parse().apply(bytes);
            assertThat(kind.write().apply(read)).isEqualTo(bytes);
            if (kind.valued()) {
                assertThat(read).isEqualTo(value).hasSameHashCodeAs(value);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void no_part_of_a_message_is_a_message(MessageKind<?> kind) {
        byte[] bytes = kind.written(Seeds.of(3));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(MalformedEncoding.class)
                    .as("%d of %d bytes", length, bytes.length)
                    .isThrownBy(() -> kind.again(cut));
        }
        assertThatExceptionOfType(MalformedEncoding.class)
                .isThrownBy(() -> kind.again(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_changed_byte_makes_another_message_or_none(MessageKind<?> kind) {
        for (int seed = 4; seed < 7; seed++) {
            RandomGenerator random = Seeds.of(seed);
            byte[] bytes = kind.written(random);
            for (int at = 0; at < bytes.length; at++) {
                for (int mask : new int[] {1, 0x80, 1 + random.nextInt(255)}) {
                    byte[] changed = bytes.clone();
                    changed[at] ^= (byte) mask;
                    refusedOrWrittenTheSame(kind, changed);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatever_is_done_to_a_message_only_the_documented_refusal_escapes(MessageKind<?> kind) {
        Seeds.forAll(400, random -> refusedOrWrittenTheSame(kind, Mutations.mutate(kind.written(random), random)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noise_is_refused_and_nothing_else_escapes(MessageKind<?> kind) {
        Seeds.forAll(200, random -> refusedOrWrittenTheSame(kind, Seeds.bytes(random, random.nextInt(600))));
    }

    private static void refusedOrWrittenTheSame(MessageKind<?> kind, byte[] bytes) {
        byte[] again;
        try {
            again = kind.again(bytes);
        } catch (MalformedEncoding refused) {
            assertThat(refused).hasMessageContaining("expected");
            return;
        }
        assertThat(again).isEqualTo(bytes);
    }
}
