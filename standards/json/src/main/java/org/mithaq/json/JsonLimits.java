// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// What one JSON document may cost its reader. Each bound is inclusive.
///
/// The length of a number's literal has a fixed bound beside these, [JsonNumber#LITERAL_CHARS_MAX].
///
/// @param bytesMax bytes of the whole document
/// @param depthMax arrays and objects around a value, itself included; at most [#DEPTH_CEILING]
/// @param valuesMax values of every kind, the containers included; member names are not counted
/// @param stringBytesMax UTF-8 bytes of one string or member name, escapes resolved
public record JsonLimits(int bytesMax, int depthMax, int valuesMax, int stringBytesMax) {

    /// The greatest `depthMax`, and the depth of every [JsonValue]: what walks a value may recurse this often.
    public static final int DEPTH_CEILING = 1_000;

    private static final JsonLimits STANDARD = new JsonLimits(16 << 20, 64, 1_000_000, 8 << 20);

    public JsonLimits {
        if (bytesMax < 1 || depthMax < 0 || depthMax > DEPTH_CEILING || valuesMax < 1 || stringBytesMax < 0) {
            throw new IllegalArgumentException("limits that admit no document, or a depth beyond " + DEPTH_CEILING);
        }
    }

    /// For one document of a peer or user: 16 MiB, depth 64, a million values, strings of 8 MiB.
    public static JsonLimits standard() {
        return STANDARD;
    }

    /// The same limits with another bound on the document.
    public JsonLimits withBytesMax(int bytes) {
        return new JsonLimits(bytes, depthMax, valuesMax, stringBytesMax);
    }

    /// The same limits with another bound on nesting.
    public JsonLimits withDepthMax(int depth) {
        return new JsonLimits(bytesMax, depth, valuesMax, stringBytesMax);
    }

    /// The same limits with another bound on the count of values.
    public JsonLimits withValuesMax(int values) {
        return new JsonLimits(bytesMax, depthMax, values, stringBytesMax);
    }

    /// The same limits with another bound on each string and member name.
    public JsonLimits withStringBytesMax(int stringBytes) {
        return new JsonLimits(bytesMax, depthMax, valuesMax, stringBytes);
    }
}
