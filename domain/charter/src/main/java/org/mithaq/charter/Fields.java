// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mithaq.crypto.Hash;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.Json;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;
import org.mithaq.json.MalformedJson;

/// The members of a JSON object of which exactly these, and no others, are allowed.
///
/// Every refusal is a [CharterRejected] under the clause of the object, or under the one that a getter is told.
final class Fields {

    private final JsonObject object;
    private final CharterClause clause;

    private Fields(JsonObject object, CharterClause clause) {
        this.object = object;
        this.clause = clause;
    }

    /// Reads a document that is one object in the form of RFC 8785.
    static JsonObject canonicalObject(byte[] document, JsonLimits limits, CharterClause clause) {
        if (document.length > limits.bytesMax()) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, clause, document.length + " bytes");
        }
        JsonValue value;
        try {
            value = Json.read(document, limits);
        } catch (MalformedJson e) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, clause, e.clause() + ": " + e.excerpt());
        }
        JsonObject object = value.asObject()
                .orElseThrow(() -> new CharterRejected(CharterRejected.Code.MALFORMED, clause, value.toString()));
        if (!Arrays.equals(CanonicalJson.write(object), document)) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, clause, "not in the form of RFC 8785");
        }
        return object;
    }

    /// The members `names` of `value`, all of which are there, and no other.
    static Fields of(JsonValue value, CharterClause clause, String... names) {
        return optional(value, clause, Set.of(), names);
    }

    /// The members `names` of `value`, all of which are there, and perhaps some of `optional`, and no other.
    static Fields optional(JsonValue value, CharterClause clause, Set<String> optional, String... names) {
        JsonObject object = value.asObject()
                .orElseThrow(() -> new CharterRejected(CharterRejected.Code.MALFORMED, clause, value.toString()));
        List<String> required = List.of(names);
        for (String name : required) {
            if (!object.has(name)) {
                throw new CharterRejected(CharterRejected.Code.MISSING, clause, "no member " + name);
            }
        }
        for (String name : object.names()) {
            if (!required.contains(name) && !optional.contains(name)) {
                throw new CharterRejected(CharterRejected.Code.MALFORMED, clause, "a member " + name);
            }
        }
        return new Fields(object, clause);
    }

    boolean has(String name) {
        return object.has(name);
    }

    JsonValue value(String name) {
        return object.member(name).orElseThrow(() -> refuse(name));
    }

    String text(String name) {
        return object.string(name).orElseThrow(() -> refuse(name));
    }

    /// An integer from `min` to `max`.
    int integer(String name, int min, int max) {
        long value = object.integer(name).orElseThrow(() -> refuse(name));
        // Canonical numbers have no second spelling; "1.0" and "1e0" were refused with the document.
        if (value < min || value > max) {
            throw refuse(name);
        }
        return (int) value;
    }

    /// The size of a log.
    long size(String name) {
        long value = object.integer(name).orElseThrow(() -> refuse(name));
        if (value < 0 || value > LogPin.SIZE_MAX) {
            throw refuse(name);
        }
        return value;
    }

    Hash hash(String name) {
        return Hex.hash(text(name), clause);
    }

    /// The bytes of RFC 4648 §4 with padding, in their one spelling.
    byte[] base64(String name) {
        String text = text(name);
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // Falls through to the one refusal.
        }
        throw refuse(name);
    }

    /// The elements of an array of at most `max`, each read by `element`.
    <E> List<E> list(String name, int max, Function<JsonValue, E> element) {
        JsonArray array = object.array(name).orElseThrow(() -> refuse(name));
        if (array.size() > max) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, clause, array.size() + " " + name);
        }
        List<E> read = new ArrayList<>(array.size());
        for (JsonValue each : array) {
            read.add(element.apply(each));
        }
        return read;
    }

    /// The same for strings.
    <E> List<E> texts(String name, int max, Function<String, E> element) {
        return list(name, max, each -> element.apply(each.asString().orElseThrow(() -> refuse(name))));
    }

    /// What `lookup` makes of a string, if anything.
    <E> E known(String name, Function<String, Optional<E>> lookup) {
        return lookup.apply(text(name)).orElseThrow(() -> refuse(name));
    }

    /// Member ids in ascending order, at most `max`, none twice.
    List<MemberId> memberIds(String name, int max) {
        List<MemberId> ids = texts(name, max, text -> new MemberId(Hex.hash(text, clause)));
        for (int index = 1; index < ids.size(); index++) {
            if (ids.get(index - 1).compareTo(ids.get(index)) >= 0) {
                throw new CharterRejected(
                        CharterRejected.Code.MALFORMED, clause, name + " not in ascending order, or one twice");
            }
        }
        return ids;
    }

    /// The suite, of which this version knows the first.
    void suite() {
        integer("suite", 1, 1);
    }

    CharterRejected refuse(String name) {
        return new CharterRejected(
                CharterRejected.Code.MALFORMED,
                clause,
                name + ": " + object.member(name).map(Fields::shown).orElse(""));
    }

    private static String shown(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonNumber number -> number.literal();
            case JsonValue other -> other.toString();
        };
    }
}
