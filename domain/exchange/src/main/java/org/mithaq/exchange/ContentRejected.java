// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

/// Content that its sender provably signed and that breaks the protocol: refused finally by a signed receipt, while
/// order advances.
public final class ContentRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Clause clause;

    /// @param clause the rule that it breaks
    /// @param found what was found, in our own words
    public ContentRejected(Clause clause, String found) {
        super("protocol %s: %s; %s".formatted(clause.id(), clause.sentence(), found));
        this.clause = clause;
    }

    /// The rule that it breaks.
    public Clause clause() {
        return clause;
    }
}
