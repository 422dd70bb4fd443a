// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.targets;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Whether bytes are an I-JSON text, slowly and after the letter of RFC 8259 and RFC 7493 §2.1 and §2.3: a second
/// opinion, written without a look at the first. Knows no limits but the depth of its own stack, and leaves it open
/// which numbers a double holds.
final class ReferenceJson {

    private final String text;
    private int at;

    private ReferenceJson(String text) {
        this.text = text;
    }

    /// What is no JSON.
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static boolean accepts(byte[] bytes) {
        try {
            // A byte order mark is a character like any other to this decoder, and begins no value.
            var reference = new ReferenceJson(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
            reference.value();
            return reference.at == reference.text.length();
        } catch (CharacterCodingException | Broken refused) {
            return false;
        }
    }

    /// A value with the white space around it (RFC 8259 §2, §3).
    private void value() {
        space();
        switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
        space();
    }

    /// RFC 8259 §4; each name once (RFC 7493 §2.3).
    private void object() {
        Set<String> names = new HashSet<>();
        take('{');
        space();
        if (peek() != '}') {
            while (true) {
                space();
                if (!names.add(string())) {
                    throw new Broken();
                }
                space();
                take(':');
                value();
                if (peek() != ',') {
                    break;
                }
                take(',');
            }
        }
        take('}');
    }

    /// RFC 8259 §5.
    private void array() {
        take('[');
        space();
        if (peek() != ']') {
            value();
            while (peek() == ',') {
                take(',');
                value();
            }
        }
        take(']');
    }

    /// RFC 8259 §6.
    private void number() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from) {
            throw new Broken();
        }
    }

    /// RFC 8259 §7; whole surrogate pairs only (RFC 7493 §2.1).
    private String string() {
        StringBuilder string = new StringBuilder();
        take('"');
        while (peek() != '"') {
            int c = peek();
            if (c < 0x20) {
                throw new Broken();
            }
            at++;
            string.append(c == '\\' ? escaped() : (char) c);
        }
        take('"');
        for (int index = 0; index < string.length(); index++) {
            if (Character.isHighSurrogate(string.charAt(index))
                    && index + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(index + 1))) {
                index++;
            } else if (Character.isSurrogate(string.charAt(index))) {
                throw new Broken();
            }
        }
        return string.toString();
    }

    private char escaped() {
        int c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw new Broken();
        };
    }

    private char hex() {
        int value = 0;
        for (int digit = 0; digit < 4; digit++) {
            int c = peek();
            int nibble = "0123456789abcdef".indexOf(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
            if (nibble < 0) {
                throw new Broken();
            }
            value = value << 4 | nibble;
            at++;
        }
        return (char) value;
    }

    private void word(String word) {
        if (!text.startsWith(word, at)) {
            throw new Broken();
        }
        at += word.length();
    }

    private void space() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw new Broken();
        }
        at++;
    }

    /// The character here; -1 at the end.
    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }
}
