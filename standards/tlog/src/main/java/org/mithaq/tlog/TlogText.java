// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.mithaq.crypto.Hash;

/// The spellings that all C2SP text formats share, each with one accepted form, so that what was read can be written
/// again to the same bytes.
final class TlogText {

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

    private TlogText() {}

    /// UTF-8 without control characters other than newline (signed-note, Format).
    ///
    /// Strict decoding loses nothing: the same bytes come out of the text again, so signatures are checked over it.
    static String decode(String clause, byte[] bytes, int limitBytes) {
        if (bytes.length > limitBytes) {
            throw new MalformedTlog(clause, bytes.length + " bytes, where at most " + limitBytes + " are read");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedTlog(clause, "not valid UTF-8");
        }
        checkCharacters(clause, text);
        return text;
    }

    static void checkCharacters(String clause, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 && text.charAt(i) != '\n') {
                throw new MalformedTlog(clause, "a control character at position " + i);
            }
        }
    }

    /// ASCII digits without leading zeros, up to 2^63 − 1.
    static long decimal(String clause, String digits) {
        try {
            if (DECIMAL.matcher(digits).matches()) {
                return Long.parseLong(digits);
            }
        } catch (NumberFormatException beyondLong) {
            throw new MalformedTlog(clause, "a number below 2^63", digits);
        }
        throw new MalformedTlog(clause, "a decimal number without leading zeros", digits);
    }

    /// Standard base64 with its padding and without stray bits (RFC 4648 §4, §3.5).
    static byte[] base64(String clause, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (base64(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedTlog(clause, "standard base64", text);
        }
        throw new MalformedTlog(clause, "standard base64 in its one canonical form", text);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static Hash hash(String clause, String text) {
        byte[] bytes = base64(clause, text);
        if (bytes.length != Hash.LENGTH_BYTES) {
            throw new MalformedTlog(clause, "a hash of 32 bytes in base64", text);
        }
        return Hash.wrap(bytes);
    }

    static String hash(Hash hash) {
        return base64(hash.bytes());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Whether `text` is a note key's name: not empty, no Unicode space, no plus, no control character, no half of a
    /// surrogate pair (signed-note, Format).
    static boolean isKeyName(String text) {
        return !text.isEmpty() && text.codePoints().noneMatch(TlogText::isForbiddenInName);
    }

    private static boolean isForbiddenInName(int c) {
        return c == '+'
                || c < 0x20
                || c == 0x85
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.SURROGATE;
    }

    static byte[] join(byte[]... parts) {
        byte[] joined =
                new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
