// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import org.jspecify.annotations.Nullable;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// The path by which a granular marking selects content, such as `external_references.[0].source_name` (§7.2.3).
final class Selector {

    /// Longest index; no list of an object within any limit is longer.
    private static final int INDEX_DIGITS_MAX = 9;

    private Selector() {}

    /// Whether `selector` is well formed and selects something that is present in `object`.
    ///
    /// A dictionary key may itself contain the separator, but no key that §2.3 allows does. Time is linear.
    static boolean selects(String selector, JsonObject object) {
        JsonValue at = object;
        int start = 0;
        while (start <= selector.length()) {
            int dot = selector.indexOf('.', start);
            int end = dot < 0 ? selector.length() : dot;
            JsonValue next = step(at, selector.substring(start, end));
            if (next == null) {
                return false;
            }
            at = next;
            start = end + 1;
        }
        return true;
    }

    private static @Nullable JsonValue step(JsonValue from, String component) {
        if (from instanceof JsonObject object) {
            return object.member(component).orElse(null);
        }
        if (!(from instanceof JsonArray array)
                || !component.startsWith("[")
                || !component.endsWith("]")
                || component.length() < 3
                || component.length() > INDEX_DIGITS_MAX + 2) {
            return null;
        }
        int index = 0;
        for (int i = 1; i < component.length() - 1; i++) {
            char c = component.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            index = index * 10 + c - '0';
        }
        return index < array.size() ? array.element(index) : null;
    }
}
