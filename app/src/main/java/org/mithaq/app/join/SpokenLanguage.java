// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A language in which fingerprints are read aloud, with 256 words of its own: none sounds like another, and none is
/// written nearly like another.
public enum SpokenLanguage {
    /// Arabic.
    AR,
    /// French.
    FR,
    /// English.
    EN;

    /// Words of each list: one for each value of a byte.
    static final int WORDS = 256;

    /// A list, and what each of its words stands for.
    ///
    /// @param words in the order of their values
    /// @param values by the word without accents
    private record WordList(List<String> words, Map<String, Integer> values) {

        static WordList of(SpokenLanguage language) {
            List<String> words = read("words-" + language.code() + ".txt");
            Map<String, Integer> values = new HashMap<>();
            for (int value = 0; value < words.size(); value++) {
                values.put(plain(words.get(value)), value);
            }
            if (words.size() != WORDS || values.size() != WORDS) {
                throw new IllegalStateException(
                        "the list of " + language.code() + " has not " + WORDS + " different words");
            }
            return new WordList(words, values);
        }
    }

    private static List<String> read(String name) {
        try (InputStream in = SpokenLanguage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program comes with " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Its code, as in `--language`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The words, in the order of the values that they stand for.
    public List<String> words() {
        return list().words();
    }

    /// The word for a byte.
    ///
    /// @param value 0 to 255
    String word(int value) {
        return list().words().get(value);
    }

    /// The value that a word stands for, however its accents, its case and its hamzas are written.
    Optional<Integer> value(String word) {
        return Optional.ofNullable(list().values().get(plain(word)));
    }

    /// A word without what people write in different ways.
    public static String plain(String word) {
        String bare = Marks.ALL
                .matcher(Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("");
        return bare.replace("œ", "oe").replace('ٱ', 'ا').replace('ى', 'ي').replace('ة', 'ه');
    }

    private WordList list() {
        return Objects.requireNonNull(Lists.ALL.get(this));
    }

    /// Apart, because an enumeration's own constants are made before its other ones.
    private static final class Marks {
        static final Pattern ALL = Pattern.compile("[\\p{M}\\u0640]");
    }

    private static final class Lists {
        static final Map<SpokenLanguage, WordList> ALL = read();

        private static Map<SpokenLanguage, WordList> read() {
            Map<SpokenLanguage, WordList> all = new EnumMap<>(SpokenLanguage.class);
            for (SpokenLanguage each : values()) {
                all.put(each, WordList.of(each));
            }
            return Map.copyOf(all);
        }
    }
}
