// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Optional;

/// Two votes that no honest member signs both: a portable proof against the one that did (Charter 7.12).
///
/// @param earlier the one of the earlier round, or either of one round
/// @param later the other
/// @param kind which rule they break together
public record VoteConflict(SignedVote earlier, SignedVote later, Kind kind) {

    /// What two votes of one member can break together.
    public enum Kind {
        /// Two acts in one round and phase.
        TWO_ACTS_IN_ONE_ROUND,
        /// Another act prepared in a later round than one that was committed, without a newer lock.
        LOCK_FORGOTTEN
    }

    /// The conflict of two votes, if they are one. The caller has verified both signatures.
    ///
    /// A commit in an older round and a vote for another act in a newer one are no proof by themselves: an
    /// honest member changes its mind when it sees a newer preparation, and its vote says by its lock that it
    /// did.
    public static Optional<VoteConflict> between(SignedVote one, SignedVote other) {
        Vote first = one.vote();
        Vote second = other.vote();
        boolean comparable = one.member().equals(other.member())
                && first.federation().equals(second.federation())
                && first.parent().equals(second.parent())
                && !first.act().equals(second.act());
        if (!comparable) {
            return Optional.empty();
        }
        if (first.round() == second.round()) {
            return first.phase() == second.phase()
                    ? Optional.of(new VoteConflict(one, other, Kind.TWO_ACTS_IN_ONE_ROUND))
                    : Optional.empty();
        }
        SignedVote earlier = first.round() < second.round() ? one : other;
        SignedVote later = first.round() < second.round() ? other : one;
        boolean forgotten = earlier.vote().phase() == Vote.Phase.COMMIT
                && later.vote().phase() == Vote.Phase.PREPARE
                && later.vote().lock().orElse(-1) <= earlier.vote().round();
        return forgotten ? Optional.of(new VoteConflict(earlier, later, Kind.LOCK_FORGOTTEN)) : Optional.empty();
    }

    /// Whom it convicts.
    public MemberId member() {
        return later.member();
    }
}
