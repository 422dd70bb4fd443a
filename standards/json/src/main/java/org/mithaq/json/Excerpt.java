// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.nio.charset.StandardCharsets;

/// A short, harmless quotation of hostile text, for messages and logs.
///
/// At most [#CHARS_MAX] characters, on one line. Controls, bidirectional controls (which could make a log line read
/// backwards), line and paragraph separators, the byte order mark and lone surrogates appear as JSON's escapes.
public final class Excerpt {

    /// The most characters that an excerpt has, its ellipses included.
    public static final int CHARS_MAX = 80;

    private static final int CONTEXT_BYTES = 20;

    private Excerpt() {}

    /// Quotes the beginning of `text`.
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder(CHARS_MAX);
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            String shown = shown(point);
            i += Character.charCount(point);
            int room = CHARS_MAX - (i < text.length() ? 1 : 0);
            if (quoted.length() + shown.length() > room) {
                return quoted.append('…').toString();
            }
            quoted.append(shown);
        }
        return quoted.toString();
    }

    /// Quotes what stands around `offset` in the `length` bytes from `from` on; bytes that are no UTF-8 show as U+FFFD.
    ///
    /// @param offset place of interest, counted from `from`, 0 to `length`
    static String around(byte[] bytes, int from, int length, int offset) {
        int begin = Math.max(0, offset - CONTEXT_BYTES);
        while (begin > 0 && begin < offset && (bytes[from + begin] & 0xc0) == 0x80) {
            begin++;
        }
        // One code point takes at most four bytes, so that this is all that could be shown.
        int end = Math.min(length, begin + 4 * CHARS_MAX);
        String text = new String(bytes, from + begin, end - begin, StandardCharsets.UTF_8);
        return of(begin > 0 ? "…" + text : text);
    }

    private static String shown(int point) {
        boolean escaped = Character.isISOControl(point)
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069)
                || point == 0x200e
                || point == 0x200f
                || point == 0x061c
                || point == 0x2028
                || point == 0x2029
                || point == 0xfeff
                || (point >= 0xd800 && point <= 0xdfff);
        return escaped ? "\\u%04x".formatted(point) : Character.toString(point);
    }
}
