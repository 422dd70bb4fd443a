// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private final List<String> words;
    private final Map<String, Integer> values = new HashMap<>();

    SpokenLanguage() {
        this.words = read("words-" + code() + ".txt");
        for (int value = 0; value < words.size(); value++) {
            values.put(plain(words.get(value)), value);
        }
        if (words.size() != WORDS || values.size() != WORDS) {
            throw new IllegalStateException("the list of " + code() + " has not " + WORDS + " different words");
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
        return words;
    }

    /// The word for a byte.
    ///
    /// @param value 0 to 255
    String word(int value) {
        return words.get(value);
    }

    /// The value that a word stands for, however its accents, its case and its hamzas are written.
    Optional<Integer> value(String word) {
        return Optional.ofNullable(values.get(plain(word)));
    }

    /// A word without what people write in different ways.
    public static String plain(String word) {
        String bare = Marks.ALL
                .matcher(Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("");
        return bare.replace("œ", "oe").replace('ٱ', 'ا').replace('ى', 'ي').replace('ة', 'ه');
    }

    /// Apart, because an enumeration's own constants are made before its other ones.
    private static final class Marks {
        static final Pattern ALL = Pattern.compile("[\\p{M}\\u0640]");
    }
}
