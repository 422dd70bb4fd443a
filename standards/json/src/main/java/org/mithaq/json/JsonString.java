// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// A string (RFC 8259 §7) of Unicode scalar values: it has no lone surrogate (RFC 7493 §2.1).
public final class JsonString implements JsonValue {

    private final String value;

    private JsonString(String value) {
        this.value = value;
    }

    /// The string with this text.
    ///
    /// @throws IllegalArgumentException if `value` has a lone surrogate
    public static JsonString of(String value) {
        return new JsonString(checked(value));
    }

    /// The string with a text that is known to have no lone surrogate.
    static JsonString wellFormed(String value) {
        return new JsonString(value);
    }

    /// Returns `text`, which is known from here on to have no lone surrogate.
    static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException("RFC 7493 §2.1: lone surrogate in \"" + Excerpt.of(text) + '"');
                }
                i++;
            }
        }
        return text;
    }

    /// The text, escapes resolved.
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonString string && value.equals(string.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return JsonText.excerpt(this);
    }
}
