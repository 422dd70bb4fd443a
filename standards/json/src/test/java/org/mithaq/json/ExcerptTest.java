// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Seeds;

class ExcerptTest {

    @Test
    void what_could_spoof_a_log_is_escaped() {
        int[] dangerous = {
            0, 7, '\n', '\r', 0x1b, 0x7f, 0x85, 0x9b, 0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
            0x2028, 0x2029, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xd800, 0xdfff
        };
        for (int point : dangerous) {
            assertThat(Excerpt.of("a" + Character.toString(point) + "b")).isEqualTo("a\\u%04xb".formatted(point));
        }
    }

    @Test
    void what_people_write_is_left_alone() {
        String text = "ميثاق – Pacte 😀 می\u200cخواهم";
        assertThat(Excerpt.of(text)).isEqualTo(text);
    }

    @Test
    void it_is_clipped_between_characters() {
        assertThat(Excerpt.of("a".repeat(80))).isEqualTo("a".repeat(80));
        assertThat(Excerpt.of("a".repeat(81))).isEqualTo("a".repeat(79) + "…");
        assertThat(Excerpt.of("a".repeat(79) + "😀")).isEqualTo("a".repeat(79) + "…");
        assertThat(Excerpt.of("a".repeat(78) + "😀")).isEqualTo("a".repeat(78) + "😀");
        assertThat(Excerpt.of("\u0000".repeat(80))).isEqualTo("\\u0000".repeat(13) + "…");
    }

    @Test
    void around_a_fault_stands_what_came_before_and_after() {
        byte[] text = ("x".repeat(30) + "é".repeat(10) + "!" + "y".repeat(300)).getBytes(UTF_8);
        assertThat(Excerpt.around(text, 0, text.length, 50))
                .isEqualTo("…" + "é".repeat(10) + "!" + "y".repeat(67) + "…");
        assertThat(Excerpt.around(text, 30, 20, 20)).isEqualTo("é".repeat(10));
        assertThat(Excerpt.around(new byte[0], 0, 0, 0)).isEmpty();
    }

    @Test
    void no_bytes_make_it_longer_or_dangerous() {
        Seeds.forAll(2_000, random -> {
            byte[] bytes = Seeds.bytes(random, random.nextInt(1, 500));
            String excerpt = Excerpt.around(bytes, 0, bytes.length, random.nextInt(bytes.length + 1));
            assertThat(excerpt).hasSizeLessThanOrEqualTo(Excerpt.CHARS_MAX);
            assertThat(excerpt.chars()).noneMatch(Character::isISOControl);
        });
    }
}
