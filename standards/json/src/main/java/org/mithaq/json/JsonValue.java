// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.util.Optional;

/// A JSON value (RFC 8259 §3) that I-JSON (RFC 7493) allows. Immutable.
///
/// Every value can be written, and put into canonical form: no lone surrogate, no duplicate name, no number that a
/// double would change, no deeper nesting than [JsonLimits#DEPTH_CEILING]. `toString` is an [Excerpt] of the text.
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /// This value, when it is an object.
    default Optional<JsonObject> asObject() {
        return this instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /// This value, when it is an array.
    default Optional<JsonArray> asArray() {
        return this instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    /// The text, when this value is a string.
    default Optional<String> asString() {
        return this instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /// This value, when it is a number.
    default Optional<JsonNumber> asNumber() {
        return this instanceof JsonNumber number ? Optional.of(number) : Optional.empty();
    }

    /// The truth value, when this value is one.
    default Optional<Boolean> asBoolean() {
        return this instanceof JsonBoolean bool ? Optional.of(bool.value()) : Optional.empty();
    }
}
