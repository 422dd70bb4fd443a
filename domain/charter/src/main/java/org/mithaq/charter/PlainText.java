// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.text.Normalizer;

/// Text that people read and believe (Charter 1.2): no character that hides, reorders or imitates another.
///
/// What is let in are fixed ranges in which every character has been assigned for years. A test by "is it a letter"
/// would depend on the Unicode version of the platform, and two verdicts on one card would fork a charter.
final class PlainText {

    /// Most characters of a text.
    static final int CHARS_MAX = 200;

    private PlainText() {}

    /// Returns `text`, of Latin characters only.
    static String latin(String text) {
        return checked(text, false);
    }

    /// Returns `text`, of Arabic and Latin characters.
    static String arabicOrLatin(String text) {
        return checked(text, true);
    }

    private static String checked(String text, boolean arabicToo) {
        if (text.length() > CHARS_MAX) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, CharterClause.TEXT, text);
        }
        boolean admitted = !text.isEmpty()
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' '
                && text.chars().allMatch(c -> isLatin(c) || (arabicToo && isArabic(c)))
                && Normalizer.isNormalized(text, Normalizer.Form.NFC);
        if (!admitted) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.TEXT, text);
        }
        return text;
    }

    /// Basic Latin, Latin-1, Latin Extended-A, -B and Additional without controls, no-break space and soft hyphen, and
    /// the dashes, quotation marks, bullet and ellipsis of General Punctuation.
    private static boolean isLatin(int c) {
        return (c >= 0x20 && c <= 0x7e)
                || (c >= 0xa1 && c <= 0x24f && c != 0xad)
                || (c >= 0x1e00 && c <= 0x1eff)
                || (c >= 0x2010 && c <= 0x2015)
                || (c >= 0x2018 && c <= 0x201f)
                || c == 0x2022
                || c == 0x2026;
    }

    /// Arabic and Arabic Supplement without the signs that have no form of their own (number and date signs, the Arabic
    /// letter mark, the end of ayah).
    private static boolean isArabic(int c) {
        return (c >= 0x606 && c <= 0x6ff && c != 0x61c && c != 0x6dd) || (c >= 0x750 && c <= 0x77f);
    }
}
