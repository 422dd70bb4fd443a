// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mithaq.charter.Acts.FOUNDED;
import static org.mithaq.charter.Acts.certified;
import static org.mithaq.charter.Acts.committed;
import static org.mithaq.charter.Acts.prepared;
import static org.mithaq.charter.Acts.signed;
import static org.mithaq.charter.Acts.vote;
import static org.mithaq.charter.Acts.votes;
import static org.mithaq.charter.Founders.SIGNATURES;
import static org.mithaq.charter.Refusals.refused;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;

class VotingTest {

    private static final SignedAct ADMISSION = Acts.admission(FOUNDED);
    private static final SignedAct DEPARTURE = Acts.departure(FOUNDED, 3, 0, 1, 2, 3, 4);
    private static final Vote.Phase PREPARE = Vote.Phase.PREPARE;
    private static final Vote.Phase COMMIT = Vote.Phase.COMMIT;
    private static final CharterRejected.Code OUT_OF_PLACE = CharterRejected.Code.OUT_OF_PLACE;
    private static final CharterRejected.Code MISSING = CharterRejected.Code.MISSING;

    private static Ballot ballot() {
        Ballot ballot = new Ballot(SIGNATURES, FOUNDED, VotingRecord.on(FOUNDED));
        ballot.propose(ADMISSION);
        ballot.propose(DEPARTURE);
        return ballot;
    }

    /// Stores and then signs, as a node does, by way of the stored bytes.
    private static SignedVote cast(Ballot ballot, VotingStep step, int member) {
        assertThat(step).isInstanceOf(VotingStep.Sign.class);
        byte[] durable = ((VotingStep.Sign) step).toStore().encode();
        ballot.stored(VotingRecord.decode(durable));
        SignedVote vote = SignedVote.sign(
                SIGNATURES, VotingRecord.decode(durable), Founders.id(member), Founders.signing(member));
        ballot.receive(vote, ballot.proofs(vote.vote().act()));
        return SignedVote.decode(vote.encode());
    }

    private static void notVoting(VotingStep step, VotingStep.Reason reason) {
        assertThat(step).isEqualTo(new VotingStep.Refused(reason));
    }

    @Test
    void four_of_five_members_decide_and_each_of_them_comes_to_the_same_certificate() {
        List<Ballot> ballots = List.of(ballot(), ballot(), ballot(), ballot());
        Hash act = ADMISSION.payloadHash();
        List<SignedVote> cast = new ArrayList<>();
        for (int member = 0; member < 4; member++) {
            cast.add(cast(ballots.get(member), ballots.get(member).prepare(0, act), member));
        }
        for (Ballot ballot : ballots) {
            cast.forEach(vote -> assertThat(ballot.receive(vote, List.of())).isEmpty());
            assertThat(ballot.certified()).isEmpty();
        }
        cast.clear();
        for (int member = 0; member < 4; member++) {
            cast.add(cast(ballots.get(member), ballots.get(member).commit(), member));
        }
        for (Ballot ballot : ballots) {
            cast.forEach(vote -> ballot.receive(vote, ballot.proofs(act)));
            CertifiedAct certified = ballot.certified().orElseThrow();
            assertThat(CertifiedAct.decode(certified.encode())).isEqualTo(certified);
            assertThat(Acts.standing(Founders.act(), certified).epoch()).isEqualTo(2);
        }
    }

    @Test
    void a_locked_member_goes_over_only_for_a_newer_preparation_and_its_vote_carries_the_lock() {
        Ballot ballot = ballot();
        Preparation first = prepared(FOUNDED, 0, ADMISSION, -1, 0, 1, 2, 3);
        ballot.accept(first);
        cast(ballot, ballot.commit(), 4);
        notVoting(ballot.prepare(1, DEPARTURE.payloadHash()), VotingStep.Reason.LOCKED);

        ballot.accept(prepared(FOUNDED, 1, DEPARTURE, -1, 0, 1, 2, 3));
        notVoting(ballot.prepare(2, ADMISSION.payloadHash()), VotingStep.Reason.LOCKED);
        SignedVote over = cast(ballot, ballot.prepare(2, DEPARTURE.payloadHash()), 4);
        assertThat(over.vote().lock()).hasValue(1);
        // It committed one act and prepared another, and no two of its votes convict it.
        SignedVote before = signed(vote(FOUNDED, 0, COMMIT, ADMISSION, -1), 4);
        assertThat(VoteConflict.between(before, over)).isEmpty();
        assertThat(VoteConflict.between(over, before)).isEmpty();
    }

    @Test
    void a_member_that_starts_again_signs_the_same_vote_and_no_other() {
        Ballot ballot = ballot();
        VotingStep.Sign step = (VotingStep.Sign) ballot.prepare(2, ADMISSION.payloadHash());
        byte[] durable = step.toStore().encode();
        // Stored, and then the power went. What is stored signs the same vote.
        VotingRecord stored = VotingRecord.decode(durable);
        Ballot again = new Ballot(SIGNATURES, FOUNDED, stored);
        again.propose(ADMISSION);
        again.propose(DEPARTURE);
        SignedVote vote = SignedVote.sign(SIGNATURES, stored, Founders.id(0), Founders.signing(0));
        assertThat(vote.vote()).isEqualTo(step.vote());
        notVoting(again.prepare(2, DEPARTURE.payloadHash()), VotingStep.Reason.ROUND_PAST);
        notVoting(again.prepare(1, DEPARTURE.payloadHash()), VotingStep.Reason.ROUND_PAST);
        notVoting(again.commit(), VotingStep.Reason.NOT_PREPARED);
        notVoting(again.prepare(3, Hash.ZERO), VotingStep.Reason.UNKNOWN_ACT);
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        SignedVote.sign(SIGNATURES, VotingRecord.on(FOUNDED), Founders.id(0), Founders.signing(0)));
    }

    @Test
    void an_older_preparation_is_not_committed_and_a_round_is_reached_by_more_than_liars() {
        Ballot ballot = ballot();
        ballot.accept(prepared(FOUNDED, 3, ADMISSION, -1, 0, 1, 2, 3));
        assertThat(ballot.record().commit(new VotingLock(1, DEPARTURE.payloadHash())))
                .isEqualTo(new VotingStep.Refused(VotingStep.Reason.LOCKED));
        assertThat(ballot.reachedByOthers()).isZero();
        ballot.receive(signed(vote(FOUNDED, 900, PREPARE, DEPARTURE, -1), 0), List.of());
        assertThat(ballot.reachedByOthers()).isZero();
        ballot.receive(signed(vote(FOUNDED, 5, PREPARE, DEPARTURE, -1), 1), List.of());
        assertThat(ballot.reachedByOthers()).isEqualTo(5);
    }

    @Test
    void two_acts_in_one_round_convict_whoever_signed_both() {
        Ballot ballot = ballot();
        SignedVote one = signed(vote(FOUNDED, 0, PREPARE, ADMISSION, -1), 2);
        SignedVote other = signed(vote(FOUNDED, 0, PREPARE, DEPARTURE, -1), 2);
        assertThat(ballot.receive(one, List.of())).isEmpty();
        assertThat(ballot.receive(one, List.of())).isEmpty();
        assertThat(ballot.receive(other, List.of()))
                .contains(new VoteConflict(one, other, VoteConflict.Kind.TWO_ACTS_IN_ONE_ROUND));
        SignedVote commit = signed(vote(FOUNDED, 0, COMMIT, ADMISSION, -1), 1);
        SignedVote forgot = signed(vote(FOUNDED, 1, PREPARE, DEPARTURE, -1), 1);
        assertThat(VoteConflict.between(forgot, commit))
                .contains(new VoteConflict(commit, forgot, VoteConflict.Kind.LOCK_FORGOTTEN));
        assertThat(VoteConflict.between(one, signed(vote(FOUNDED, 0, PREPARE, DEPARTURE, -1), 1)))
                .isEmpty();
    }

    @Test
    void votes_of_strangers_on_other_parents_or_without_proof_of_their_lock_are_refused() {
        Ballot ballot = ballot();
        Vote good = vote(FOUNDED, 1, PREPARE, ADMISSION, -1);
        refused(OUT_OF_PLACE, CharterClause.VOTE_SIGNATURE, () -> ballot.receive(signed(good, 5), List.of()));
        refused(
                CharterRejected.Code.UNPROVEN,
                CharterClause.VOTE_SIGNATURE,
                () -> ballot.receive(signed(good, 1, Founders.root(1)), List.of()));
        refused(
                CharterRejected.Code.UNPROVEN,
                CharterClause.VOTE_SIGNATURE,
                () -> ballot.receive(signed(good, 1, Founders.signing(2)), List.of()));
        Vote elsewhere = new Vote(good.federation(), Hash.ZERO, 1, 1, PREPARE, good.act(), good.lock());
        Vote otherEpoch = new Vote(good.federation(), good.parent(), 2, 1, PREPARE, good.act(), good.lock());
        for (Vote wrong : List.of(elsewhere, otherEpoch)) {
            refused(OUT_OF_PLACE, CharterClause.VOTE_FORM, () -> ballot.receive(signed(wrong, 1), List.of()));
        }
        SignedVote locked = signed(vote(FOUNDED, 1, PREPARE, ADMISSION, 0), 1);
        refused(MISSING, CharterClause.PROVEN_LOCKS, () -> ballot.receive(locked, List.of()));
        refused(
                MISSING,
                CharterClause.PREPARATION,
                () -> ballot.receive(locked, List.of(prepared(FOUNDED, 0, ADMISSION, -1, 0, 1, 2))));
        assertThat(ballot.receive(locked, List.of(prepared(FOUNDED, 0, ADMISSION, -1, 0, 1, 2, 3))))
                .isEmpty();
    }

    @Test
    void the_form_of_a_vote_is_held_to_its_clause() {
        String vote = new String(vote(FOUNDED, 3, PREPARE, ADMISSION, 1).payload(), StandardCharsets.UTF_8);
        assertThat(Vote.parse(vote.getBytes(StandardCharsets.UTF_8)).payload())
                .isEqualTo(vote.getBytes(StandardCharsets.UTF_8));
        for (String wrong : List.of(
                vote.replace("\"lock\":1", "\"lock\":3"),
                vote.replace("\"lock\":1", "\"lock\":-1"),
                vote.replace("prepare", "commit"),
                vote.replace("prepare", "abstain"),
                vote.replace("\"round\":3", "\"round\":1024"),
                vote.replace("\"epoch\":1", "\"epoch\":0"),
                vote.replace("\"suite\":1", "\"suite\":2"),
                vote.replace("{", "{\"a\":1,"),
                vote + " ",
                "")) {
            refused(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.VOTE_FORM,
                    () -> Vote.parse(wrong.getBytes(StandardCharsets.UTF_8)));
        }
        refused(CharterRejected.Code.TOO_MUCH, CharterClause.VOTE_FORM, () -> Vote.parse(new byte[1_025]));
        refused(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.VOTE_SIGNATURE,
                () -> SignedVote.decode(new byte[SignedVote.ENCODING_BYTES_MAX + 1]));
    }

    @Test
    void a_record_of_another_parent_is_refused() {
        VotingRecord other = new VotingRecord(
                FOUNDED.federation(), Hash.ZERO, 1, java.util.Optional.empty(), java.util.Optional.empty());
        refused(OUT_OF_PLACE, CharterClause.VOTING_RECORD, () -> new Ballot(SIGNATURES, FOUNDED, other));
        refused(
                CharterRejected.Code.MALFORMED,
                CharterClause.VOTING_RECORD,
                () -> VotingRecord.decode(new byte[] {1, 2}));
        refused(
                OUT_OF_PLACE,
                CharterClause.VOTING_RECORD,
                () -> new VotingRecord(
                        other.federation(),
                        other.parent(),
                        1,
                        java.util.Optional.of(vote(FOUNDED, 0, PREPARE, ADMISSION, -1)),
                        other.lock()));
    }

    @Test
    void too_few_votes_certify_nothing() {
        for (CertifiedAct few : List.of(
                new CertifiedAct(
                        ADMISSION,
                        new Certificate(
                                committed(FOUNDED, 0, ADMISSION, 0, 1, 2),
                                List.of(prepared(FOUNDED, 0, ADMISSION, -1, 0, 1, 2, 3)))),
                certified(FOUNDED, 0, ADMISSION, 0, 1, 2),
                certified(FOUNDED, 0, ADMISSION, 0, 1, 2, 5))) {
            assertThat(Charter.fold(SIGNATURES, List.of(Founders.act(), few)))
                    .isInstanceOfSatisfying(
                            Fold.Stopped.class,
                            stopped -> assertThat(stopped.clause())
                                    .isIn(
                                            CharterClause.CERTIFICATE,
                                            CharterClause.PREPARATION,
                                            CharterClause.VOTE_SIGNATURE));
        }
    }

    @Test
    void a_certificate_holds_one_act_and_the_proof_of_every_lock() {
        List<SignedVote> commits = committed(FOUNDED, 2, ADMISSION, 0, 1, 2, 3);
        Preparation first = prepared(FOUNDED, 0, ADMISSION, -1, 0, 1, 2, 3);
        Preparation last = prepared(FOUNDED, 2, ADMISSION, 0, 0, 1, 2, 3);
        CertifiedAct whole = new CertifiedAct(ADMISSION, new Certificate(commits, List.of(first, last)));
        assertThat(Acts.standing(Founders.act(), whole).epoch()).isEqualTo(2);

        CharterClause proven = CharterClause.PROVEN_LOCKS;
        refused(MISSING, proven, () -> new Certificate(commits, List.of(last)));
        refused(MISSING, proven, () -> new Certificate(commits, List.of(first)));
        CharterClause form = CharterClause.CERTIFICATE_FORM;
        refused(OUT_OF_PLACE, form, () -> new Certificate(commits, List.of(last, first)));
        refused(
                OUT_OF_PLACE,
                form,
                () -> new Certificate(commits, List.of(prepared(FOUNDED, 2, DEPARTURE, -1, 0, 1, 2, 3))));
        refused(MISSING, form, () -> new Certificate(commits, List.of()));
        refused(OUT_OF_PLACE, form, () -> new CertifiedAct(DEPARTURE, whole.certificate()));
        List<SignedVote> doubled = new ArrayList<>(commits);
        doubled.add(commits.getFirst());
        refused(CharterRejected.Code.DUPLICATE, form, () -> new Certificate(doubled, List.of(first, last)));
        List<SignedVote> mixed = new ArrayList<>(votes(vote(FOUNDED, 1, COMMIT, ADMISSION, -1), 4));
        mixed.addAll(commits);
        refused(OUT_OF_PLACE, form, () -> new Certificate(mixed, List.of(first, last)));
        refused(
                CharterRejected.Code.TOO_MUCH,
                form,
                () -> CertifiedAct.decode(new byte[CertifiedAct.ENCODING_BYTES_MAX + 1]));
    }

    @Test
    void two_certificates_on_one_parent_freeze_the_charter_whichever_came_first_and_convict_who_signed_both() {
        CertifiedAct one = certified(FOUNDED, 0, ADMISSION, 0, 1, 2, 3);
        CertifiedAct other = certified(FOUNDED, 0, DEPARTURE, 1, 2, 3, 4);
        Fold fold = Charter.fold(SIGNATURES, List.of(Founders.act(), one, other));
        assertThat(fold).isEqualTo(Charter.fold(SIGNATURES, List.of(Founders.act(), other, one)));
        assertThat(fold).isInstanceOfSatisfying(Fold.Frozen.class, frozen -> {
            assertThat(frozen.state()).isEqualTo(FOUNDED);
            assertThat(frozen.conflict().culprits()).isEqualTo(Set.of(Founders.id(1), Founders.id(2), Founders.id(3)));
            frozen.conflict().verify(SIGNATURES, FOUNDED);
        });
        CharterState six = Acts.standing(Founders.act(), one);
        CertifiedAct later = certified(six, 0, Acts.departure(six, 0, 0, 1, 2, 3, 4, 5), 0, 1, 2, 3, 4);
        assertThat(Charter.fold(SIGNATURES, List.of(Founders.act(), one, later, other)))
                .isEqualTo(fold);
        assertThat(Charter.fold(SIGNATURES, List.of(Founders.act(), other, one, later)))
                .isEqualTo(fold);
    }

    @Test
    void of_two_certificates_in_different_rounds_only_they_are_convicted_that_forgot_their_lock() {
        CertifiedAct one = certified(FOUNDED, 0, ADMISSION, 0, 1, 2, 3);
        // 0, 1 and 2 forget; 3 is shown their preparation and goes over with good reason.
        Preparation lie = prepared(FOUNDED, 1, DEPARTURE, -1, 0, 1, 2, 4);
        List<SignedVote> then = new ArrayList<>(votes(vote(FOUNDED, 2, PREPARE, DEPARTURE, 1), 0, 1, 2, 3));
        CertifiedAct other = new CertifiedAct(
                DEPARTURE,
                new Certificate(committed(FOUNDED, 2, DEPARTURE, 0, 1, 2, 3), List.of(lie, new Preparation(then))));
        CertificateConflict conflict = CertificateConflict.between(one, other).orElseThrow();
        conflict.verify(SIGNATURES, FOUNDED);
        assertThat(conflict.culprits()).isEqualTo(Set.of(Founders.id(0), Founders.id(1), Founders.id(2)));
        assertThat(conflict.convictions())
                .allSatisfy(each -> assertThat(each.kind()).isEqualTo(VoteConflict.Kind.LOCK_FORGOTTEN));
        assertThat(CertificateConflict.between(one, one)).isEmpty();
    }

    @Test
    void votes_and_proposals_are_bounded() {
        Ballot ballot = ballot();
        for (int round = 0; round < 2 * Ballot.VOTES_MAX; round++) {
            ballot.receive(signed(vote(FOUNDED, round, PREPARE, ADMISSION, -1), 0), List.of());
        }
        assertThat(ballot.certified()).isEmpty();
        for (int round = 1; round < Ballot.PROPOSALS_MAX - 1; round++) {
            ballot.propose(another(round));
        }
        refused(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.ACT_FORM,
                () -> ballot.propose(another(Ballot.PROPOSALS_MAX)));
        assertThat(ballot.proposals()).hasSize(Ballot.PROPOSALS_MAX);
    }

    private static SignedAct another(int round) {
        Act act = Act.parse(ADMISSION.payload());
        return Acts.endorsed(new Act(act.type(), act.parent(), act.epoch(), round, act.body()), 5);
    }
}
