// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.List;

/// One row of a property table of the text: a name and what its value must be.
///
/// @param name as written in JSON
/// @param kind data type (§2)
/// @param requiredBit one bit of its own among the required properties of its table; 0 for an optional property
/// @param allowed object types that a reference may point to, terms of an enumeration, or the name of the table
///     of a nested object; empty where any will do
/// @param forbidden object types that a reference must not point to
/// @param lowest least number allowed
/// @param highest greatest number allowed
record Property(
        String name,
        Kind kind,
        long requiredBit,
        List<String> allowed,
        List<String> forbidden,
        double lowest,
        double highest) {

    /// Data types of §2, with the letters that stand for them in [ObjectTypes].
    enum Kind {
        /// Read before the table is applied, because exchange depends on it.
        CORE("core"),
        /// The text contradicts itself, or says nothing.
        ANY("any"),
        STRING("s"),
        STRINGS("ls"),
        BOOLEAN("b"),
        INTEGER("i"),
        FLOAT("f"),
        TIMESTAMP("t"),
        REFERENCE("r"),
        REFERENCES("rs"),
        DICTIONARY("d"),
        HEX("x"),
        BINARY("bin"),
        /// An object with a table of its own.
        OBJECT("o"),
        /// A list of such objects.
        OBJECTS("lo"),
        /// §3.2: the dictionary of extensions.
        EXTENSIONS("ext");

        private final String letters;

        Kind(String letters) {
            this.letters = letters;
        }

        static Kind of(String letters) {
            for (Kind kind : values()) {
                if (kind.letters.equals(letters)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no such kind of property: " + letters);
        }
    }

    /// Reads `name[!]:kind[=allowed|…]` or `name[!]:kind=lowest..highest`; `!` after the name
    /// means required, before a type that a reference must not point to it.
    static Property of(String row, long bitIfRequired) {
        int colon = row.indexOf(':');
        int equals = row.indexOf('=', colon);
        boolean required = row.charAt(colon - 1) == '!';
        String name = row.substring(0, required ? colon - 1 : colon);
        Kind kind = Kind.of(row.substring(colon + 1, equals < 0 ? row.length() : equals));
        String bounds = equals < 0 ? "" : row.substring(equals + 1);
        int dots = bounds.indexOf("..");
        boolean range = dots >= 0;
        List<String> terms = range || bounds.isEmpty() ? List.of() : List.of(bounds.split("\\|"));
        return new Property(
                name,
                kind,
                required ? bitIfRequired : 0,
                terms.stream().filter(term -> term.charAt(0) != '!').toList(),
                terms.stream()
                        .filter(term -> term.charAt(0) == '!')
                        .map(term -> term.substring(1))
                        .toList(),
                range ? Double.parseDouble(bounds.substring(0, dots)) : Double.NEGATIVE_INFINITY,
                range ? Double.parseDouble(bounds.substring(dots + 2)) : Double.POSITIVE_INFINITY);
    }
}
