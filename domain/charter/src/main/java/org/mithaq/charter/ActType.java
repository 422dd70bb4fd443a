// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.Optional;

/// The types of acts that this version folds. Of every other it refuses to guess (Charter 3.3).
public enum ActType {
    /// Founds the federation; signed by every founder.
    FOUND("found"),
    /// Admits a member; voted on, and signed by whom it admits.
    ADMIT("admit"),
    /// Lets a member go; voted on, and signed by whom it lets go.
    LEAVE("leave"),
    /// Replaces a member's card where a rotation may not; voted on, and signed by the member.
    AMEND("amend"),
    /// Replaces a member's keys, nodes or contacts, outside the epochs and without a vote; signed by the member.
    ROTATE("rotate");

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
