// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.mithaq.charter.Ballot;
import org.mithaq.charter.CharterClause;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Quorum;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.SignedVote;
import org.mithaq.charter.Vote;
import org.mithaq.charter.VoteConflict;
import org.mithaq.charter.VotingLock;
import org.mithaq.charter.VotingRecord;
import org.mithaq.charter.VotingStep;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// One member's voting on one state: its ballot, what its people approved, and the clock of its rounds (Charter 7.3).
/// Whatever it counts or signs is durable before. Owned by [CharterDesk], under its lock.
final class Balloting {

    /// How long a round may come to nothing; each next one twice as long, a day at most.
    private static final long ROUND_MICROS = 10_000_000;

    private static final int DOUBLINGS_MAX = 13;

    /// Rounds ahead of this member's own in which a vote is kept: others are not that far.
    private static final int AHEAD_MAX = 64;

    private final MemberId self;
    private final CharterState state;
    private final Turns turns;
    private final Signing signing;
    private final Ballot ballot;
    private final NavigableSet<Hash> approved;
    private int waited;
    private int stuckIn = -1;
    private long stuckSinceMicros;

    Balloting(
            MemberId self,
            SignatureProvider signatures,
            CharterState state,
            CharterShelf.Voting stored,
            Turns turns,
            Signing signing) {
        this.self = self;
        this.state = state;
        this.turns = turns;
        this.signing = signing;
        this.ballot = new Ballot(signatures, state, stored.record());
        this.approved = new TreeSet<>(stored.approved());
        stored.proposals().forEach(each -> quietly(() -> ballot.propose(each)));
        // A vote counts once what proves its lock is here, which may be stored after it.
        for (int times = 0; times < 2; times++) {
            stored.votes().forEach(each -> quietly(() -> ballot.receive(each.vote(), each.proofs())));
        }
    }

    /// What was stored under keys that were replaced since is not counted any more.
    private static void quietly(Runnable taking) {
        try {
            taking.run();
        } catch (CharterRejected former) {
            Objects.requireNonNull(former.clause());
        }
    }

    Ballot ballot() {
        return ballot;
    }

    NavigableSet<Hash> approved() {
        return approved;
    }

    void approve(Hash act) {
        approved.add(act);
    }

    /// All votes that are here, each with what proves its lock.
    List<CharterNews.Voted> votes() {
        return ballot.votes().stream()
                .map(vote -> new CharterNews.Voted(vote, ballot.proofs(vote.vote())))
                .toList();
    }

    /// How many members have prepared an act in the round in which most did.
    int prepared(Hash act) {
        return (int) ballot.votes().stream()
                .filter(vote -> vote.vote().act().equals(act) && vote.vote().phase() == Vote.Phase.PREPARE)
                .map(SignedVote::member)
                .distinct()
                .count();
    }

    /// Takes a vote of another member, or one of this member's own that it has forgotten (Charter 11.4).
    ///
    /// @return whether it was new
    /// @throws CharterRejected if it does not count
    boolean take(CharterNews.Voted voted, long nowMicros) {
        Vote vote = voted.vote().vote();
        if (ballot.votes().stream()
                .anyMatch(each -> sameSlot(each, voted.vote()) && each.vote().equals(vote))) {
            return false;
        }
        if (vote.round() > round(nowMicros) + AHEAD_MAX) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, CharterClause.VOTE_ONCE, "round " + vote.round());
        }
        Optional<VoteConflict> conflict = ballot.receive(voted.vote(), voted.proofs());
        boolean counted = ballot.votes().stream()
                .anyMatch(each -> each.vote().equals(vote)
                        && each.member().equals(voted.vote().member()));
        Optional<VotingRecord> recalled = recalled(voted.vote());
        turns.run(turn -> {
            if (counted) {
                CharterShelf.keep(turn, state.federation(), voted);
            }
            recalled.ifPresent(record -> CharterShelf.remember(turn, record));
            conflict.ifPresent(proof -> convict(turn, proof));
            return true;
        });
        recalled.ifPresent(ballot::stored);
        return counted;
    }

    private static boolean sameSlot(SignedVote one, SignedVote other) {
        return one.member().equals(other.member())
                && one.vote().round() == other.vote().round()
                && one.vote().phase() == other.vote().phase();
    }

    private Optional<VotingRecord> recalled(SignedVote vote) {
        VotingRecord record = ballot.record();
        boolean later = vote.member().equals(self)
                && (record.last().isEmpty() || vote.vote().isAfter(record.last().get()));
        return later
                ? Optional.of(new VotingRecord(
                        record.federation(), record.parent(), record.epoch(), Optional.of(vote.vote()), record.lock()))
                : Optional.empty();
    }

    private static void convict(Turn turn, VoteConflict conflict) {
        byte[] proof = new CanonicalWriter(2 * SignedVote.ENCODING_BYTES_MAX + 8)
                .bytes(conflict.earlier().encode())
                .bytes(conflict.later().encode())
                .toByteArray();
        turn.alarm(
                AlarmKind.CHARTER_LIAR,
                conflict.member().hex(),
                "Charter 7.12: %s signed two votes that no honest member signs both, in rounds %d and %d"
                        .formatted(
                                conflict.member().shortForm(),
                                conflict.earlier().vote().round(),
                                conflict.later().vote().round()),
                proof);
    }

    /// Casts the next vote, if there is one to cast.
    boolean vote(long nowMicros) {
        // Signed again after a crash between the record and the vote.
        Optional<Vote> last = ballot.record().last();
        if (last.isPresent()
                && ballot.votes().stream()
                        .noneMatch(each ->
                                each.member().equals(self) && each.vote().equals(last.get()))) {
            return cast(ballot.record());
        }
        if (ballot.commit() instanceof VotingStep.Sign sign) {
            return cast(sign.toStore());
        }
        Optional<Hash> act = preferred();
        if (act.isEmpty()) {
            return false;
        }
        return ballot.prepare(round(nowMicros), act.get()) instanceof VotingStep.Sign sign && cast(sign.toStore());
    }

    /// The act of the lock, whatever people approved (Charter 7.4); without one, the least that they did, so that
    /// members who approved several agree.
    private Optional<Hash> preferred() {
        Optional<Hash> locked = ballot.record().lock().map(VotingLock::act);
        return locked.isPresent()
                ? locked
                : ballot.proposals().stream()
                        .map(SignedAct::payloadHash)
                        .filter(act -> approved.contains(act))
                        .min(Hash::compareTo);
    }

    private boolean cast(VotingRecord record) {
        try {
            // Charter 7.6: durable first, and nothing while it is not known that the own past is whole.
            turns.run(turn -> {
                turn.state().log().demandSigning();
                CharterShelf.remember(turn, record);
                return true;
            });
            ballot.stored(record);
            SignedVote vote = signing.vote(record, self);
            CharterNews.Voted voted = new CharterNews.Voted(vote, ballot.proofs(vote.vote()));
            turns.run(turn -> {
                CharterShelf.keep(turn, state.federation(), voted);
                return true;
            });
            ballot.receive(vote, voted.proofs());
            return ballot.votes().contains(vote);
        } catch (SigningHeld | CharterRejected notNow) {
            return false;
        }
    }

    /// The round that this member has reached: by its own votes, by those of more than f others, or by its clock.
    private int round(long nowMicros) {
        int own = ballot.record().last().map(Vote::round).orElse(0);
        int reached = Math.max(Math.max(own, ballot.reachedByOthers()), waited);
        if (!isStuck(reached)) {
            return reached;
        }
        if (stuckIn != reached) {
            stuckIn = reached;
            stuckSinceMicros = nowMicros;
        }
        boolean over = nowMicros - stuckSinceMicros >= ROUND_MICROS << Math.min(reached, DOUBLINGS_MAX);
        if (over && reached < Vote.ROUND_MAX) {
            waited = reached + 1;
        }
        return Math.max(reached, waited);
    }

    /// Whether as many have voted in the round as are honest at least, so that nobody need be waited for. While people
    /// still think about a proposal no round ends.
    private boolean isStuck(int round) {
        List<MemberId> voters = new ArrayList<>();
        ballot.votes().stream()
                .filter(vote -> vote.vote().round() == round && vote.vote().phase() == Vote.Phase.PREPARE)
                .map(SignedVote::member)
                .distinct()
                .forEach(voters::add);
        int members = state.members().size();
        return voters.contains(self) && voters.size() >= members - Quorum.liarsMax(members);
    }
}
