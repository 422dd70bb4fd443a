// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

/// What a chain of acts comes to.
public sealed interface Fold {

    /// Every act was folded.
    ///
    /// @param state after the last of them
    record Standing(CharterState state) implements Fold {}

    /// An act could not be folded, so nothing after it was looked at. Never skipped: whoever skips an act that others
    /// understand lives in another federation than they do.
    ///
    /// @param reason in words, with the clause
    /// @param actIndex position of the act, from 0
    /// @param clause the clause that stopped it
    record Stopped(String reason, int actIndex, CharterClause clause) implements Fold {}
}
