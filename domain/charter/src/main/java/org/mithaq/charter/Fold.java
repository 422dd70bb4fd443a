// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;

/// What a chain of acts comes to.
public sealed interface Fold {

    /// Every act was folded.
    ///
    /// @param states after each act of the epochs, that of epoch 1 first
    record Standing(List<CharterState> states) implements Fold {
        public Standing {
            states = List.copyOf(states);
        }

        /// The state after the last act.
        public CharterState state() {
            return states.getLast();
        }
    }

    /// Two acts on one parent were certified. The charter takes no further act of the epochs; its state is
    /// that parent, whichever of the two came first (Charter 7.11). Rotations still count.
    ///
    /// @param states up to the parent of the two
    /// @param conflict the proof, and whom it convicts
    record Frozen(List<CharterState> states, CertificateConflict conflict) implements Fold {
        public Frozen {
            states = List.copyOf(states);
        }

        /// The parent of the two acts.
        public CharterState state() {
            return states.getLast();
        }
    }

    /// An act could not be folded, so nothing after it was looked at. Never skipped: whoever skips an act that
    /// others understand lives in another federation than they do.
    ///
    /// @param reason in words, with the clause
    /// @param actIndex position of the act, from 0
    /// @param clause the clause that stopped it
    record Stopped(String reason, int actIndex, CharterClause clause) implements Fold {}
}
