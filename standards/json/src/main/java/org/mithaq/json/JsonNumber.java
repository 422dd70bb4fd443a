// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.math.BigDecimal;
import java.util.OptionalLong;

/// A number in the form in which it was written (RFC 8259 §6), of which a double keeps what was meant (RFC 7493 §2.2).
///
/// Equal are numbers of the same literal: `1.0` is not `1` here, as their texts differ. Compare [#doubleValue] where
/// the quantity matters.
///
/// @param literal such as `-12.5e3`, at most [#LITERAL_CHARS_MAX] characters; its double is finite, and when it is
///     written as an integer (no fraction, no exponent) beyond ±2^53, then it is exactly that double, or that
///     double's canonical form (RFC 8785 prints 2^68 as 295147905179352830000)
public record JsonNumber(String literal) implements JsonValue {

    /// The most characters of a literal; the shortest exact integer of every double has 309 or fewer.
    public static final int LITERAL_CHARS_MAX = 1_000;

    /// Up to this many characters no integer can reach 2^53 and no plain fraction can overflow.
    private static final int SURELY_EXACT_CHARS = 16;

    private static final double EXACT_BELOW = 0x1p53;

    public JsonNumber {
        if (literal.length() > LITERAL_CHARS_MAX || !isNumber(literal)) {
            throw new IllegalArgumentException("RFC 8259 §6: no number: \"" + Excerpt.of(literal) + '"');
        }
        if (!isExact(literal)) {
            throw new IllegalArgumentException("RFC 7493 §2.2: not exact: \"" + Excerpt.of(literal) + '"');
        }
    }

    /// The number `value`.
    ///
    /// @throws IllegalArgumentException if a double would round it
    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /// The number `value` in its canonical form (RFC 8785 §3.2.2.3).
    ///
    /// @throws IllegalArgumentException if it is infinite or not a number
    public static JsonNumber of(double value) {
        return new JsonNumber(EcmaNumber.text(value));
    }

    /// Whether it is written as an integer: no fraction, no exponent.
    public boolean isInteger() {
        return isInteger(literal);
    }

    /// The exact value, when it is written as an integer, and both a long and a double hold it.
    /// `1.0` and `1e2` are not so written.
    public OptionalLong asLong() {
        // A sign and 19 digits are the most that a long has.
        if (!isInteger() || literal.length() > 20) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(literal);
            boolean exact = literal.length() < SURELY_EXACT_CHARS || isEqual(literal, doubleValue());
            return exact ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException beyondLong) {
            return OptionalLong.empty();
        }
    }

    /// The nearest double, always finite.
    public double doubleValue() {
        return Double.parseDouble(literal);
    }

    /// Whether the double nearest to a well-formed `literal` keeps what was meant; see the record.
    static boolean isExact(String literal) {
        boolean integer = isInteger(literal);
        if (integer && literal.length() < SURELY_EXACT_CHARS) {
            return true;
        }
        double value = Double.parseDouble(literal);
        if (Double.isInfinite(value)) {
            return false;
        }
        return !integer || Math.abs(value) < EXACT_BELOW || isEqual(literal, value) || isCanonical(literal, value);
    }

    private static boolean isEqual(String integer, double value) {
        return new BigDecimal(value).compareTo(new BigDecimal(integer)) == 0;
    }

    /// Canonical forms of great doubles end in zeros that stand for other digits. They must be readable all the same,
    /// and lose nothing: every reader of doubles finds the same one, and writes it back so.
    private static boolean isCanonical(String integer, double value) {
        return EcmaNumber.text(value).equals(integer);
    }

    private static boolean isInteger(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    /// RFC 8259 §6: `[ minus ] int [ frac ] [ exp ]`.
    private static boolean isNumber(String s) {
        int i = s.startsWith("-") ? 1 : 0;
        int digits = digits(s, i);
        if (digits == 0 || (digits > 1 && s.charAt(i) == '0')) {
            return false;
        }
        i += digits;
        if (i < s.length() && s.charAt(i) == '.') {
            int fraction = digits(s, i + 1);
            if (fraction == 0) {
                return false;
            }
            i += 1 + fraction;
        }
        if (i < s.length() && (s.charAt(i) == 'e' || s.charAt(i) == 'E')) {
            i++;
            if (i < s.length() && (s.charAt(i) == '+' || s.charAt(i) == '-')) {
                i++;
            }
            int exponent = digits(s, i);
            if (exponent == 0) {
                return false;
            }
            i += exponent;
        }
        return i == s.length();
    }

    private static int digits(String s, int from) {
        int i = from;
        while (i < s.length() && s.charAt(i) >= '0' && s.charAt(i) <= '9') {
            i++;
        }
        return i - from;
    }

    @Override
    public String toString() {
        return Excerpt.of(literal);
    }
}
