// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/// An object (RFC 8259 §4) whose names are unique (RFC 7493 §2.3).
///
/// Members keep the order in which they were written; two objects of the same members are equal in any order.
/// The conveniences by type ([#string] and the like) are empty for a member that is absent *and* for one of another
/// type: whoever must tell these apart asks [#member].
public final class JsonObject implements JsonValue, Iterable<JsonObject.Member> {

    private static final JsonObject EMPTY = builder().build();

    private final String[] names;
    private final JsonValue[] values;
    private final NameIndex index;
    private final int depth;

    /// One member.
    ///
    /// @param name without lone surrogates
    /// @param value any
    public record Member(String name, JsonValue value) {}

    private JsonObject(String[] names, JsonValue[] values, NameIndex index) {
        this.names = names;
        this.values = values;
        this.index = index;
        this.depth = Nesting.around(values);
    }

    /// The object without members.
    public static JsonObject empty() {
        return EMPTY;
    }

    /// Takes over names and values, which nobody changes any more, of an index without a duplicate.
    static JsonObject owning(String[] names, JsonValue[] values, NameIndex index) {
        return new JsonObject(names, values, index);
    }

    /// Starts an object without members.
    public static Builder builder() {
        return new Builder();
    }

    /// Starts an object with the members of this one.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.names.addAll(Arrays.asList(names));
        builder.values.addAll(Arrays.asList(values));
        return builder;
    }

    /// The value of the member `name`.
    public Optional<JsonValue> member(String name) {
        int i = index.find(name);
        return i < 0 ? Optional.empty() : Optional.of(values[i]);
    }

    /// Whether there is a member `name`, of any type.
    public boolean has(String name) {
        return index.find(name) >= 0;
    }

    /// The text of the member `name`, when it is a string.
    public Optional<String> string(String name) {
        int i = index.find(name);
        return i >= 0 && values[i] instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /// The member `name`, when it is an array.
    public Optional<JsonArray> array(String name) {
        int i = index.find(name);
        return i >= 0 && values[i] instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    /// The texts of the member `name`, when it is an array of strings only.
    public Optional<List<String>> strings(String name) {
        return array(name).flatMap(JsonArray::strings);
    }

    /// The member `name`, when it is an object.
    public Optional<JsonObject> object(String name) {
        int i = index.find(name);
        return i >= 0 && values[i] instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /// The member `name`, when it is a number.
    public Optional<JsonNumber> number(String name) {
        int i = index.find(name);
        return i >= 0 && values[i] instanceof JsonNumber number ? Optional.of(number) : Optional.empty();
    }

    /// The value of the member `name`, when it is written as an integer and a long holds it; see [JsonNumber#asLong].
    public OptionalLong integer(String name) {
        int i = index.find(name);
        return i >= 0 && values[i] instanceof JsonNumber number ? number.asLong() : OptionalLong.empty();
    }

    /// The truth value of the member `name`, when it is `true` or `false`.
    public Optional<Boolean> bool(String name) {
        int i = index.find(name);
        return i >= 0 && values[i] instanceof JsonBoolean bool ? Optional.of(bool.value()) : Optional.empty();
    }

    /// The names in their order; cannot be changed.
    public List<String> names() {
        return Collections.unmodifiableList(Arrays.asList(names));
    }

    /// The name of the member at `position`, from 0.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public String name(int position) {
        return names[position];
    }

    /// The value of the member at `position`, from 0.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public JsonValue value(int position) {
        return values[position];
    }

    /// How many members there are.
    public int size() {
        return names.length;
    }

    /// Whether there is no member.
    public boolean isEmpty() {
        return names.length == 0;
    }

    /// The same object in which the member `name` has this value; a new member comes last.
    ///
    /// @throws IllegalArgumentException if `name` has a lone surrogate
    public JsonObject with(String name, JsonValue value) {
        int i = index.find(name);
        if (i < 0) {
            return toBuilder().put(name, value).build();
        }
        JsonValue[] changed = values.clone();
        changed[i] = value;
        return new JsonObject(names, changed, index);
    }

    /// The same object without the member `name`, which may be absent.
    public JsonObject without(String name) {
        int i = index.find(name);
        if (i < 0) {
            return this;
        }
        Builder builder = toBuilder();
        builder.names.remove(i);
        builder.values.remove(i);
        return builder.build();
    }

    int depth() {
        return depth;
    }

    /// The members in their order.
    @Override
    public Iterator<Member> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < names.length;
            }

            @Override
            public Member next() {
                if (next == names.length) {
                    throw new NoSuchElementException();
                }
                return new Member(names[next], values[next++]);
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof JsonObject object) || object.names.length != names.length) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            int j = object.index.find(names[i]);
            if (j < 0 || !values[i].equals(object.values[j])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (int i = 0; i < names.length; i++) {
            sum += names[i].hashCode() ^ values[i].hashCode();
        }
        return sum;
    }

    @Override
    public String toString() {
        return JsonText.excerpt(this);
    }

    /// Collects members in order. Belongs to one thread.
    public static final class Builder {

        private final List<String> names = new ArrayList<>();
        private final List<JsonValue> values = new ArrayList<>();

        private Builder() {}

        /// Adds a member.
        ///
        /// @throws IllegalArgumentException if `name` has a lone surrogate
        public Builder put(String name, JsonValue value) {
            names.add(JsonString.checked(name));
            values.add(value);
            return this;
        }

        /// Adds a string.
        ///
        /// @throws IllegalArgumentException if a lone surrogate is in one of the two
        public Builder put(String name, String value) {
            return put(name, JsonString.of(value));
        }

        /// Adds an integer.
        ///
        /// @throws IllegalArgumentException if a double would round it (RFC 7493 §2.2)
        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        /// Adds a number.
        ///
        /// @throws IllegalArgumentException if it is infinite or not a number
        public Builder put(String name, double value) {
            return put(name, JsonNumber.of(value));
        }

        /// Adds a truth value.
        public Builder put(String name, boolean value) {
            return put(name, JsonBoolean.of(value));
        }

        /// Adds an array of strings.
        ///
        /// @throws IllegalArgumentException if a lone surrogate is in one of them
        public Builder put(String name, List<String> strings) {
            return put(name, JsonArray.ofStrings(strings));
        }

        /// The object of the members so far.
        ///
        /// @throws IllegalArgumentException if two have the same name, or the object were nested deeper than
        ///     [JsonLimits#DEPTH_CEILING]
        public JsonObject build() {
            String[] allNames = names.toArray(String[]::new);
            NameIndex index = new NameIndex(allNames);
            if (index.duplicate() >= 0) {
                throw new IllegalArgumentException(
                        "RFC 7493 §2.3: two members \"" + Excerpt.of(allNames[index.duplicate()]) + '"');
            }
            return new JsonObject(allNames, values.toArray(JsonValue[]::new), index);
        }
    }
}
