// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mithaq.crypto.Label;
import org.mithaq.json.Excerpt;

/// The fingerprint of a file as words that one person reads to another over the telephone: ten words of 8 bits each,
/// and an eleventh that shows whether one of them was misheard.
///
/// 80 bits: whoever changes a file on its way would have to try about 2⁸⁰ files to find one with the same words.
public final class SpokenWords {

    /// Words that carry the fingerprint.
    public static final int CARRYING = 10;

    /// Words that are read out.
    public static final int COUNT = CARRYING + 1;

    private static final Label LABEL = new Label("mithaq/spoken/v1");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;.:/·،؛-]+");
    private static final int SAID_CHARACTERS_MAX = 1_000;

    /// x⁸ + x⁴ + x³ + x² + 1, by which the checksum multiplies.
    private static final int POLYNOMIAL = 0x11d;

    private SpokenWords() {}

    /// The words of a file.
    public static List<String> of(byte[] file, SpokenLanguage language) {
        int[] values = fingerprint(file);
        List<String> words = new ArrayList<>(COUNT);
        Arrays.stream(values).mapToObj(language::word).forEach(words::add);
        words.add(language.word(checksum(values)));
        return List.copyOf(words);
    }

    /// Returns quietly if `said` are the words of `file`, in any of the languages.
    ///
    /// @param said as it was typed: blanks, commas and hyphens part words; accents and case do not matter
    /// @throws WordsRefused saying what is wrong: a word that there is not, one misheard, or another file
    public static void check(byte[] file, String said) {
        int[] heard = heard(said);
        int[] carrying = Arrays.copyOf(heard, CARRYING);
        if (checksum(carrying) != heard[CARRYING]) {
            throw new WordsRefused("The last word does not fit the others: one of the words was misheard or mistyped."
                    + " Ask for all " + COUNT + " again");
        }
        if (!Arrays.equals(carrying, fingerprint(file))) {
            throw new WordsRefused("These are the words of another file. It was altered on its way, or it is not the"
                    + " one that was read out: do not use it, and ask for it again");
        }
    }

    private static int[] heard(String said) {
        if (said.length() > SAID_CHARACTERS_MAX) {
            throw new WordsRefused("Expected " + COUNT + " words, found a long text");
        }
        List<String> words = BETWEEN.splitAsStream(said.strip())
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.size() != COUNT) {
            throw new WordsRefused("Expected " + COUNT + " words, found " + words.size());
        }
        List<String> unknown = words;
        for (SpokenLanguage language : SpokenLanguage.values()) {
            List<String> strange = words.stream()
                    .filter(word -> language.value(word).isEmpty())
                    .toList();
            if (strange.isEmpty()) {
                return words.stream()
                        .map(language::value)
                        .flatMap(Optional::stream)
                        .mapToInt(value -> value)
                        .toArray();
            }
            unknown = strange.size() < unknown.size() ? strange : unknown;
        }
        String quoted = Excerpt.of("%.40s".formatted(unknown.getFirst()));
        throw new WordsRefused("\"%s\" is none of the words: it was misheard or mistyped".formatted(quoted));
    }

    private static int[] fingerprint(byte[] file) {
        byte[] hash = LABEL.hash(file).bytes();
        int[] values = new int[CARRYING];
        for (int index = 0; index < CARRYING; index++) {
            values[index] = Byte.toUnsignedInt(hash[index]);
        }
        return values;
    }

    /// Each value by another power of x: every single wrong word shows, and every two words that changed places.
    private static int checksum(int[] values) {
        int sum = 0;
        for (int value : values) {
            sum = times(sum ^ value);
        }
        return sum;
    }

    private static int times(int value) {
        int doubled = value << 1;
        return doubled > 0xff ? doubled ^ POLYNOMIAL : doubled;
    }
}
