// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.util.BitSet;

/// Finds where a text stops being JSON, and which clause of RFC 8259 it breaks there.
///
/// Jackson tells neither reliably. This walks the bytes with the grammar in hand, without recursion, and only when a
/// text has been refused.
final class Grammar {

    /// What may come next.
    private enum State {
        VALUE,
        VALUE_OR_END,
        NAME,
        NAME_OR_END,
        COLON,
        COMMA_OR_END,
        NOTHING
    }

    /// The first fault.
    private record Fault(int at, MalformedJson.Reason reason, String clause, String expected) {}

    /// Thrown and caught here alone: the walk ends at the first fault, however deep in it that is found.
    private static final class Found extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Fault fault;

        Found(Fault fault) {
            super("a fault", null, false, false);
            this.fault = fault;
        }
    }

    private final byte[] bytes;
    private final int end;
    private final BitSet objects = new BitSet();
    private int depth;
    private int i;

    private Grammar(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.i = from;
        this.end = end;
    }

    /// The refusal of a text that Jackson refused with `cause`.
    ///
    /// @param otherwise the reason when the grammar has nothing against the text
    static MalformedJson refusal(byte[] bytes, int from, int length, MalformedJson.Reason otherwise, Exception cause) {
        Fault fault = new Grammar(bytes, from, from + length).fault(otherwise);
        MalformedJson refusal =
                MalformedJson.in(bytes, from, length, fault.at - from, fault.reason, fault.clause, fault.expected);
        refusal.initCause(cause);
        return refusal;
    }

    private Fault fault(MalformedJson.Reason otherwise) {
        try {
            walk();
            // Jackson has one reason beyond the grammar: names so many, and so alike, that its table of names is full.
            return new Fault(i, otherwise, "limit of names", "fewer names whose hashes are alike");
        } catch (Found found) {
            return found.fault;
        }
    }

    private void walk() throws Found {
        State state = State.VALUE;
        while (true) {
            whiteSpace();
            if (i == end && state == State.NOTHING) {
                return;
            }
            state = step(state);
        }
    }

    private State step(State state) throws Found {
        int b = peek();
        return switch (state) {
            case VALUE -> value(b);
            case VALUE_OR_END -> b == ']' ? closed() : value(b);
            case NAME_OR_END -> b == '}' ? closed() : name(b);
            case NAME -> name(b);
            case COLON -> {
                require(b == ':', "RFC 8259 §4", "a colon after the name");
                i++;
                yield State.VALUE;
            }
            case COMMA_OR_END -> commaOrEnd(b);
            case NOTHING ->
                throw new Found(
                        new Fault(i, MalformedJson.Reason.TRAILING_BYTES, "RFC 8259 §2", "nothing after the value"));
        };
    }

    private State value(int b) throws Found {
        switch (b) {
            case '{', '[' -> {
                objects.set(depth++, b == '{');
                i++;
                return b == '{' ? State.NAME_OR_END : State.VALUE_OR_END;
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                require(b == '-' || isDigit(b), "RFC 8259 §3", "a value");
                number();
            }
        }
        return afterValue();
    }

    private State name(int b) throws Found {
        require(b == '"', "RFC 8259 §4", "a name in quotation marks");
        string();
        return State.COLON;
    }

    private State commaOrEnd(int b) throws Found {
        boolean object = objects.get(depth - 1);
        if (b == (object ? '}' : ']')) {
            return closed();
        }
        require(b == ',', object ? "RFC 8259 §4" : "RFC 8259 §5", object ? "a comma or }" : "a comma or ]");
        i++;
        return object ? State.NAME : State.VALUE;
    }

    private State closed() {
        i++;
        depth--;
        return afterValue();
    }

    private State afterValue() {
        return depth == 0 ? State.NOTHING : State.COMMA_OR_END;
    }

    private void string() throws Found {
        i++;
        while (peek() != '"') {
            require(peek() >= 0x20, "RFC 8259 §7", "control characters to be escaped");
            if (peek() == '\\') {
                i++;
                escape();
            } else {
                i++;
            }
        }
        i++;
    }

    private void escape() throws Found {
        int b = peek();
        if (b == 'u') {
            for (int digit = 1; digit <= 4; digit++) {
                i++;
                require(Character.digit(peek(), 16) >= 0 && peek() < 0x80, "RFC 8259 §7", "four hexadecimal digits");
            }
        } else {
            require(
                    "\"\\/bfnrt".indexOf(b) >= 0,
                    "RFC 8259 §7",
                    "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
        }
        i++;
    }

    private void literal(String literal) throws Found {
        int begin = i;
        for (int k = 0; k < literal.length(); k++) {
            if (peek() != literal.charAt(k)) {
                throw new Found(new Fault(begin, MalformedJson.Reason.SYNTAX, "RFC 8259 §3", "true, false or null"));
            }
            i++;
        }
    }

    private void number() throws Found {
        int begin = i;
        if (peek() == '-') {
            i++;
        }
        boolean zero = peek() == '0';
        digits();
        boolean leadingZero = zero && i - begin > (bytes[begin] == '-' ? 2 : 1);
        if (leadingZero) {
            throw new Found(new Fault(begin, MalformedJson.Reason.SYNTAX, "RFC 8259 §6", "no leading zero"));
        }
        if (i < end && peek() == '.') {
            i++;
            digits();
        }
        if (i < end && (peek() == 'e' || peek() == 'E')) {
            i++;
            if (peek() == '+' || peek() == '-') {
                i++;
            }
            digits();
        }
        if (i - begin > JsonNumber.LITERAL_CHARS_MAX) {
            throw new Found(new Fault(
                    begin,
                    MalformedJson.Reason.TOO_LONG,
                    "limit LITERAL_CHARS_MAX",
                    "a number of at most " + JsonNumber.LITERAL_CHARS_MAX + " characters"));
        }
    }

    private void digits() throws Found {
        require(isDigit(peek()), "RFC 8259 §6", "a digit");
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private void whiteSpace() {
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r')) {
            i++;
        }
    }

    private int peek() throws Found {
        if (i == end) {
            throw new Found(new Fault(i, MalformedJson.Reason.TRUNCATED, "RFC 8259 §2", "the rest of the value"));
        }
        return bytes[i] & 0xff;
    }

    private void require(boolean holds, String clause, String expected) throws Found {
        if (!holds) {
            throw new Found(new Fault(i, MalformedJson.Reason.SYNTAX, clause, expected));
        }
    }
}
