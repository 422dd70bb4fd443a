// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// Reads and writes JSON texts (RFC 8259) that keep to I-JSON (RFC 7493).
public final class Json {

    private Json() {}

    /// Reads the one JSON text that `bytes` are.
    ///
    /// Strict: UTF-8 without a byte order mark and nothing else (RFC 8259 §8.1), unique names (RFC 7493 §2.3),
    /// no lone surrogates (§2.1), no number that a double would change (§2.2), nothing after the text but white
    /// space. Time and memory are bounded by `limits`; it never recurses deeper than they allow.
    ///
    /// @param bytes not changed while they are read, and not kept
    /// @throws MalformedJson if the text is anything else, or beyond a limit
    public static JsonValue read(byte[] bytes, JsonLimits limits) {
        return StrictReader.read(bytes, 0, bytes.length, limits);
    }

    /// Reads the one JSON text in the `length` bytes from `from` on; as [#read(byte[], JsonLimits)]. Places in
    /// refusals count from `from`.
    ///
    /// @throws MalformedJson if the text is anything else, or beyond a limit
    /// @throws IndexOutOfBoundsException if `bytes` has no such part
    public static JsonValue read(byte[] bytes, int from, int length, JsonLimits limits) {
        return StrictReader.read(bytes, from, length, limits);
    }

    /// Writes `value` in UTF-8 without white space; members and numbers as they were written.
    public static byte[] write(JsonValue value) {
        return JsonText.of(value, JsonText.Form.COMPACT);
    }

    /// Writes `value` in UTF-8 for people: a member or element a line, and a last line feed.
    public static byte[] writePretty(JsonValue value) {
        return JsonText.of(value, JsonText.Form.PRETTY);
    }
}
