// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

/// What a member does with an occasion to vote.
public sealed interface VotingStep {

    /// It votes: stores the record first, and signs afterwards with [SignedVote#sign].
    ///
    /// @param toStore the record that must be durable before anything is signed
    /// @param vote its last vote, to be shown
    record Sign(VotingRecord toStore, Vote vote) implements VotingStep {}

    /// It must not vote so.
    ///
    /// @param reason why
    record Refused(Reason reason) implements VotingStep {}

    /// Why a member must not vote.
    enum Reason {
        /// It is locked on another act, or on a newer preparation (Charter 7.4 and 7.5).
        LOCKED,
        /// It has voted in this round and phase, or later (Charter 7.3).
        ROUND_PAST,
        /// Not enough prepare votes are there (Charter 7.5).
        NOT_PREPARED,
        /// No such act was proposed here.
        UNKNOWN_ACT
    }
}
