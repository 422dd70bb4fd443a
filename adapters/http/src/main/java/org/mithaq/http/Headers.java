// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Header fields in the order in which they are sent (RFC 9110 §5). Names are compared without regard to case.
///
/// A value cannot hold a line break or another control character, so that no text from outside can add a field.
public record Headers(List<Field> fields) {

    /// No field at all.
    public static final Headers NONE = new Headers(List.of());

    /// One field.
    ///
    /// @param name a token of RFC 9110 §5.6.2
    /// @param value visible characters, spaces and tabs of ISO 8859-1 (§5.5)
    public record Field(String name, String value) {

        public Field {
            if (name.isEmpty() || !name.chars().allMatch(Field::isToken)) {
                throw new IllegalArgumentException("not the name of a header field (RFC 9110 §5.6.2)");
            }
            if (!value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c <= 0xff && c != 0x7f))) {
                throw new IllegalArgumentException("not the value of a header field (RFC 9110 §5.5): " + name);
            }
        }

        private static boolean isToken(int c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    public Headers {
        fields = List.copyOf(fields);
    }

    /// One field.
    public static Headers of(String name, String value) {
        return new Headers(List.of(new Field(name, value)));
    }

    /// These fields and one more at the end.
    public Headers with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Headers(more);
    }

    /// The value of the first field called `name`.
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /// The values of all fields called `name`, in order.
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }
}
