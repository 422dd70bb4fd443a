// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// An array (RFC 8259 §5).
public final class JsonArray implements JsonValue, Iterable<JsonValue> {

    private static final JsonArray EMPTY = new JsonArray(new JsonValue[0]);

    private final List<JsonValue> elements;
    private final int depth;

    /// Takes over `elements`, which nobody changes any more.
    private JsonArray(JsonValue[] elements) {
        this.depth = Nesting.around(elements);
        this.elements = Collections.unmodifiableList(Arrays.asList(elements));
    }

    /// The array of `elements`, in this order.
    ///
    /// @throws IllegalArgumentException if it were nested deeper than [JsonLimits#DEPTH_CEILING]
    public static JsonArray of(JsonValue... elements) {
        return owning(elements.clone());
    }

    /// The array of `elements`, in this order.
    ///
    /// @throws IllegalArgumentException if it were nested deeper than [JsonLimits#DEPTH_CEILING]
    public static JsonArray of(List<? extends JsonValue> elements) {
        return owning(elements.toArray(JsonValue[]::new));
    }

    /// The array of these strings, in this order.
    ///
    /// @throws IllegalArgumentException if one has a lone surrogate
    public static JsonArray ofStrings(List<String> strings) {
        return owning(strings.stream().map(JsonString::of).toArray(JsonValue[]::new));
    }

    static JsonArray owning(JsonValue[] elements) {
        return elements.length == 0 ? EMPTY : new JsonArray(elements);
    }

    /// The elements; cannot be changed.
    public List<JsonValue> elements() {
        return elements;
    }

    /// The element at `index`, from 0.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public JsonValue element(int index) {
        return elements.get(index);
    }

    /// How many elements there are.
    public int size() {
        return elements.size();
    }

    /// Whether there is no element.
    public boolean isEmpty() {
        return elements.isEmpty();
    }

    /// The texts of the elements, when every element is a string.
    public Optional<List<String>> strings() {
        List<String> strings = new ArrayList<>(elements.size());
        for (JsonValue element : elements) {
            if (!(element instanceof JsonString string)) {
                return Optional.empty();
            }
            strings.add(string.value());
        }
        return Optional.of(Collections.unmodifiableList(strings));
    }

    int depth() {
        return depth;
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return elements.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonArray array && elements.equals(array.elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return JsonText.excerpt(this);
    }
}
