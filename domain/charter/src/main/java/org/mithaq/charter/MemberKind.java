// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.Optional;

/// What kind of organisation a member is. It gives nobody another vote: one member, one voice.
public enum MemberKind {
    STATE_CSIRT("state-csirt"),
    AGENCY("agency"),
    LAW_ENFORCEMENT("law-enforcement"),
    SECTOR_BODY("sector-body"),
    REGIONAL_ORGANISATION("regional-organisation"),
    INTERNATIONAL_ORGANISATION("international-organisation");

    private final String text;

    MemberKind(String text) {
        this.text = text;
    }

    /// The written form, such as `state-csirt`.
    public String text() {
        return text;
    }

    /// The kind with this written form, if there is one.
    public static Optional<MemberKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
