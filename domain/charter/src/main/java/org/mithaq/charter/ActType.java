// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.Optional;

/// The types of acts that this version folds. Of every other it refuses to guess (Charter 3.3).
public enum ActType {
    /// Founds the federation.
    FOUND("found");

    private final String text;

    ActType(String text) {
        this.text = text;
    }

    /// The written form.
    public String text() {
        return text;
    }

    /// The type with this written form, if there is one.
    public static Optional<ActType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }
}
