// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// Votes of different members that prepare one act in one round (Charter 7.7). Whether they are enough, and
/// signed, is for [Certificate#verify] and [Ballot] to say.
///
/// @param votes 1 to 256, ordered by member
public record Preparation(List<SignedVote> votes) {

    public Preparation {
        votes = Votes.alike(votes, Vote.Phase.PREPARE, CharterClause.PREPARATION);
    }

    /// The round and act that all of them name.
    public VotingLock lock() {
        Vote vote = votes.getFirst().vote();
        return new VotingLock(vote.round(), vote.act());
    }

    /// In which round.
    public int round() {
        return lock().round();
    }

    /// Which act.
    public Hash act() {
        return lock().act();
    }

    static Preparation read(CanonicalReader reader) {
        return new Preparation(Certificate.inOrder(reader.list("votes", SignedAct.ENDORSEMENTS_MAX, SignedVote::read)));
    }

    static void write(CanonicalWriter writer, Preparation preparation) {
        writer.list(preparation.votes(), SignedVote::write);
    }
}
