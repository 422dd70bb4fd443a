// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.util.Locale;

/// One thing that an operator may decide.
///
/// @param key where it stands in the file: sections and name, joined by dots
/// @param kind what its value may be
/// @param standard the value, as text, when nobody says; empty when there is none
/// @param purpose for the reference and the example file: what it does and why one would change it
record Setting<T>(String key, Kind<T> kind, String standard, String purpose) {

    /// The variable of the environment that overrides the file: `taxii.pageSize` is `MITHAQ_TAXII_PAGE_SIZE`.
    String variable() {
        return "MITHAQ_"
                + key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /// `value`, when it is one that this setting may have.
    ///
    /// @throws ConfigRefused if it is not: for records made by code rather than read
    T checked(T value) {
        if (!kind.allows(value)) {
            throw new ConfigRefused("%s: expected %s, found %s"
                    .formatted(key, kind.expected(), ConfigRefused.quoted(value.toString())));
        }
        return value;
    }
}
