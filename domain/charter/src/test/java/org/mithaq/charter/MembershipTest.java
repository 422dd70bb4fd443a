// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.charter.Acts.FOUNDED;
import static org.mithaq.charter.Acts.certified;
import static org.mithaq.charter.Acts.logs;
import static org.mithaq.charter.Acts.standing;
import static org.mithaq.charter.Founders.SIGNATURES;
import static org.mithaq.charter.Refusals.in;
import static org.mithaq.charter.Refusals.put;
import static org.mithaq.charter.Refusals.refused;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;

class MembershipTest {

    private static final CharterRejected.Code OUT_OF_PLACE = CharterRejected.Code.OUT_OF_PLACE;
    private static final CharterRejected.Code MALFORMED = CharterRejected.Code.MALFORMED;

    private static void refusedChange(
            CharterRejected.Code code, CharterClause clause, SignedAct act, UnaryOperator<JsonObject> change, int by) {
        Act parsed = Act.parse(act.payload());
        SignedAct changed = Acts.endorsed(
                new Act(parsed.type(), parsed.parent(), parsed.epoch(), 0, change.apply(parsed.body())), by);
        refused(code, clause, () -> Charter.proposed(SIGNATURES, FOUNDED, changed));
    }

    private static void refusedDraft(CharterRejected.Code code, CharterClause clause, MembershipDraft draft, int by) {
        SignedAct act = Acts.endorsed(draft.act(FOUNDED, 0), by);
        refused(code, clause, () -> Charter.proposed(SIGNATURES, FOUNDED, act));
    }

    @Test
    void an_admission_makes_a_member_of_the_plenary_and_of_the_communities_that_it_names() {
        SignedAct admission = Acts.admission(FOUNDED);
        CertifiedAct certified = certified(FOUNDED, 0, admission, 0, 1, 2, 4);
        CharterState state = standing(Founders.act(), CharterEntry.decode(certified.encode()));

        assertThat(state.epoch()).isEqualTo(2);
        assertThat(state.parent()).isEqualTo(FOUNDED.hash());
        assertThat(state.act()).isEqualTo(admission.payloadHash());
        assertThat(state.member(Founders.id(5))).contains(Founders.card(5));
        assertThat(state.plenary().members()).hasSize(6).contains(Founders.id(5));
        assertThat(state.channel(Acts.community(1)).orElseThrow().members()).contains(Founders.id(5));
        assertThat(state.channel(Acts.community(1)).orElseThrow().mayPost(Founders.id(5)))
                .isFalse();
        assertThat(state.channel(Acts.community(2)).orElseThrow().members()).doesNotContain(Founders.id(5));
        assertThat(state.certificateQuorum()).isEqualTo(5);
        assertThat(state.pinnedLog(Founders.id(0), Founders.card(0).log().origin()))
                .contains(Acts.pin(7));
    }

    @Test
    void the_same_certified_act_twice_changes_nothing_the_second_time() {
        CertifiedAct certified = certified(FOUNDED, 0, Acts.admission(FOUNDED), 0, 1, 2, 4);
        assertThat(standing(Founders.act(), certified, certified)).isEqualTo(standing(Founders.act(), certified));
    }

    @Test
    void who_votes_and_in_which_round_does_not_change_the_state() {
        SignedAct admission = Acts.admission(FOUNDED);
        CertifiedAct one = certified(FOUNDED, 0, admission, 0, 1, 2, 4);
        CertifiedAct other = certified(FOUNDED, 3, admission, 0, 1, 2, 3, 4);
        assertThat(standing(Founders.act(), one).hash())
                .isEqualTo(standing(Founders.act(), other).hash());
        assertThat(standing(Founders.act(), one, other).epoch()).isEqualTo(2);
    }

    @Test
    void an_act_of_membership_without_a_certificate_stops_the_fold() {
        assertThat(Charter.fold(SIGNATURES, List.of(Founders.act(), Acts.admission(FOUNDED))))
                .isInstanceOfSatisfying(Fold.Stopped.class, stopped -> {
                    assertThat(stopped.actIndex()).isEqualTo(1);
                    assertThat(stopped.clause()).isEqualTo(CharterClause.CERTIFICATE);
                });
    }

    @Test
    void whoever_leaves_is_in_no_channel_and_its_communities_close_when_nobody_may_post_there() {
        int[] all = {0, 1, 2, 3, 4};
        CertifiedAct first = certified(FOUNDED, 0, Acts.departure(FOUNDED, 0, all), 1, 2, 3, 4);
        CharterState four = standing(Founders.act(), first);
        assertThat(four.member(Founders.id(0))).isEmpty();
        assertThat(four.plenary().members()).hasSize(4);
        assertThat(four.channel(Acts.community(1)).orElseThrow().rules().posting())
                .isEqualTo(new ChannelRules.Posting.Only(Set.of(Founders.id(4))));

        CertifiedAct second = certified(four, 0, Acts.departure(four, 4, 1, 2, 3, 4), 1, 2, 3);
        CharterState three = standing(Founders.act(), first, second);
        assertThat(three.channel(Acts.community(1))).isEmpty();
        assertThat(three.channels()).hasSize(2);
        assertThat(three.epoch()).isEqualTo(3);
    }

    @Test
    void an_amendment_changes_what_a_rotation_may_not() {
        MemberCard card = Founders.card(2);
        Names names = new Names("وكالة التلال", "Agence des Collines", "Agency of the Hills");
        MemberCard renamed = Acts.changed(card, card.signingKey(), card.nodes(), names);
        MembershipDraft draft = new MembershipDraft.Amend(
                CertifiedCard.certify(SIGNATURES, Founders.root(2), renamed), logs(3, 0, 1, 2, 3, 4));
        CertifiedAct certified = certified(FOUNDED, 0, Acts.endorsed(draft.act(FOUNDED, 0), 2), 0, 1, 2, 3);
        CharterState state = standing(Founders.act(), certified);
        assertThat(state.member(Founders.id(2)).orElseThrow().names()).isEqualTo(names);
        assertThat(state.hash()).isNotEqualTo(FOUNDED.hash());
    }

    @Test
    void the_body_of_an_admission_is_held_to_its_clauses() {
        SignedAct admission = Acts.admission(FOUNDED);
        refusedChange(MALFORMED, CharterClause.ADMIT_BODY, admission, put("extra", "x"), 5);
        refusedChange(
                CharterRejected.Code.MISSING, CharterClause.ADMIT_BODY, admission, body -> body.without("logs"), 5);
        String plenary = FOUNDED.plenary().id().hex();
        String stranger = Hash.ZERO.hex();
        for (String channel : List.of(plenary, stranger)) {
            refusedChange(
                    OUT_OF_PLACE,
                    CharterClause.ADMIT_BODY,
                    admission,
                    put("channels", JsonArray.ofStrings(List.of(channel))),
                    5);
        }
        String community = Acts.community(1).hex();
        refusedChange(
                MALFORMED,
                CharterClause.ADMIT_BODY,
                admission,
                put("channels", JsonArray.ofStrings(List.of(community, community))),
                5);
        refusedChange(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.ADMIT_BODY,
                admission,
                put("channels", JsonArray.ofStrings(java.util.Collections.nCopies(65, community))),
                5);
    }

    @Test
    void nobody_is_admitted_amended_or_let_go_without_its_own_root() {
        SignedAct admission = Acts.admission(FOUNDED);
        Act act = Act.parse(admission.payload());
        refused(
                CharterRejected.Code.MISSING,
                CharterClause.CONSENT,
                () -> Charter.proposed(SIGNATURES, FOUNDED, Acts.endorsed(act)));
        refused(
                CharterRejected.Code.UNPROVEN,
                CharterClause.CONSENT,
                () -> Charter.proposed(SIGNATURES, FOUNDED, Acts.endorsed(act, 0)));
        refused(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.CONSENT,
                () -> Charter.proposed(SIGNATURES, FOUNDED, Acts.endorsed(act, 5, 0)));
        Endorsement online = Founders.endorse(admission.payload(), 5, Founders.signing(5));
        refused(
                CharterRejected.Code.UNPROVEN,
                CharterClause.CONSENT,
                () -> Charter.proposed(SIGNATURES, FOUNDED, new SignedAct(admission.payload(), List.of(online))));
        refused(
                OUT_OF_PLACE,
                CharterClause.CONSENT,
                () -> MembershipDraft.endorse(SIGNATURES, FOUNDED, admission.payload(), Founders.root(0)));
        assertThat(MembershipDraft.endorse(SIGNATURES, FOUNDED, admission.payload(), Founders.root(5))
                        .member())
                .isEqualTo(Founders.id(5));
    }

    @Test
    void every_log_is_pinned_once_in_order_and_never_back() {
        SignedAct admission = Acts.admission(FOUNDED);
        refusedChange(MALFORMED, CharterClause.LOG_PIN, admission, in("logs", 0, put("size", JsonNumber.of(0))), 5);
        refusedChange(MALFORMED, CharterClause.LOG_PIN, admission, in("logs", 0, put("size", JsonNumber.of(-1))), 5);
        refusedChange(MALFORMED, CharterClause.LOG_PIN, admission, in("logs", 0, put("extra", JsonString.of("x"))), 5);
        refusedChange(
                MALFORMED,
                CharterClause.LOG_PIN,
                admission,
                body -> body.with(
                        "logs",
                        JsonArray.of(body.array("logs").orElseThrow().elements().reversed())),
                5);
        TreeSet<ChannelId> none = new TreeSet<>();
        refusedDraft(
                OUT_OF_PLACE,
                CharterClause.LOG_PINS,
                new MembershipDraft.Admit(Founders.certified(5), none, logs(7, 0, 1, 2, 3, 4)),
                5);

        CertifiedAct admitted = certified(FOUNDED, 0, admission, 0, 1, 2, 4);
        CharterState six = standing(Founders.act(), admitted);
        int[] all = {0, 1, 2, 3, 4, 5};
        for (LogPin behind : List.of(Acts.pin(6), new LogPin(7, Hash.wrap(Founders.seed("another root"))))) {
            var logs = logs(9, all);
            logs.put(Founders.id(3), behind);
            SignedAct leave = Acts.endorsed(new MembershipDraft.Leave(Founders.id(1), logs).act(six, 0), 1);
            refused(OUT_OF_PLACE, CharterClause.LOG_PINS, () -> Charter.proposed(SIGNATURES, six, leave));
        }
    }

    @Test
    void a_member_is_not_admitted_again_and_a_stranger_neither_leaves_nor_is_amended() {
        TreeSet<ChannelId> none = new TreeSet<>();
        refusedDraft(
                CharterRejected.Code.DUPLICATE,
                CharterClause.ADMITTED,
                new MembershipDraft.Admit(Founders.certified(3), none, logs(7, 0, 1, 2, 3, 4)),
                3);
        refusedDraft(
                OUT_OF_PLACE,
                CharterClause.LEAVE_BODY,
                new MembershipDraft.Leave(Founders.id(5), logs(7, 0, 1, 2, 3, 4)),
                5);
        refusedDraft(
                OUT_OF_PLACE,
                CharterClause.AMEND_BODY,
                new MembershipDraft.Amend(Founders.certified(5), logs(7, 0, 1, 2, 3, 4)),
                5);
        refusedDraft(
                OUT_OF_PLACE,
                CharterClause.AMENDED,
                new MembershipDraft.Amend(Founders.certified(3), logs(7, 0, 1, 2, 3, 4)),
                3);
        refusedChange(
                MALFORMED, CharterClause.LEAVE_BODY, Acts.departure(FOUNDED, 0, 0, 1, 2, 3, 4), put("extra", "x"), 0);
        MemberCard newcomer = Founders.card(5);
        MemberCard impostor = Acts.changed(
                newcomer,
                newcomer.signingKey(),
                newcomer.nodes(),
                Founders.card(0).names());
        refusedDraft(
                CharterRejected.Code.DUPLICATE,
                CharterClause.UNIQUE,
                new MembershipDraft.Admit(
                        CertifiedCard.certify(SIGNATURES, Founders.root(5), impostor), none, logs(7, 0, 1, 2, 3, 4, 5)),
                5);
    }

    @Test
    void the_last_two_stay_and_the_last_who_may_post_in_the_plenary_stays() {
        FoundingDraft draft = Founders.draft();
        ChannelRules only = new ChannelRules(
                ChannelRules.Marking.AMBER, new ChannelRules.Posting.Only(Set.of(Founders.id(0))), 0, 72);
        FoundingDraft restricted = new FoundingDraft(
                draft.names(),
                Hash.ZERO,
                draft.founders(),
                List.of(ChannelDraft.plenary(draft.channels().getFirst().names(), only)));
        byte[] payload = restricted.payload();
        CharterState state = Charter.found(SIGNATURES, new SignedAct(payload, Founders.endorsements(payload)));
        SignedAct leave = Acts.departure(state, 0, 0, 1, 2, 3, 4);
        refused(OUT_OF_PLACE, CharterClause.LAST_TWO, () -> Charter.proposed(SIGNATURES, state, leave));

        FoundingDraft pair = new FoundingDraft(
                draft.names(),
                Hash.ZERO,
                draft.founders().subList(0, 2),
                draft.channels().subList(0, 1));
        byte[] two = pair.payload();
        int[] members = java.util.stream.IntStream.range(0, 5)
                .filter(member -> pair.founders().contains(Founders.certified(member)))
                .toArray();
        CharterState both = Charter.found(SIGNATURES, Acts.endorsed(Act.parse(two), members));
        SignedAct last = Acts.departure(both, members[0], members);
        refused(OUT_OF_PLACE, CharterClause.LAST_TWO, () -> Charter.proposed(SIGNATURES, both, last));
    }

    @Test
    void an_act_on_another_parent_or_epoch_is_refused() {
        Act act = Act.parse(Acts.admission(FOUNDED).payload());
        for (Act other : List.of(
                new Act(act.type(), Hash.ZERO, act.epoch(), 0, act.body()),
                new Act(act.type(), act.parent(), 2, 0, act.body()))) {
            refused(
                    OUT_OF_PLACE,
                    CharterClause.CHAIN,
                    () -> Charter.proposed(SIGNATURES, FOUNDED, Acts.endorsed(other, 5)));
        }
        CharterState next = standing(Founders.act(), certified(FOUNDED, 0, Acts.admission(FOUNDED), 0, 1, 2, 4));
        CertifiedAct far = certified(next, 0, Acts.departure(next, 1, 0, 1, 2, 3, 4, 5), 0, 1, 2, 3, 4);
        assertThat(Charter.fold(SIGNATURES, List.of(Founders.act(), far)))
                .isInstanceOfSatisfying(
                        Fold.Stopped.class,
                        stopped -> assertThat(stopped.clause()).isEqualTo(CharterClause.CHAIN));
    }
}
