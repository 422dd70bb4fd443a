// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

/// An invariant does not hold.
final class Violated extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    Violated(Invariant invariant, String found) {
        super(found);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }

    static void demand(boolean holds, Invariant invariant, String otherwise) {
        if (!holds) {
            throw new Violated(invariant, otherwise);
        }
    }
}
