// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Hash;

/// The votes of the model, each with a number that is its bit in a set of votes.
final class VoteTable {

    static final Hash PARENT = Hash.wrap(Founders.seed("model parent"));
    static final FederationId FEDERATION = new FederationId(Hash.wrap(Founders.seed("model federation")));
    static final List<Hash> ACTS =
            List.of(Hash.wrap(Founders.seed("model act 0")), Hash.wrap(Founders.seed("model act 1")));

    /// Every vote that can be signed, its number being its bit.
    final List<Vote> votes = new ArrayList<>();

    private final Map<Vote, Integer> voteNumbers = new HashMap<>();

    /// For each vote, those that convict whoever signed both.
    private final int[] conflicts;

    /// Every round and act; and for each the votes that prepare or commit it.
    final List<VotingLock> decisions = new ArrayList<>();

    final int[] prepares;
    final int[] commits;

    VoteTable(int rounds) {
        for (Hash act : ACTS) {
            for (int round = 0; round < rounds; round++) {
                for (int lock = -1; lock < round; lock++) {
                    number(vote(round, Vote.Phase.PREPARE, act, lock));
                }
                number(vote(round, Vote.Phase.COMMIT, act, -1));
                decisions.add(new VotingLock(round, act));
            }
        }
        this.prepares = masks(Vote.Phase.PREPARE);
        this.commits = masks(Vote.Phase.COMMIT);
        this.conflicts = new int[votes.size()];
        MemberId somebody = new MemberId(PARENT);
        byte[] signature = new byte[CompositePublicKey.SIGNATURE_BYTES];
        List<SignedVote> signed = votes.stream()
                .map(vote -> new SignedVote(somebody, vote, PARENT, signature))
                .toList();
        for (int one = 0; one < votes.size(); one++) {
            for (int other = 0; other < votes.size(); other++) {
                if (VoteConflict.between(signed.get(one), signed.get(other)).isPresent()) {
                    conflicts[one] |= 1 << other;
                }
            }
        }
    }

    int lockOf(int vote) {
        OptionalInt lock = votes.get(Integer.numberOfTrailingZeros(vote)).lock();
        return lock.isPresent() ? 1 << lock.getAsInt() : 0;
    }

    boolean isConvicted(int signed) {
        for (int each = signed; each != 0; each &= each - 1) {
            if ((conflicts[Integer.numberOfTrailingZeros(each)] & signed) != 0) {
                return true;
            }
        }
        return false;
    }

    private int[] masks(Vote.Phase phase) {
        return decisions.stream()
                .mapToInt(decision -> mask(decision.round(), phase, decision.act()))
                .toArray();
    }

    int mask(int round, Vote.Phase phase, Hash act) {
        int mask = 0;
        for (int number = 0; number < votes.size(); number++) {
            Vote vote = votes.get(number);
            if (vote.round() == round && vote.phase() == phase && vote.act().equals(act)) {
                mask |= 1 << number;
            }
        }
        return mask;
    }

    int mirror(int signed) {
        int mirrored = 0;
        for (int each = signed; each != 0; each &= each - 1) {
            mirrored |= 1 << number(mirror(votes.get(Integer.numberOfTrailingZeros(each))));
        }
        return mirrored;
    }

    static Vote mirror(Vote vote) {
        return new Vote(FEDERATION, PARENT, 1, vote.round(), vote.phase(), mirror(vote.act()), vote.lock());
    }

    static Hash mirror(Hash act) {
        return ACTS.get(1 - ACTS.indexOf(act));
    }

    static Vote vote(int round, Vote.Phase phase, Hash act, int lock) {
        return new Vote(
                FEDERATION, PARENT, 1, round, phase, act, lock < 0 ? OptionalInt.empty() : OptionalInt.of(lock));
    }

    int number(Vote vote) {
        return voteNumbers.computeIfAbsent(vote, fresh -> {
            votes.add(fresh);
            return votes.size() - 1;
        });
    }
}
