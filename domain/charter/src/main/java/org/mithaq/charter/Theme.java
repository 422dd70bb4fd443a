// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.Optional;

/// What a community is about (Charter 5.1).
public enum Theme {
    CRITICAL_INFRASTRUCTURE("critical-infrastructure"),
    TERRORISM("terrorism"),
    ORGANISED_CRIME("organised-crime"),
    REGIONAL_HOTSPOTS("regional-hotspots");

    private final String text;

    Theme(String text) {
        this.text = text;
    }

    /// The written form, such as `organised-crime`.
    public String text() {
        return text;
    }

    /// The theme with this written form, if there is one.
    public static Optional<Theme> of(String text) {
        return Arrays.stream(values()).filter(theme -> theme.text.equals(text)).findFirst();
    }
}
