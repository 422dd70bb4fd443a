// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// Checks what a JSON parser takes on trust or guesses: that the bytes are UTF-8, and that escapes make whole
/// characters. Jackson would guess UTF-16 and UTF-32, take surrogates and overlong forms in UTF-8, and pass lone
/// surrogates on.
final class EncodingCheck {

    private final byte[] bytes;
    private final int from;
    private final int end;

    private EncodingCheck(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.from = from;
        this.end = end;
    }

    /// Returns quietly, or refuses the `length` bytes from `from` on.
    ///
    /// @throws MalformedJson if they are no UTF-8, begin with a byte order mark, or have a lone surrogate
    static void check(byte[] bytes, int from, int length) {
        EncodingCheck check = new EncodingCheck(bytes, from, from + length);
        check.beginning();
        check.all();
    }

    /// RFC 8259 §8.1: UTF-8, not UTF-16 or UTF-32 (a text in these has a zero byte among its first two, or a mark).
    private void beginning() {
        int first = at(from);
        int second = at(from + 1);
        boolean mark = first == 0xef && second == 0xbb && at(from + 2) == 0xbf;
        boolean wide = (first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe);
        if (mark || wide || first == 0 || second == 0) {
            throw refused(from, MalformedJson.Reason.ENCODING, "RFC 8259 §8.1", "UTF-8 without a byte order mark");
        }
    }

    private void all() {
        int i = from;
        while (i < end) {
            if (end - i >= Long.BYTES) {
                long word = Words.at(bytes, i);
                if (Words.isAscii(word) && !Words.has(word, Words.BACKSLASHES)) {
                    i += Long.BYTES;
                    continue;
                }
            }
            byte b = bytes[i];
            if (b < 0) {
                i += character(i);
            } else if (b == '\\') {
                i += escape(i);
            } else {
                i++;
            }
        }
    }

    /// The length of the character of several bytes at `i`, as RFC 3629 §4 allows them.
    private int character(int i) {
        int lead = at(i);
        int second = at(i + 1);
        boolean good;
        int length;
        if (lead < 0xe0) {
            // Below C2 is a continuation, or overlong.
            length = 2;
            good = lead >= 0xc2 && continues(second);
        } else if (lead < 0xf0) {
            // E0 below A0 is overlong, ED from A0 on a surrogate.
            length = 3;
            good = continues(second)
                    && (lead != 0xe0 || second >= 0xa0)
                    && (lead != 0xed || second < 0xa0)
                    && continues(at(i + 2));
        } else {
            // F0 below 90 is overlong, F4 from 90 on beyond U+10FFFF.
            length = 4;
            good = lead <= 0xf4
                    && continues(second)
                    && (lead != 0xf0 || second >= 0x90)
                    && (lead != 0xf4 || second < 0x90)
                    && continues(at(i + 2))
                    && continues(at(i + 3));
        }
        if (!good) {
            throw refused(i, MalformedJson.Reason.ENCODING, "RFC 8259 §8.1", "UTF-8 (RFC 3629 §4)");
        }
        return length;
    }

    /// The length of the escape at `i`, of two when it is a surrogate pair. What is no escape is left to the parser.
    private int escape(int i) {
        int unit = unit(i);
        if (unit < 0xd800 || unit > 0xdfff) {
            return at(i + 1) < 0x80 ? 2 : 1;
        }
        int low = unit(i + 6);
        if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) {
            throw refused(i, MalformedJson.Reason.LONE_SURROGATE, "RFC 7493 §2.1", "both halves of a surrogate pair");
        }
        return 12;
    }

    /// The UTF-16 code unit that the six bytes from `i` on escape, or -1.
    private int unit(int i) {
        if (at(i) != '\\' || at(i + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int digit = 2; digit < 6; digit++) {
            int value = Character.digit(at(i + digit), 16);
            if (value < 0) {
                return -1;
            }
            unit = unit << 4 | value;
        }
        return unit;
    }

    private static boolean continues(int b) {
        return (b & 0xc0) == 0x80;
    }

    /// The byte at `i`, or 0x100 where there is none: neither part of a character nor a hexadecimal digit.
    private int at(int i) {
        return i < end ? bytes[i] & 0xff : 0x100;
    }

    private MalformedJson refused(int at, MalformedJson.Reason reason, String clause, String expected) {
        return MalformedJson.in(bytes, from, end - from, at - from, reason, clause, expected);
    }
}
