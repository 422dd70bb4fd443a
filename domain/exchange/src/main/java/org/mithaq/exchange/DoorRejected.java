// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

/// Something that no member provably signed in this form (protocol, Door refusals): damaged, forged or misdirected on
/// the way. It gets no receipt, so that a carrier cannot obtain a signed refusal of somebody else's dispatch.
public final class DoorRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Clause clause;
    private final boolean forNow;

    /// @param clause the rule that it breaks
    /// @param found what was found, in our own words; never long foreign text
    /// @param forNow whether the same bytes may be admitted later
    public DoorRejected(Clause clause, String found, boolean forNow) {
        super("protocol %s: %s; %s".formatted(clause.id(), clause.sentence(), found));
        this.clause = clause;
        this.forNow = forNow;
    }

    /// The rule that it breaks.
    public Clause clause() {
        return clause;
    }

    /// Whether the same bytes may be admitted later.
    public boolean forNow() {
        return forNow;
    }
}
