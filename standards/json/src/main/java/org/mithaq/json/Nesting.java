// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// How deep values lie in each other, so that what walks a value may recurse.
final class Nesting {

    private Nesting() {}

    /// Arrays and objects along the deepest way into `value`, itself included; 0 for what holds nothing.
    static int of(JsonValue value) {
        return switch (value) {
            case JsonObject object -> object.depth();
            case JsonArray array -> array.depth();
            case JsonString string -> 0;
            case JsonNumber number -> 0;
            case JsonBoolean bool -> 0;
            case JsonNull none -> 0;
        };
    }

    /// The depth of a container of `values`.
    ///
    /// @throws IllegalArgumentException if that is beyond [JsonLimits#DEPTH_CEILING]
    static int around(JsonValue[] values) {
        int deepest = 0;
        for (JsonValue value : values) {
            deepest = Math.max(deepest, of(value));
        }
        if (deepest >= JsonLimits.DEPTH_CEILING) {
            throw new IllegalArgumentException("nested deeper than " + JsonLimits.DEPTH_CEILING);
        }
        return deepest + 1;
    }
}
