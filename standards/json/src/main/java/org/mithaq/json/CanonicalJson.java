// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// The one form that equal values share (RFC 8785, JSON Canonicalization Scheme), for hashing and signing.
///
/// What a member signs is kept as bytes from end to end; this form is for identifiers that standards derive from it.
public final class CanonicalJson {

    private CanonicalJson() {}

    /// Writes `value`: no white space (§3.2.1), fewest escapes (§3.2.2.2), numbers as ECMAScript writes them
    /// (§3.2.2.3), members in the order of their names' UTF-16 code units (§3.2.3), UTF-8 (§3.2.4).
    public static byte[] write(JsonValue value) {
        return JsonText.of(value, JsonText.Form.CANONICAL);
    }
}
