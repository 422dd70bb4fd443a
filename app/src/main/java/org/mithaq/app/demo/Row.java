// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.Names;
import org.mithaq.json.Json;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.json.MalformedJson;
import org.mithaq.stix.StixId;

/// One JSON object of a resource, read strictly: what is missing, too much or of another type is refused.
record Row(String resource, String path, JsonObject object) {

    /// Largest resource of the scenario.
    static final int BYTES_MAX = 256 * 1024;

    private static final JsonLimits LIMITS = JsonLimits.standard().withBytesMax(BYTES_MAX);

    /// Reads a whole resource of exactly these members.
    ///
    /// @throws ScenarioBroken if it is none
    static Row read(String resource, byte[] bytes, String... names) {
        try {
            return of(resource, "$", Json.read(bytes, LIMITS)).only(names);
        } catch (MalformedJson e) {
            throw new ScenarioBroken(resource, "byte " + e.offset(), "JSON within limits", e.excerpt());
        }
    }

    private static Row of(String resource, String path, JsonValue value) {
        if (value instanceof JsonObject object) {
            return new Row(resource, path, object);
        }
        throw new ScenarioBroken(resource, path, "an object", value.toString());
    }

    /// Refuses every member that is not among `names`.
    Row only(String... names) {
        Set<String> known = Set.copyOf(Arrays.asList(names));
        for (String name : object.names()) {
            if (!known.contains(name)) {
                throw broken(name, "one of " + String.join(", ", names));
            }
        }
        return this;
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name) {
        return object.string(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> broken(name, "a string that is not empty"));
    }

    /// The number of the member, at least 0 and at most `max`.
    int count(String name, int max) {
        OptionalLong number = object.integer(name);
        if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > max) {
            throw broken(name, "an integer from 0 to " + max);
        }
        return (int) number.getAsLong();
    }

    boolean flag(String name) {
        return object.bool(name).orElseThrow(() -> broken(name, "true or false"));
    }

    /// The texts of the member, without a duplicate.
    List<String> texts(String name) {
        List<String> texts = object.strings(name).orElseThrow(() -> broken(name, "a list of strings"));
        if (texts.stream().distinct().count() != texts.size()) {
            throw broken(name, "no duplicate");
        }
        return texts;
    }

    List<StixId> ids(String name) {
        List<StixId> ids = new ArrayList<>();
        for (String text : texts(name)) {
            ids.add(StixId.tryParse(text).orElseThrow(() -> broken(name, "STIX identifiers")));
        }
        return List.copyOf(ids);
    }

    /// The member as what `found` makes of its text.
    <T> T known(String name, Optional<T> found) {
        return found.orElseThrow(() -> broken(name, "a value that is known"));
    }

    List<Row> rows(String name) {
        JsonArray array = object.array(name).orElseThrow(() -> broken(name, "a list"));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            rows.add(of(resource, child(name) + "[" + i + "]", array.element(i)));
        }
        return List.copyOf(rows);
    }

    /// Text in the three languages.
    Names names(String name) {
        JsonValue value = object.member(name).orElseThrow(() -> broken(name, "ar, fr and en"));
        Row three = of(resource, child(name), value).only("ar", "fr", "en");
        try {
            return new Names(three.text("ar"), three.text("fr"), three.text("en"));
        } catch (CharterRejected e) {
            throw three.because(e);
        }
    }

    /// What to throw when the charter does not admit a text.
    ScenarioBroken because(CharterRejected e) {
        return new ScenarioBroken(resource, path, "text that a charter admits", String.valueOf(e.getMessage()));
    }

    ScenarioBroken broken(String name, String expected) {
        String found = object.member(name).map(JsonValue::toString).orElse("nothing");
        return new ScenarioBroken(resource, child(name), expected, found);
    }

    private String child(String name) {
        return path + "." + name;
    }
}
