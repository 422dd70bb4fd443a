// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.charter.Acts.FOUNDED;
import static org.mithaq.charter.Acts.certified;
import static org.mithaq.charter.Acts.standing;
import static org.mithaq.charter.Founders.SIGNATURES;
import static org.mithaq.charter.Refusals.put;
import static org.mithaq.charter.Refusals.refused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.json.JsonArray;
import org.mithaq.testkit.Seeds;

class RotationTest {

    private static final CompositePrivateKey SECOND = Founders.composite("1/signing/2");
    private static final CompositePrivateKey THIRD = Founders.composite("1/signing/3");
    private static final CharterRejected.Code OUT_OF_PLACE = CharterRejected.Code.OUT_OF_PLACE;

    /// Member 1's first rotation, to its second signing key.
    private static SignedAct first() {
        MemberCard next = Acts.rekeyed(Founders.card(1), SECOND.publicKey());
        return Acts.rotation(Founders.certified(1), 1, next, Set.of(CompromisedKey.SIGNING))
                .sign(SIGNATURES, Founders.card(1), Founders.root(1), SECOND);
    }

    private static SignedAct second(CertifiedCard previous) {
        MemberCard next = Acts.rekeyed(previous.card(), THIRD.publicKey());
        return Acts.rotation(previous, 1, next, Set.of()).sign(SIGNATURES, previous.card(), Founders.root(1), THIRD);
    }

    private static Fold.Stopped stopped(CharterEntry... entries) {
        Fold fold = Charter.fold(SIGNATURES, List.of(entries));
        assertThat(fold).isInstanceOf(Fold.Stopped.class);
        return (Fold.Stopped) fold;
    }

    private static void refusedNext(CharterClause clause, MemberCard next, CompromisedKey... compromised) {
        Rotation rotation = Acts.rotation(Founders.certified(1), 1, next, Set.of(compromised));
        refused(OUT_OF_PLACE, clause, () -> rotation.sign(SIGNATURES, Founders.card(1), Founders.root(1), SECOND));
        byte[] payload = rotation.payload();
        SignedAct forced =
                new SignedAct(payload, List.of(Founders.endorse(payload, 1), Founders.endorse(payload, 1, SECOND)));
        assertThat(stopped(Founders.act(), forced).clause()).isEqualTo(clause);
        assertThat(stopped(Founders.act(), forced).actIndex()).isEqualTo(1);
    }

    @Test
    void a_rotation_needs_no_vote_and_leaves_the_hash_of_the_state_alone() {
        CharterState state = standing(Founders.act(), first());
        assertThat(state.hash()).isEqualTo(FOUNDED.hash());
        assertThat(state).isNotEqualTo(FOUNDED);
        assertThat(state.member(Founders.id(1)).orElseThrow().signingKey().key())
                .isEqualTo(SECOND.publicKey());
        assertThat(state.memberBySigningKey(SECOND.publicKey().keyId())).isPresent();
        assertThat(state.memberBySigningKey(Founders.signing(1).publicKey().keyId()))
                .isEmpty();
    }

    @Test
    void a_replaced_key_holds_up_to_the_pin_and_the_present_one_without_end() {
        SignedAct first = first();
        CertifiedCard present =
                standing(Founders.act(), first).certifiedCard(Founders.id(1)).orElseThrow();
        KeyHistory history = standing(Founders.act(), second(present), first)
                .keyHistory(Founders.id(1))
                .orElseThrow();
        assertThat(history.signingKey(1))
                .contains(new KeyHistory.DatedKey(Founders.card(1).signingKey(), Optional.of(Acts.pin(42))));
        assertThat(history.signingKey(2).orElseThrow().until()).contains(Acts.pin(42));
        assertThat(history.signingKey(3))
                .contains(new KeyHistory.DatedKey(new SigningKey(3, THIRD.publicKey()), Optional.empty()));
        assertThat(history.signingKey(4)).isEmpty();
        assertThat(history.compromised(CompromisedKey.SIGNING)).hasSize(1);
        assertThat(history.compromised(CompromisedKey.TLS)).isEmpty();
    }

    @Test
    void the_fold_is_the_same_wherever_rotations_stand() {
        SignedAct first = first();
        CertifiedCard present =
                standing(Founders.act(), first).certifiedCard(Founders.id(1)).orElseThrow();
        List<CharterEntry> entries = new ArrayList<>(List.of(
                first, second(present), certified(FOUNDED, 0, Acts.admission(FOUNDED), 0, 1, 2, 4), Founders.act()));
        CharterState expected = standing(entries.get(3), entries.get(2), entries.get(1), entries.get(0));
        Seeds.forAll(12, random -> {
            Collections.shuffle(entries, new java.util.Random(random.nextLong()));
            if (entries.indexOf(Founders.act())
                    < entries.indexOf(entries.stream()
                            .filter(CertifiedAct.class::isInstance)
                            .findFirst()
                            .orElseThrow())) {
                assertThat(standing(entries.toArray(CharterEntry[]::new))).isEqualTo(expected);
            }
        });
    }

    @Test
    void a_vote_counts_under_any_key_that_its_member_had_and_decided_by_it_stays_decided() {
        SignedAct admission = Acts.admission(FOUNDED);
        CertifiedAct certified = certified(FOUNDED, 0, admission, 0, 1, 2, 4);
        assertThat(standing(Founders.act(), certified, first()).epoch()).isEqualTo(2);

        CharterState rotated = standing(Founders.act(), first());
        Ballot ballot = new Ballot(SIGNATURES, rotated, VotingRecord.on(rotated));
        ballot.propose(admission);
        Vote vote = Acts.vote(rotated, 0, Vote.Phase.PREPARE, admission, -1);
        refused(
                CharterRejected.Code.UNPROVEN,
                CharterClause.VOTE_SIGNATURE,
                () -> ballot.receive(Acts.signed(vote, 1), List.of()));
        assertThat(ballot.receive(Acts.signed(vote, 1, SECOND), List.of())).isEmpty();
    }

    @Test
    void a_rotation_keeps_what_only_an_act_of_membership_may_change() {
        MemberCard card = Founders.card(1);
        MemberCard rekeyed = Acts.rekeyed(card, SECOND.publicKey());
        refusedNext(
                CharterClause.ROTATE_KEEPS,
                Acts.changed(
                        card,
                        rekeyed.signingKey(),
                        card.nodes(),
                        Founders.card(5).names()));
        refusedNext(
                CharterClause.KEY_EPOCHS,
                Acts.changed(card, new SigningKey(1, SECOND.publicKey()), card.nodes(), card.names()));
        refusedNext(
                CharterClause.KEY_EPOCHS,
                Acts.changed(card, new SigningKey(3, SECOND.publicKey()), card.nodes(), card.names()));
        refusedNext(CharterClause.COMPROMISE, rekeyed, CompromisedKey.SIGNING, CompromisedKey.TLS);
        refusedNext(CharterClause.COMPROMISE, rekeyed, CompromisedKey.WITNESS);
        refusedNext(CharterClause.COMPROMISE, rekeyed, CompromisedKey.LOG);
        refusedNext(CharterClause.COMPROMISE, rekeyed, CompromisedKey.SEALING);
    }

    @Test
    void a_rotation_that_its_root_and_its_new_key_did_not_both_sign_stops_the_fold() {
        SignedAct good = first();
        List<Endorsement> both = good.endorsements();
        for (List<Endorsement> wrong : List.of(
                both.subList(0, 1),
                both.subList(1, 2),
                List.<Endorsement>of(),
                both.reversed(),
                List.of(both.get(0), both.get(1), both.get(1)),
                List.of(Founders.endorse(good.payload(), 1, Founders.signing(1)), both.get(1)),
                List.of(both.get(0), Founders.endorse(good.payload(), 1, Founders.signing(1))))) {
            Fold.Stopped stopped = stopped(Founders.act(), new SignedAct(good.payload(), wrong));
            assertThat(stopped.clause()).isEqualTo(CharterClause.ROTATE_ENDORSEMENTS);
            assertThat(stopped.actIndex()).isEqualTo(1);
        }
    }

    @Test
    void the_form_of_a_rotation_is_held_to_its_clause() {
        Act act = Act.parse(first().payload());
        for (Act wrong : List.of(
                new Act(act.type(), act.parent(), act.epoch(), 1, act.body()),
                new Act(act.type(), act.parent(), 2, 0, act.body()),
                new Act(act.type(), act.parent(), 1, 0, put("extra", "x").apply(act.body())),
                new Act(
                        act.type(),
                        act.parent(),
                        1,
                        0,
                        put("federation", Hash.ZERO.hex()).apply(act.body())),
                new Act(
                        act.type(),
                        act.parent(),
                        1,
                        0,
                        act.body().with("compromised", JsonArray.ofStrings(List.of("tls", "signing")))),
                new Act(
                        act.type(),
                        act.parent(),
                        1,
                        0,
                        act.body().with("compromised", JsonArray.ofStrings(List.of("root")))))) {
            byte[] payload = wrong.payload();
            SignedAct signed =
                    new SignedAct(payload, List.of(Founders.endorse(payload, 1), Founders.endorse(payload, 1, SECOND)));
            assertThat(stopped(Founders.act(), signed).clause()).isEqualTo(CharterClause.ROTATE_FORM);
        }
    }

    @Test
    void a_rotation_of_a_card_that_nobody_knows_stops_the_fold() {
        CertifiedCard present =
                standing(Founders.act(), first()).certifiedCard(Founders.id(1)).orElseThrow();
        assertThat(stopped(Founders.act(), second(present)).clause()).isEqualTo(CharterClause.CHAIN);
    }

    @Test
    void of_two_rotations_of_one_card_neither_is_in_force_and_the_fork_is_shown() {
        SignedAct first = first();
        MemberCard other = Acts.rekeyed(Founders.card(1), THIRD.publicKey());
        SignedAct fork = Acts.rotation(Founders.certified(1), 1, other, Set.of())
                .sign(SIGNATURES, Founders.card(1), Founders.root(1), THIRD);
        CertifiedCard present =
                standing(Founders.act(), first).certifiedCard(Founders.id(1)).orElseThrow();
        SignedAct later = second(present);
        CharterState state = standing(Founders.act(), first, later, fork);
        assertThat(state).isEqualTo(standing(Founders.act(), fork, later, first));
        assertThat(state.certifiedCard(Founders.id(1))).contains(Founders.certified(1));
        assertThat(state.forks()).singleElement().satisfies(each -> {
            assertThat(each.member()).isEqualTo(Founders.id(1));
            assertThat(Set.of(each.one(), each.other())).containsExactlyInAnyOrder(first, fork);
        });
    }

    @Test
    void a_pin_that_two_members_claim_stands_for_the_one_whose_card_in_the_state_has_it_or_for_nobody() {
        TlsPin held = Founders.card(0).nodes().getFirst().tlsPins().getFirst();
        TlsPin fresh = new TlsPin(Hash.wrap(Founders.seed("a pin of two")));
        CharterState taken = standing(Founders.act(), repinned(1, held));
        assertThat(taken.nodeByTlsPin(held).orElseThrow().member().id()).isEqualTo(Founders.id(0));
        CharterState alone = standing(Founders.act(), repinned(1, fresh));
        assertThat(alone.nodeByTlsPin(fresh).orElseThrow().member().id()).isEqualTo(Founders.id(1));
        CharterState both = standing(Founders.act(), repinned(1, fresh), repinned(2, fresh));
        assertThat(both.nodeByTlsPin(fresh)).isEmpty();
    }

    @Test
    void a_node_id_that_two_members_claim_stands_for_the_one_whose_card_in_the_state_has_it_or_for_nobody() {
        NodeId held = Founders.card(0).nodes().getFirst().id();
        NodeId fresh = NodeId.of(Arrays.copyOf(Founders.seed("a node of two"), NodeId.LENGTH_BYTES));
        CharterState taken = standing(Founders.act(), renamed(1, held));
        assertThat(taken.node(Founders.id(0), held)).isPresent();
        assertThat(taken.node(Founders.id(1), held)).isEmpty();
        CharterState alone = standing(Founders.act(), renamed(1, fresh));
        assertThat(alone.node(Founders.id(1), fresh)).isPresent();
        assertThat(alone.node(Founders.id(2), fresh)).isEmpty();
        CharterState both = standing(Founders.act(), renamed(1, fresh), renamed(2, fresh));
        assertThat(both.node(Founders.id(1), fresh)).isEmpty();
        assertThat(both.node(Founders.id(2), fresh)).isEmpty();
    }

    private static SignedAct renamed(int member, NodeId id) {
        MemberCard card = Founders.card(member);
        MemberNode node = card.nodes().getFirst();
        return rotated(member, new MemberNode(id, node.endpoints(), node.tlsPins()), Set.of());
    }

    private static SignedAct repinned(int member, TlsPin pin) {
        MemberCard card = Founders.card(member);
        MemberNode node = card.nodes().getFirst();
        return rotated(member, new MemberNode(node.id(), node.endpoints(), List.of(pin)), Set.of(CompromisedKey.TLS));
    }

    private static SignedAct rotated(int member, MemberNode node, Set<CompromisedKey> compromised) {
        MemberCard card = Founders.card(member);
        MemberCard next = Acts.changed(card, card.signingKey(), List.of(node), card.names());
        return Acts.rotation(Founders.certified(member), member, next, compromised)
                .sign(SIGNATURES, card, Founders.root(member), Founders.signing(member));
    }
}
