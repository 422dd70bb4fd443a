// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// The voting on one parent as one member sees it: proposals, the votes of others, what to vote, and the
/// certificate once there is one (Charter 7).
///
/// Pure but for what it remembers; it keeps nothing that must outlive a crash. That is the [VotingRecord],
/// which the caller stores before it signs:
///
/// 1. `switch (ballot.prepare(round, act))`, or [#commit]: a [VotingStep.Sign] holds the next record;
/// 2. store that record durably, then [#stored];
/// 3. [SignedVote#sign] it, [#receive] it, and send it with [#proofs] of its act.
///
/// After a restart the caller makes a ballot from the stored record, signs its last vote again and sends it;
/// what others
/// voted comes again from them. Not safe for threads.
public final class Ballot {

    /// Most proposals that are looked at on one parent.
    public static final int PROPOSALS_MAX = 64;

    /// Most votes of one member that are kept; those of the oldest rounds go first.
    public static final int VOTES_MAX = 32;

    private final SignatureProvider signatures;
    private final CharterState parent;
    private final SequencedMap<Hash, SignedAct> proposals = new LinkedHashMap<>();
    private final Map<MemberId, NavigableMap<Slot, SignedVote>> votes = new HashMap<>();
    private final Map<VotingLock, Preparation> preparations = new HashMap<>();
    private VotingRecord record;

    private record Slot(int round, Vote.Phase phase) implements Comparable<Slot> {
        private static final Comparator<Slot> ORDER =
                Comparator.comparingInt(Slot::round).thenComparing(Slot::phase);

        @Override
        public int compareTo(Slot other) {
            return ORDER.compare(this, other);
        }
    }

    /// @param parent the state on which is voted
    /// @param stored what the member stored last about this parent, or [VotingRecord#on] it
    public Ballot(SignatureProvider signatures, CharterState parent, VotingRecord stored) {
        boolean own = stored.parent().equals(parent.hash())
                && stored.federation().equals(parent.federation())
                && stored.epoch() == parent.epoch();
        if (!own) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE, CharterClause.VOTING_RECORD, "a record of another parent");
        }
        this.signatures = signatures;
        this.parent = parent;
        this.record = stored;
    }

    /// Takes an act that somebody proposes, once it is certain that it would fold on the parent, and says what
    /// it would change. Whether the member wants that is for its people.
    ///
    /// @throws CharterRejected if it would not fold, or there are [#PROPOSALS_MAX]
    public MembershipDraft propose(SignedAct act) {
        MembershipDraft draft = Charter.proposed(signatures, parent, act);
        if (!proposals.containsKey(act.payloadHash())) {
            if (proposals.size() >= PROPOSALS_MAX) {
                throw new CharterRejected(
                        CharterRejected.Code.TOO_MUCH, CharterClause.ACT_FORM, proposals.size() + " proposals");
            }
            proposals.put(act.payloadHash(), act);
        }
        return draft;
    }

    /// Takes a vote and the preparations that prove its lock. The same vote twice changes nothing.
    ///
    /// @param proofs in ascending order of rounds, as [#proofs] gives them; may be empty where the vote has no
    ///     lock
    /// @return what the vote and those of its member before it convict it of: nothing, or a proof to keep and
    ///     to show
    /// @throws CharterRejected if the vote, or a proof, is none of a member on this parent, or a lock is not
    ///     proved
    public Optional<VoteConflict> receive(SignedVote vote, List<Preparation> proofs) {
        proofs.forEach(this::accept);
        Votes.checkPlace(parent, vote);
        vote.verify(
                signatures,
                List.of(parent.member(vote.member()).orElseThrow().signingKey().key()));
        checkLock(vote.vote());
        NavigableMap<Slot, SignedVote> own = votes.computeIfAbsent(vote.member(), _ -> new TreeMap<>());
        Optional<VoteConflict> conflict = own.values().stream()
                .flatMap(earlier -> VoteConflict.between(earlier, vote).stream())
                .findFirst();
        own.putIfAbsent(new Slot(vote.vote().round(), vote.vote().phase()), vote);
        if (own.size() > VOTES_MAX) {
            own.pollFirstEntry();
        }
        if (vote.vote().phase() == Vote.Phase.PREPARE) {
            List<SignedVote> alike = alike(vote.vote());
            if (alike.size() >= parent.certificateQuorum()) {
                accept(new Preparation(alike));
            }
        }
        return conflict;
    }

    /// Takes a preparation that somebody shows: a newer one moves the lock.
    ///
    /// @throws CharterRejected if it is none on this parent, or a lock in it is not proved by one that is here
    public void accept(Preparation preparation) {
        if (preparations.containsKey(preparation.lock())) {
            return;
        }
        Votes.verify(signatures, parent, preparation.votes(), CharterClause.PREPARATION);
        preparation.votes().forEach(vote -> checkLock(vote.vote()));
        preparations.put(preparation.lock(), preparation);
        record = record.seen(preparation.lock());
    }

    /// Asks to prepare an act that people of this member have approved.
    ///
    /// @param round that the member has reached (Charter 7.3): see [#reachedByOthers]
    /// @param act payload hash of a proposal that is here
    public VotingStep prepare(int round, Hash act) {
        if (!proposals.containsKey(act)) {
            return new VotingStep.Refused(VotingStep.Reason.UNKNOWN_ACT);
        }
        return record.prepare(round, act);
    }

    /// Asks to commit the act of the newest preparation.
    public VotingStep commit() {
        if (record.lock().isEmpty()) {
            return new VotingStep.Refused(VotingStep.Reason.NOT_PREPARED);
        }
        VotingLock newest = record.lock().orElseThrow();
        if (!proposals.containsKey(newest.act())) {
            return new VotingStep.Refused(VotingStep.Reason.UNKNOWN_ACT);
        }
        return record.commit(newest);
    }

    /// Tells that the record of a step is durable: from here on it is the one that counts.
    public void stored(VotingRecord next) {
        record = record.lock().map(next::seen).orElse(next);
    }

    /// What counts now; with what was seen since the last step, which need not be stored.
    public VotingRecord record() {
        return record;
    }

    /// The preparations that prove a lock on this act, in ascending order of rounds.
    public List<Preparation> proofs(Hash act) {
        return preparations.values().stream()
                .filter(preparation -> preparation.act().equals(act))
                .sorted(Comparator.comparingInt(Preparation::round))
                .toList();
    }

    /// The latest round in which, or after which, more members have voted than may lie: a member may go there
    /// without waiting for its own clock. 0 if there is none.
    public int reachedByOthers() {
        List<Integer> latest = votes.values().stream()
                .filter(own -> !own.isEmpty())
                .map(own -> own.lastKey().round())
                .sorted(Comparator.reverseOrder())
                .toList();
        int enough = Quorum.liarsMax(parent.members().size()) + 1;
        return latest.size() < enough ? 0 : latest.get(enough - 1);
    }

    /// The proposals, in the order in which they came.
    public Collection<SignedAct> proposals() {
        return List.copyOf(proposals.values());
    }

    /// The votes that are here, in ascending order of rounds and phases, so that what proves a lock comes before it.
    public List<SignedVote> votes() {
        return votes.values().stream()
                .flatMap(own -> own.values().stream())
                .sorted((one, other) -> new Slot(one.vote().round(), one.vote().phase())
                        .compareTo(new Slot(other.vote().round(), other.vote().phase())))
                .toList();
    }

    /// The preparations that prove the lock of a vote, in ascending order of rounds; none where it has no lock.
    public List<Preparation> proofs(Vote vote) {
        return vote.lock().isEmpty()
                ? List.of()
                : proofs(vote.act()).stream()
                        .filter(preparation ->
                                preparation.round() <= vote.lock().getAsInt())
                        .toList();
    }

    /// The act of this payload hash, if it was proposed here.
    public Optional<SignedAct> proposal(Hash act) {
        return Optional.ofNullable(proposals.get(act));
    }

    /// The act that was decided, with its certificate, once enough have committed it.
    public Optional<CertifiedAct> certified() {
        for (Preparation preparation : preparations.values()) {
            SignedAct act = proposals.get(preparation.act());
            List<SignedVote> commits = alike(new Vote(
                    parent.federation(),
                    parent.hash(),
                    parent.epoch(),
                    preparation.round(),
                    Vote.Phase.COMMIT,
                    preparation.act(),
                    OptionalInt.empty()));
            if (act != null && commits.size() >= parent.certificateQuorum()) {
                return Optional.of(new CertifiedAct(act, new Certificate(commits, chain(preparation))));
            }
        }
        return Optional.empty();
    }

    /// The preparation and all that prove locks in it (Charter 7.9), in ascending order of rounds.
    private List<Preparation> chain(Preparation last) {
        TreeSet<Integer> rounds = new TreeSet<>(List.of(last.round()));
        List<Preparation> chain = new ArrayList<>();
        while (!rounds.isEmpty()) {
            // Each lock was checked when it came in.
            Preparation next =
                    Objects.requireNonNull(preparations.get(new VotingLock(rounds.removeLast(), last.act())));
            chain.addFirst(next);
            next.votes().forEach(vote -> vote.vote().lock().ifPresent(rounds::add));
        }
        return chain;
    }

    private void checkLock(Vote vote) {
        vote.lock().ifPresent(round -> {
            if (!preparations.containsKey(new VotingLock(round, vote.act()))) {
                throw new CharterRejected(
                        CharterRejected.Code.MISSING, CharterClause.PROVEN_LOCKS, "no preparation of round " + round);
            }
        });
    }

    private List<SignedVote> alike(Vote vote) {
        Slot slot = new Slot(vote.round(), vote.phase());
        return votes.values().stream()
                .flatMap(own -> Optional.ofNullable(own.get(slot)).stream())
                .filter(signed -> signed.vote().act().equals(vote.act()))
                .toList();
    }
}
