// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// The literals `true` and `false` (RFC 8259 §3).
public enum JsonBoolean implements JsonValue {
    /// `false`
    FALSE,
    /// `true`
    TRUE;

    /// The one that stands for `value`.
    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /// The truth value.
    public boolean value() {
        return this == TRUE;
    }

    @Override
    public String toString() {
        return value() ? "true" : "false";
    }
}
