// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mithaq.crypto.Hash;

/// Every certificate that liars can put together from their own votes and those of the honest.
final class LiarsProofs {

    private final VoteTable table;
    private final int[] honest;
    private final int liars;
    private final int quorum;

    /// @param honest the votes that each honest member signed
    LiarsProofs(VoteTable table, int[] honest, int liars, int quorum) {
        this.table = table;
        this.honest = honest.clone();
        this.liars = liars;
        this.quorum = quorum;
    }

    /// The votes of each liar in every certificate of `decided` that can be put together from exactly a quorum in each
    /// step: more votes could only convict more.
    Set<List<Integer>> certificates(List<VotingLock> prepared, VotingLock decided) {
        Set<List<Integer>> found = new HashSet<>();
        int commit = table.mask(decided.round(), Vote.Phase.COMMIT, decided.act());
        for (int among = 0; among < 1 << liars; among++) {
            if (count(commit) + Integer.bitCount(among) >= quorum) {
                List<Integer> own = new ArrayList<>();
                for (int liar = 0; liar < liars; liar++) {
                    own.add((among >> liar & 1) == 0 ? 0 : commit);
                }
                chains(prepared, decided.act(), 1 << decided.round(), own, found);
            }
        }
        return found;
    }

    /// Adds a preparation for the latest of the rounds that are still to be proved, with every choice of liars and
    /// their locks, and of the honest whose votes are left out.
    private void chains(List<VotingLock> prepared, Hash act, int awaited, List<Integer> own, Set<List<Integer>> found) {
        if (awaited == 0) {
            found.add(List.copyOf(own));
            return;
        }
        int round = 31 - Integer.numberOfLeadingZeros(awaited);
        int rest = awaited & ~(1 << round);
        List<Integer> voters = Arrays.stream(honest)
                .map(each -> each & table.mask(round, Vote.Phase.PREPARE, act))
                .filter(each -> each != 0)
                .boxed()
                .toList();
        List<Integer> lies = new ArrayList<>(List.of(-2, -1));
        for (VotingLock lock : prepared) {
            if (lock.act().equals(act) && lock.round() < round) {
                lies.add(lock.round());
            }
        }
        for (int shown = 0; shown < 1 << voters.size(); shown++) {
            int proved = rest;
            for (int each = 0; each < voters.size(); each++) {
                if ((shown >> each & 1) == 1) {
                    proved |= table.lockOf(voters.get(each));
                }
            }
            lie(prepared, act, round, new Lie(proved, Integer.bitCount(shown), 0), lies, own, found);
        }
    }

    private record Lie(int proved, int voters, int liar) {}

    private void lie(
            List<VotingLock> prepared,
            Hash act,
            int round,
            Lie so,
            List<Integer> lies,
            List<Integer> own,
            Set<List<Integer>> found) {
        if (so.liar == liars) {
            if (so.voters == quorum) {
                chains(prepared, act, so.proved, own, found);
            }
            return;
        }
        for (int lock : lies) {
            List<Integer> next = new ArrayList<>(own);
            int proved = so.proved;
            if (lock >= -1) {
                next.set(
                        so.liar,
                        next.get(so.liar) | 1 << table.number(VoteTable.vote(round, Vote.Phase.PREPARE, act, lock)));
                proved |= lock < 0 ? 0 : 1 << lock;
            }
            Lie more = new Lie(proved, so.voters + (lock >= -1 ? 1 : 0), so.liar + 1);
            lie(prepared, act, round, more, lies, next, found);
        }
    }

    private int count(int mask) {
        return (int)
                Arrays.stream(honest).filter(signed -> (signed & mask) != 0).count();
    }
}
