// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// Proof that enough members of a state decided on an act, with all that convicts somebody if another act is
/// decided too (Charter 6.3, 7.8 and 7.9). Whether it proves anything, [#verify] says.
///
/// @param commits votes of different members that commit one act in one round, ordered by member
/// @param preparations 1 to [#PREPARATIONS_MAX] of the same act, in ascending order of rounds: the last of the
///     same round, the others those that prepare votes in them carry as their locks
public record Certificate(List<SignedVote> commits, List<Preparation> preparations) {

    /// Most preparations.
    public static final int PREPARATIONS_MAX = 64;

    public Certificate {
        commits = Votes.alike(commits, Vote.Phase.COMMIT, CharterClause.CERTIFICATE_FORM);
        Bounds.count(preparations, 1, PREPARATIONS_MAX, CharterClause.CERTIFICATE_FORM, "preparations");
        preparations = List.copyOf(preparations);
        Vote commit = commits.getFirst().vote();
        int before = -1;
        for (Preparation preparation : preparations) {
            Vote vote = preparation.votes().getFirst().vote();
            boolean inOrder = vote.round() > before && vote.act().equals(commit.act());
            if (!inOrder) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.CERTIFICATE_FORM,
                        "a preparation of round " + vote.round());
            }
            before = vote.round();
        }
        checkLocks(preparations, commit.round());
    }

    private static void checkLocks(List<Preparation> preparations, int round) {
        Set<Integer> proven = new HashSet<>();
        for (Preparation preparation : preparations) {
            for (SignedVote signed : preparation.votes()) {
                signed.vote().lock().ifPresent(lock -> {
                    if (!proven.contains(lock)) {
                        throw new CharterRejected(
                                CharterRejected.Code.MISSING,
                                CharterClause.PROVEN_LOCKS,
                                "no preparation of round " + lock);
                    }
                });
            }
            proven.add(preparation.round());
        }
        if (preparations.getLast().round() != round) {
            throw new CharterRejected(
                    CharterRejected.Code.MISSING, CharterClause.PROVEN_LOCKS, "no preparation of round " + round);
        }
    }

    /// Returns quietly if members of `parent` decided so, enough of them, in every step.
    ///
    /// @throws CharterRejected otherwise
    public void verify(SignatureProvider signatures, CharterState parent) {
        for (Preparation preparation : preparations) {
            Votes.verify(signatures, parent, preparation.votes(), CharterClause.PREPARATION);
        }
        Votes.verify(signatures, parent, commits, CharterClause.CERTIFICATE);
    }

    /// Which act.
    public Hash act() {
        return commits.getFirst().vote().act();
    }

    /// On which state.
    public Hash parent() {
        return commits.getFirst().vote().parent();
    }

    /// Epoch of that state.
    public int epoch() {
        return commits.getFirst().vote().epoch();
    }

    /// In which round it was decided.
    public int round() {
        return commits.getFirst().vote().round();
    }

    /// Every vote in it.
    public Stream<SignedVote> votes() {
        return Stream.concat(
                preparations.stream().flatMap(preparation -> preparation.votes().stream()), commits.stream());
    }

    static Certificate read(CanonicalReader reader) {
        List<Preparation> preparations = reader.list("preparations", PREPARATIONS_MAX, Preparation::read);
        List<SignedVote> commits = inOrder(reader.list("commits", SignedAct.ENDORSEMENTS_MAX, SignedVote::read));
        return new Certificate(commits, preparations);
    }

    static void write(CanonicalWriter writer, Certificate certificate) {
        writer.list(certificate.preparations, Preparation::write);
        writer.list(certificate.commits, SignedVote::write);
    }

    /// One certificate has one spelling: votes stand in ascending order of members.
    static List<SignedVote> inOrder(List<SignedVote> votes) {
        for (int index = 1; index < votes.size(); index++) {
            if (votes.get(index - 1).member().compareTo(votes.get(index).member()) >= 0) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.CERTIFICATE_FORM,
                        "votes not in ascending order of members");
            }
        }
        return votes;
    }
}
