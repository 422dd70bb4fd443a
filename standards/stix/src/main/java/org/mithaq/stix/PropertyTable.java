// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The properties of an object type, an extension or a nested type, and how they depend on each other.
///
/// @param name of the type, such as `indicator`
/// @param section clause that describes the type, such as `§4.7`
/// @param clause clause of its property table, such as `§4.7.1`
/// @param properties by name
/// @param required those that must be present, in the order of the table
/// @param requiredMask all their bits
/// @param oneOf sets of which at least one property must be present
/// @param notBoth pairs of which only one may be present
/// @param orders pairs of times
record PropertyTable(
        String name,
        String section,
        String clause,
        Map<String, Property> properties,
        List<Property> required,
        long requiredMask,
        List<List<String>> oneOf,
        List<List<String>> notBoth,
        List<TimeOrder> orders) {

    /// Two times or numbers of which the one must not lie after the other, or must lie before it when `strict`.
    record TimeOrder(String earlier, String later, boolean strict) {}

    /// Reads rows separated by blanks: properties (see [Property#of]); `?a|b` at least one of; `?*` at least one
    /// property of this table's own; `^a|b` not both; `<a,b` a not after b; `<<a,b` a before b.
    ///
    /// @param inherited rows that belong to every type of the kind, not counted by `?*`
    static PropertyTable of(String name, String section, String clause, String rows, String inherited) {
        Map<String, Property> properties = new LinkedHashMap<>();
        List<Property> required = new ArrayList<>();
        List<List<String>> oneOf = new ArrayList<>();
        List<List<String>> notBoth = new ArrayList<>();
        List<TimeOrder> orders = new ArrayList<>();
        List<String> own = new ArrayList<>();
        boolean anyOwn = false;
        for (String row : words(rows)) {
            switch (row.charAt(0)) {
                case '?' -> {
                    if (row.equals("?*")) {
                        anyOwn = true;
                    } else {
                        oneOf.add(List.of(row.substring(1).split("\\|")));
                    }
                }
                case '^' -> notBoth.add(List.of(row.substring(1).split("\\|")));
                case '<' -> orders.add(order(row));
                default -> own.add(add(row, properties, required).name());
            }
        }
        if (anyOwn) {
            oneOf.add(List.copyOf(own));
        }
        for (String row : words(inherited)) {
            add(row, properties, required);
        }
        long mask = 0;
        for (Property property : required) {
            mask |= property.requiredBit();
        }
        return new PropertyTable(
                name,
                section,
                clause,
                Map.copyOf(properties),
                List.copyOf(required),
                mask,
                List.copyOf(oneOf),
                List.copyOf(notBoth),
                List.copyOf(orders));
    }

    /// The row of `property`, if this table has it.
    Optional<Property> property(String property) {
        return Optional.ofNullable(find(property));
    }

    /// The same without a wrapper, for the one place that asks for every property of every object.
    @Nullable
    Property find(String property) {
        return properties.get(property);
    }

    private static Property add(String row, Map<String, Property> properties, List<Property> required) {
        Property property = Property.of(row, 1L << required.size());
        properties.putIfAbsent(property.name(), property);
        if (property.requiredBit() != 0) {
            required.add(property);
        }
        return property;
    }

    private static TimeOrder order(String row) {
        boolean strict = row.startsWith("<<");
        String[] pair = row.substring(strict ? 2 : 1).split(",", -1);
        return new TimeOrder(pair[0], pair[1], strict);
    }

    private static List<String> words(String rows) {
        return rows.isBlank() ? List.of() : List.of(rows.strip().split("\\s+"));
    }
}
