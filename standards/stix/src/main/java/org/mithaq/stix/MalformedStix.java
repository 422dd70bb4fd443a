// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import org.mithaq.json.Excerpt;

/// Input that STIX 2.1 does not allow. Always the sender's fault, never ours.
///
/// Carries the clause so that an operator can quote it to the sender. The found text is clipped: it is hostile
/// until proved otherwise, and it ends up in logs.
public final class MalformedStix extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String clause;
    private final String expected;
    private final String found;

    /// @param clause of STIX 2.1, such as `§2.9`
    /// @param expected what the clause asks for, in a few words
    /// @param found what stood there, of any length; clipped here
    public MalformedStix(String clause, String expected, String found) {
        super("STIX 2.1 %s: expected %s, found \"%s\"".formatted(clause, expected, Excerpt.of(found)));
        this.clause = clause;
        this.expected = expected;
        this.found = Excerpt.of(found);
    }

    /// The clause of STIX 2.1 that was broken, such as `§2.9`.
    public String clause() {
        return clause;
    }

    /// What the clause asks for.
    public String expected() {
        return expected;
    }

    /// What stood there, clipped and without control characters.
    public String found() {
        return found;
    }
}
