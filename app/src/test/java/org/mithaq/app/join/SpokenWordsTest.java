// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mithaq.testkit.Seeds;

class SpokenWordsTest {

    private static final byte[] FILE = "an invitation".getBytes(StandardCharsets.UTF_8);

    private static String said(byte[] file, SpokenLanguage language) {
        return String.join(" ", SpokenWords.of(file, language));
    }

    @ParameterizedTest
    @EnumSource
    void no_two_words_of_a_language_are_written_nearly_alike(SpokenLanguage language) {
        List<String> words =
                language.words().stream().map(SpokenLanguage::plain).toList();
        int least = language == SpokenLanguage.AR ? 2 : 3;
        for (int one = 0; one < words.size(); one++) {
            for (int other = 0; other < one; other++) {
                assertThat(Confusion.edits(words.get(one), words.get(other)))
                        .as(words.get(one) + " and " + words.get(other))
                        .isGreaterThanOrEqualTo(least);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_two_words_of_a_language_have_one_sound(SpokenLanguage language) {
        Map<String, String> sounds = new HashMap<>();
        for (String word : language.words()) {
            assertThat(sounds.put(Confusion.sound(language, word), word))
                    .as(word)
                    .isNull();
        }
        assertThat(language.words()).hasSize(SpokenLanguage.WORDS);
    }

    @ParameterizedTest
    @EnumSource
    void the_words_of_a_file_are_taken_however_they_are_typed(SpokenLanguage language) {
        String said = said(FILE, language);

        assertThatCode(() -> SpokenWords.check(FILE, said)).doesNotThrowAnyException();
        assertThatCode(() -> SpokenWords.check(
                        FILE, "  " + said.toUpperCase(Locale.ROOT).replace(" ", ", ")))
                .doesNotThrowAnyException();
        assertThatCode(() -> SpokenWords.check(FILE, SpokenLanguage.plain(said).replace(' ', '-')))
                .doesNotThrowAnyException();
    }

    @Test
    void one_wrong_word_and_two_that_changed_places_show_by_the_last() {
        List<String> words = SpokenWords.of(FILE, SpokenLanguage.EN);
        Seeds.forAll(300, random -> {
            List<String> wrong = new ArrayList<>(words);
            int at = random.nextInt(wrong.size());
            wrong.set(at, SpokenLanguage.EN.words().get(random.nextInt(SpokenLanguage.WORDS)));
            List<String> swapped = new ArrayList<>(words);
            Collections.swap(swapped, random.nextInt(swapped.size()), random.nextInt(swapped.size()));
            for (List<String> said : List.of(wrong, swapped)) {
                if (!said.equals(words)) {
                    assertThatExceptionOfType(WordsRefused.class)
                            .isThrownBy(() -> SpokenWords.check(FILE, String.join(" ", said)))
                            .withMessageContaining("misheard");
                }
            }
        });
    }

    @Test
    void the_words_of_another_file_an_unknown_word_and_too_few_are_refused_and_say_why() {
        assertThatExceptionOfType(WordsRefused.class)
                .isThrownBy(() -> SpokenWords.check(FILE, said(new byte[] {1}, SpokenLanguage.FR)))
                .withMessageContaining("altered");
        String unknown = said(FILE, SpokenLanguage.EN).replaceFirst("^[a-z]+", "zzyzx");
        assertThatExceptionOfType(WordsRefused.class)
                .isThrownBy(() -> SpokenWords.check(FILE, unknown))
                .withMessageContaining("zzyzx");
        assertThatExceptionOfType(WordsRefused.class)
                .isThrownBy(() -> SpokenWords.check(FILE, "tulip tulip"))
                .withMessageContaining("found 2");
        assertThatExceptionOfType(WordsRefused.class)
                .isThrownBy(() -> SpokenWords.check(FILE, "x".repeat(2_000)))
                .withMessageContaining("long");
    }
}
