// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Decodes one component of a URI (RFC 3986 §2.1), strictly: whole triplets, well-formed UTF-8, no control character.
final class PercentEncoding {

    private PercentEncoding() {}

    /// The text that `raw` stands for. The caller has split the URI at its delimiters.
    ///
    /// @param plusIsSpace true in a query that a form wrote
    /// @throws MalformedUri if a triplet is cut or wrong, or the bytes are no UTF-8, or a control character appears
    static String decode(String raw, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (c == '%') {
                bytes.write(triplet(raw, at));
                at += 2;
            } else if (c > 0x7f) {
                throw new MalformedUri("RFC 3986 §2", "ASCII characters", raw);
            } else {
                bytes.write(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedUri("RFC 3986 §2.5", "UTF-8", raw);
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new MalformedUri("RFC 3986 §7.3", "no control character", raw);
        }
        return text;
    }

    private static int triplet(String raw, int at) {
        int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
        int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0 || raw.charAt(at + 1) > 0x7f || raw.charAt(at + 2) > 0x7f) {
            throw new MalformedUri("RFC 3986 §2.1", "two hexadecimal digits after a percent sign", raw);
        }
        return high << 4 | low;
    }
}
