// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

/// How nearly two words are one: for the ear of somebody on a bad line, and for the hand of somebody who types.
final class Confusion {

    private Confusion() {}

    /// Letters to insert, remove, replace, or swap with the next one, at least.
    static int edits(String one, String other) {
        int[][] least = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                least[i][j] = i == 0 || j == 0 ? i + j : step(least, one, other, i, j);
            }
        }
        return least[one.length()][other.length()];
    }

    private static int step(int[][] least, String one, String other, int i, int j) {
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(least[i - 1][j], least[i][j - 1]) + 1, least[i - 1][j - 1] + same);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(best, least[i - 2][j - 2] + 1) : best;
    }

    /// What is left of a word on a bad line: its consonants by the place where they are made, and its first vowel.
    static String sound(SpokenLanguage language, String word) {
        String plain = SpokenLanguage.plain(word);
        return switch (language) {
            case AR -> arabic(plain);
            case EN, FR -> latin(plain);
        };
    }

    private static String latin(String word) {
        String[][] alike = {
            {"eau", "o"}, {"au", "o"}, {"ph", "f"}, {"qu", "k"}, {"ck", "k"}, {"sch", "s"}, {"sh", "s"}, {"ch", "s"},
            {"th", "t"}, {"gn", "n"}, {"kn", "n"}, {"wr", "r"}, {"gh", "g"}, {"ce", "se"}, {"ci", "si"}, {"cy", "si"},
            {"ge", "je"}, {"gi", "ji"}, {"gy", "ji"}
        };
        String text = word;
        for (String[] pair : alike) {
            text = text.replace(pair[0], pair[1]);
        }
        StringBuilder sound = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            add(sound, consonant(letter), "aou".indexOf(letter) >= 0 ? 'a' : 'e');
        }
        return squeezed(sound);
    }

    private static char consonant(char letter) {
        return switch (letter) {
            case 'b', 'p' -> 'P';
            case 'd', 't' -> 'T';
            case 'g', 'k', 'c', 'q', 'x' -> 'K';
            case 'f', 'v', 'w' -> 'F';
            case 's', 'z', 'j' -> 'S';
            case 'm', 'n' -> 'N';
            case 'l' -> 'L';
            case 'r' -> 'R';
            case 'h' -> 0;
            default -> 1;
        };
    }

    private static String arabic(String word) {
        StringBuilder sound = new StringBuilder();
        for (int at = 0; at < word.length(); at++) {
            char letter = word.charAt(at);
            add(sound, arabicConsonant(letter), letter == 'ا' || letter == 'ء' ? 'a' : 'e');
        }
        return squeezed(sound);
    }

    private static char arabicConsonant(char letter) {
        return switch (letter) {
            case 'ا', 'و', 'ي', 'ء' -> 1;
            case 'ع' -> 'E';
            case 'ح', 'ه', 'خ' -> 'H';
            case 'س', 'ص', 'ز', 'ث', 'ش' -> 'S';
            case 'ذ', 'ظ', 'ض', 'د' -> 'D';
            case 'ت', 'ط' -> 'T';
            case 'ك', 'ق' -> 'K';
            case 'غ', 'ج' -> 'G';
            case 'ب' -> 'B';
            case 'ف' -> 'F';
            case 'م', 'ن' -> 'N';
            case 'ل' -> 'L';
            case 'ر' -> 'R';
            default -> letter;
        };
    }

    /// 0 is not heard; 1 is a vowel, of which the first is heard, and which parts two consonants.
    private static void add(StringBuilder sound, char consonant, char vowel) {
        if (consonant == 1) {
            boolean first = sound.indexOf("a") < 0 && sound.indexOf("e") < 0;
            sound.append(first ? vowel : '.');
        } else if (consonant != 0) {
            sound.append(consonant);
        }
    }

    /// A doubled consonant is heard once.
    private static String squeezed(StringBuilder sound) {
        return sound.toString().replaceAll("([A-Z])\\1+", "$1").replace(".", "");
    }
}
