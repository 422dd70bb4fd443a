// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mithaq.crypto.SignatureProvider;

/// Checks on votes that are counted together.
final class Votes {

    private Votes() {}

    /// The votes in order of their members, all of one phase, federation, parent, epoch, round and act.
    ///
    /// @throws CharterRejected under `clause` if they are not alike, or one member has two
    static List<SignedVote> alike(List<SignedVote> votes, Vote.Phase phase, CharterClause clause) {
        Bounds.count(votes, 1, SignedAct.ENDORSEMENTS_MAX, clause, "votes");
        Vote first = votes.getFirst().vote();
        Set<MemberId> seen = new HashSet<>();
        for (SignedVote signed : votes) {
            Vote vote = signed.vote();
            boolean same = vote.phase() == phase
                    && vote.federation().equals(first.federation())
                    && vote.parent().equals(first.parent())
                    && vote.epoch() == first.epoch()
                    && vote.round() == first.round()
                    && vote.act().equals(first.act());
            if (!same) {
                throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, clause, signed.toString());
            }
            if (!seen.add(signed.member())) {
                throw new CharterRejected(CharterRejected.Code.DUPLICATE, clause, signed.toString());
            }
        }
        return votes.stream()
                .sorted((one, other) -> one.member().compareTo(other.member()))
                .toList();
    }

    /// Returns quietly if the votes are enough, on `parent`, and each signed by a key that its member has or
    /// had.
    ///
    /// @throws CharterRejected otherwise
    static void verify(
            SignatureProvider signatures, CharterState parent, List<SignedVote> votes, CharterClause tooFew) {
        if (votes.size() < parent.certificateQuorum()) {
            throw new CharterRejected(CharterRejected.Code.MISSING, tooFew, votes.size() + " votes");
        }
        for (SignedVote signed : votes) {
            checkPlace(parent, signed);
            signed.verify(signatures, parent.signingKeys(signed.member()));
        }
    }

    /// Returns quietly if the vote is one of a member of `parent` on it.
    ///
    /// @throws CharterRejected otherwise
    static void checkPlace(CharterState parent, SignedVote signed) {
        Vote vote = signed.vote();
        boolean inPlace = vote.federation().equals(parent.federation())
                && vote.parent().equals(parent.hash())
                && vote.epoch() == parent.epoch();
        if (!inPlace) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE, CharterClause.VOTE_FORM, "a vote on " + vote.parent());
        }
        if (parent.member(signed.member()).isEmpty()) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.VOTE_SIGNATURE,
                    "a vote of " + signed.member().hex() + ", no member");
        }
    }
}
