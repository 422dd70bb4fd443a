// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.json.Excerpt;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonBoolean;
import org.mithaq.json.JsonNull;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

/// What one reading of one object has found so far: its defects and its references. Belongs to one thread.
final class Findings {

    /// Beyond this many defects of one object, the rest is only counted: a hostile object must not cost memory.
    static final int DEFECTS_MAX = 1_000;

    private final List<Defect> defects = new ArrayList<>(0);
    private final List<Reference> references = new ArrayList<>(4);
    private boolean refused;

    /// Reports `defect` of `rule`.
    void add(Rule rule, Defect defect) {
        refused |= rule.refuses();
        if (defects.size() < DEFECTS_MAX || (rule.refuses() && defects.size() < 2 * DEFECTS_MAX)) {
            defects.add(defect);
        }
    }

    /// Reports that `rule` is broken at `jsonPath`.
    void add(Rule rule, String jsonPath, String found) {
        add(rule, rule.at(jsonPath, found));
    }

    /// Keeps a reference that is well formed.
    void add(Reference reference) {
        references.add(reference);
    }

    /// Whether a rule that refuses was broken.
    boolean refused() {
        return refused;
    }

    List<Defect> defects() {
        return defects;
    }

    List<Reference> references() {
        return references;
    }

    /// The path of the member `name` of what stands at `jsonPath`. Names are hostile: other than plain ones are
    /// quoted.
    static String child(String jsonPath, String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c >= 'A' && c <= 'Z');
            if (!plain || i > StixId.TYPE_CHARS_MAX) {
                return jsonPath + "['" + Excerpt.of(name) + "']";
            }
        }
        return jsonPath + '.' + name;
    }

    /// The path of the element at `index` of the list at `jsonPath`.
    static String child(String jsonPath, int index) {
        return jsonPath + '[' + index + ']';
    }

    /// A value in a few words, for what was found.
    static String shown(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonNumber number -> number.literal();
            case JsonBoolean bool -> bool.toString();
            case JsonNull _ -> "null";
            case JsonArray array -> "a list of " + array.size();
            case JsonObject object -> "an object of " + object.size();
        };
    }
}
