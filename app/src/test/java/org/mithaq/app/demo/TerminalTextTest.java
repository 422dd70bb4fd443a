// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Seeds;

class TerminalTextTest {

    private static final String SALT = "ميزان الملح";

    @Test
    void arabic_stands_in_an_isolate_of_its_own_direction() {
        assertThat(TerminalText.prose(SALT)).isEqualTo("\u2068" + SALT + "\u2069");
    }

    @Test
    void latin_prose_needs_no_isolate() {
        assertThat(TerminalText.prose("Quai Bleu")).isEqualTo("Quai Bleu");
    }

    @Test
    void an_indicator_is_isolated_left_to_right() {
        assertThat(TerminalText.indicator("198.51.100.23")).isEqualTo("\u2066198.51.100.23\u2069");
    }

    @Test
    void vowel_marks_and_isolates_take_no_column() {
        assertThat(TerminalText.columns("مُوَقَّع")).isEqualTo(4);
        assertThat(TerminalText.columns(TerminalText.prose(SALT))).isEqualTo(SALT.length());
        assertThat(TerminalText.columns("e\u0301")).isEqualTo(1);
    }

    @Test
    void wide_characters_take_two_columns() {
        assertThat(TerminalText.columns("盐a")).isEqualTo(3);
        assertThat(TerminalText.columns("\ud83d\udea2")).isEqualTo(2);
    }

    @Test
    void controls_and_stray_directions_of_foreign_text_are_gone() {
        assertThat(TerminalText.clean("a\u001b[31mb\u202ec\u2069d\u2066e\u200ff\u061cg\u0007h\u009bi\ufeffj"))
                .isEqualTo("a[31mbcdefghij");
        assertThat(TerminalText.clean("one\r\ntwo\tthree\u2028four")).isEqualTo("one  two three four");
        assertThat(TerminalText.clean("x\ud800y")).isEqualTo("x\ufffdy");
        assertThat(TerminalText.clean("می\u200cخواهم")).isEqualTo("می\u200cخواهم");
    }

    @Test
    void a_foreign_pop_cannot_end_the_isolate_that_holds_it() {
        assertThat(TerminalText.prose("ا\u2069ب")).isEqualTo("\u2068اب\u2069");
    }

    @Test
    void what_fits_stays_as_it_is() {
        assertThat(TerminalText.fit("abc", 3)).isEqualTo("abc");
        assertThat(TerminalText.fit(TerminalText.prose(SALT), 11)).isEqualTo(TerminalText.prose(SALT));
    }

    @Test
    void what_is_cut_closes_its_isolates_and_says_so() {
        assertThat(TerminalText.fit(TerminalText.prose(SALT), 6)).isEqualTo("\u2068ميزان…\u2069");
        assertThat(TerminalText.fit("abcdef", 4)).isEqualTo("abc…");
        assertThat(TerminalText.fit("abc", 0)).isEmpty();
    }

    @Test
    void a_letter_keeps_its_marks_when_the_rest_is_cut() {
        assertThat(TerminalText.fit("مُوَقَّع", 3)).isEqualTo("مُوَ…");
    }

    @Test
    void a_wide_character_is_never_cut_in_half() {
        assertThat(TerminalText.fit("盐盐盐", 4)).isEqualTo("盐…");
        assertThat(TerminalText.cell("盐盐盐", 4)).isEqualTo("盐… ");
    }

    @Test
    void a_cell_is_filled_outside_the_isolate() {
        assertThat(TerminalText.cell(TerminalText.prose(SALT), 13)).isEqualTo("\u2068" + SALT + "\u2069  ");
    }

    @Test
    void a_negative_width_is_refused() {
        assertThatThrownBy(() -> TerminalText.fit("a", -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_text_makes_a_cell_of_exact_width_with_balanced_isolates() {
        int[] alphabet = {'a', ' ', 0x0645, 0x064f, 0x76d0, 0x1f6a2, 0x202e, 0x2066, 0x2069, 0x1b, '\n', 0xd800, 0x301};
        Seeds.forAll(300, random -> {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            int columns = random.nextInt(20);
            String line = TerminalText.prose(text.toString()) + " " + TerminalText.indicator(text.toString());
            String cell = TerminalText.cell(line, columns);
            assertThat(TerminalText.columns(cell)).isEqualTo(columns);
            assertThat(depth(cell)).isZero();
        });
    }

    /// How many isolates stay open; never less than none on the way.
    private static int depth(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == TerminalText.FSI || c == TerminalText.LRI) {
                depth++;
            } else if (c == TerminalText.PDI) {
                depth--;
            }
            assertThat(depth).isNotNegative();
        }
        return depth;
    }
}
