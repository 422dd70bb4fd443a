// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.Fold;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.SignedVote;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.node.VotingRule;

/// Acts, proposals and votes among members that run (Charter 7 and 11).
class CharterDeskTest {

    private static final Set<Integer> ALL = Set.of(0, 1, 2, 3);

    private final CharterNodes nodes = new CharterNodes();

    private int epoch(int member) {
        return nodes.at(member).book.now().epoch();
    }

    private CharterNews handed(CharterNews.Item... items) {
        return new CharterNews(nodes.federation.charter().federation(), new TreeSet<>(), List.of(items));
    }

    @Test
    void a_leave_is_voted_for_by_rule_and_all_come_to_the_same_state_whoever_was_away() {
        nodes.at(3).desk.propose(nodes.leave(3, 3));

        nodes.talk(Set.of(1, 2, 3));
        assertThat(epoch(1)).isEqualTo(2);
        assertThat(epoch(0)).isEqualTo(1);
        nodes.talk(0, 2);

        CharterState state = nodes.at(0).book.now();
        assertThat(state.members()).hasSize(3);
        assertThat(ALL).allSatisfy(member -> {
            assertThat(nodes.at(member).book.now().hash()).isEqualTo(state.hash());
            // Charter 11.6: the record of the act is in the member's own log.
            assertThat(nodes.at(member).log.committedSize()).isEqualTo(1);
            assertThat(nodes.alarms(member)).isEmpty();
        });
        assertThat(nodes.restart(1).book.now().hash()).isEqualTo(state.hash());
    }

    @Test
    void an_admission_waits_for_people_and_the_newcomer_takes_part_at_once() {
        Hash act = nodes.at(0).desk.propose(nodes.admit(0));
        nodes.talk(ALL);
        assertThat(epoch(0)).isEqualTo(1);
        assertThat(nodes.at(1).desk.proposals()).hasSize(1);
        assertThat(nodes.at(1).desk.proposals().getFirst().approved()).isFalse();

        nodes.at(1).desk.approve(act);
        nodes.talk(ALL);
        assertThat(epoch(0)).isEqualTo(1);
        nodes.at(2).desk.approve(act);
        nodes.talk(ALL);

        assertThat(ALL).allSatisfy(member -> assertThat(epoch(member)).isEqualTo(2));
        nodes.join(3);
        for (int member = 0; member < CharterNodes.NEWCOMER; member++) {
            nodes.at(member).contacts.openStreams();
            nodes.meet(member, CharterNodes.NEWCOMER);
            nodes.meet(CharterNodes.NEWCOMER, member);
        }
        nodes.post(1);
        assertThat(nodes.deliver(
                                1,
                                CharterNodes.NEWCOMER,
                                nodes.copies(1, CharterNodes.NEWCOMER).getFirst())
                        .receipts())
                .hasSize(1);
        nodes.post(CharterNodes.NEWCOMER);
        assertThat(nodes.deliver(
                                CharterNodes.NEWCOMER,
                                2,
                                nodes.copies(CharterNodes.NEWCOMER, 2).getFirst())
                        .receipts())
                .hasSize(1);
    }

    @Test
    void what_was_sent_under_a_former_state_counts_and_a_receipt_from_ahead_settles_once_the_acts_are_here() {
        nodes.meet(0, 1);
        nodes.meet(1, 0);
        nodes.post(0);
        byte[] copy = nodes.copies(0, 1).getFirst();
        nodes.at(3).desk.propose(nodes.leave(3, 3));
        nodes.talk(Set.of(1, 2, 3));
        assertThat(epoch(1)).isEqualTo(2);

        Answers early = nodes.deliver(0, 1, copy);
        assertThat(early.receipts()).hasSize(1);
        nodes.at(0).door.settle(TestFederation.card(1).id(), early);
        assertThat(nodes.copies(0, 1)).hasSize(1);
        assertThat(nodes.alarms(0)).isEmpty();
        nodes.talk(0, 1);

        nodes.at(0).door.settle(TestFederation.card(1).id(), nodes.deliver(0, 1, copy));
        assertThat(nodes.copies(0, 1)).isEmpty();
        nodes.post(0);
        assertThat(nodes.deliver(0, 1, nodes.copies(0, 1).getFirst()).receipts())
                .hasSize(1);
    }

    @Test
    void a_dispatch_from_ahead_is_refused_for_now_and_taken_once_the_acts_are_here() {
        nodes.meet(0, 1);
        nodes.at(3).desk.propose(nodes.leave(3, 3));
        nodes.talk(Set.of(0, 2, 3));
        nodes.post(0);
        byte[] copy = nodes.copies(0, 1).getFirst();

        assertThat(nodes.deliver(0, 1, copy).refusal()).isPresent();
        assertThat(nodes.alarms(1)).isEmpty();
        nodes.talk(0, 1);

        assertThat(nodes.deliver(0, 1, copy).receipts()).hasSize(1);
    }

    @Test
    void whoever_has_left_hands_nothing_over_any_more() {
        nodes.meet(3, 1);
        nodes.post(3);
        byte[] copy = nodes.copies(3, 1).getFirst();
        nodes.at(3).desk.propose(nodes.leave(3, 3));
        nodes.talk(ALL);

        assertThat(nodes.deliver(3, 1, copy).receipts()).isEmpty();
    }

    @Test
    void a_member_that_crashed_before_it_signed_signs_the_same_vote_again_and_no_other() {
        Hash first = nodes.at(0).desk.propose(nodes.admit(0));
        nodes.restart(0);
        nodes.at(0).desk.tick();
        SignedAct other = nodes.leave(1, 0);
        nodes.at(0).desk.propose(other);

        List<SignedVote> votes = votes(0);
        assertThat(votes).hasSize(1);
        assertThat(votes.getFirst().vote().act()).isEqualTo(first);
        assertThat(nodes.at(0).desk.proposals()).hasSize(2);
    }

    private List<SignedVote> votes(int member) {
        return nodes.at(member).desk.answer(handed()).items().stream()
                .filter(CharterNews.Voted.class::isInstance)
                .map(item -> ((CharterNews.Voted) item).vote())
                .filter(vote -> vote.member().equals(TestFederation.card(member).id()))
                .toList();
    }

    @Test
    void a_member_started_from_an_old_copy_learns_its_own_vote_from_the_others_and_keeps_to_it() {
        SignedAct leave = nodes.leave(1, 0);
        SignedAct admit = nodes.admit(0);
        nodes.at(0).desk.propose(admit);
        nodes.talk(0, 1);
        nodes.restartOver(0, new MemoryLedger());
        nodes.talk(0, 1);

        nodes.at(0).desk.propose(leave);

        assertThat(votes(0)).extracting(vote -> vote.vote().act()).containsOnly(admit.payloadHash());
        nodes.talk(ALL);
        assertThat(nodes.alarms(2)).isEmpty();
    }

    @Test
    void split_votes_come_to_one_act_in_a_later_round_by_the_clock() {
        Hash one = nodes.at(0).desk.propose(nodes.admit(0));
        nodes.at(1).desk.propose(nodes.leave(3, 1));
        nodes.at(2).desk.rule().set(VotingRule.Rule.NOTHING);
        nodes.at(3).desk.rule().set(VotingRule.Rule.NOTHING);
        nodes.at(0).desk.rule().set(VotingRule.Rule.NOTHING);
        nodes.talk(ALL);
        Hash other = nodes.at(1).desk.proposals().getFirst().act().payloadHash();
        nodes.at(2).desk.approve(one);
        nodes.at(3).desk.approve(other);
        nodes.talk(ALL);
        assertThat(epoch(0)).isEqualTo(1);
        for (int member = 0; member < 4; member++) {
            nodes.at(member).desk.approve(one);
            nodes.at(member).desk.approve(other);
        }

        for (int rounds = 0; rounds < 6; rounds++) {
            nodes.pass(11);
            nodes.talk(ALL);
        }

        assertThat(ALL).allSatisfy(member -> assertThat(epoch(member)).isGreaterThanOrEqualTo(2));
        assertThat(nodes.at(0).book.now().hash())
                .isEqualTo(nodes.at(3).book.now().hash());
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void a_renewed_card_reaches_everybody_outside_the_epochs_and_two_of_one_card_are_a_fork() {
        nodes.meet(0, 1);
        nodes.at(0).desk.rotate(nodes.renewal(0, 365));
        nodes.talk(1, 0);
        nodes.talk(2, 1);

        assertThat(epoch(2)).isEqualTo(1);
        assertThat(serial(2)).isEqualTo(2);
        nodes.post(0);
        assertThat(nodes.deliver(0, 1, nodes.copies(0, 1).getFirst()).receipts())
                .hasSize(1);

        nodes.at(3).desk.rotate(nodes.renewal(3, 0, 900));
        nodes.talk(3, 2);
        assertThat(nodes.alarms(2)).containsExactly("charter-keys-forked");
        assertThat(serial(2)).isEqualTo(1);
    }

    private int serial(int member) {
        return nodes.at(member)
                .book
                .now()
                .member(TestFederation.card(0).id())
                .orElseThrow()
                .serial();
    }

    @Test
    void two_certificates_on_one_state_freeze_the_charter_everywhere_and_convict_who_signed_both() {
        CharterState parent = nodes.at(0).book.now();
        SignedAct leave = nodes.leave(3, 0);
        SignedAct admit = nodes.admit(0);
        nodes.at(0)
                .desk
                .take(
                        TestFederation.card(1).id(),
                        handed(new CharterNews.Decided(nodes.certified(leave, parent, 0, 1, 2))));
        assertThat(epoch(0)).isEqualTo(2);
        nodes.at(3)
                .desk
                .take(
                        TestFederation.card(2).id(),
                        handed(new CharterNews.Decided(nodes.certified(admit, parent, 1, 2, 3))));

        nodes.talk(ALL);

        assertThat(ALL).allSatisfy(member -> {
            assertThat(nodes.at(member).book.now().hash()).isEqualTo(parent.hash());
            assertThat(nodes.at(member).book.fold())
                    .isInstanceOfSatisfying(
                            Fold.Frozen.class,
                            frozen -> assertThat(frozen.conflict().culprits())
                                    .containsExactlyInAnyOrder(
                                            TestFederation.card(1).id(),
                                            TestFederation.card(2).id()));
            assertThat(nodes.alarms(member)).containsExactly("charter-frozen");
        });
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> nodes.at(0).desk.propose(leave));
        assertThat(nodes.restart(0).book.isFrozen()).isTrue();
    }

    @Test
    void two_votes_of_one_member_in_one_round_convict_it_at_whoever_sees_both() {
        CharterState parent = nodes.at(0).book.now();
        SignedAct leave = nodes.leave(3, 0);
        SignedAct admit = nodes.admit(0);
        for (SignedAct act : List.of(leave, admit)) {
            nodes.at(1)
                    .desk
                    .take(
                            TestFederation.card(2).id(),
                            handed(new CharterNews.Voted(
                                    nodes.vote(2, parent, act.payloadHash(), 0, false), List.of())));
        }

        assertThat(nodes.alarms(1)).containsExactly("charter-liar");
    }

    @Test
    void pins_that_are_not_the_own_log_are_not_voted_for_and_raise_an_alarm() {
        nodes.post(1);
        SignedAct leave = nodes.leave(3, 3);
        nodes.post(0);
        nodes.meet(0, 1);
        var pins = new TreeMap<>(nodes.at(3).desk.pins().present());
        pins.put(TestFederation.card(1).id(), new LogPin(1, Hash.wrap(TestFederation.seed(1, "another root"))));
        CharterState parent = nodes.at(3).book.now();
        byte[] payload = new MembershipDraft.Leave(TestFederation.card(3).id(), pins)
                .act(parent, 0)
                .payload();
        SignedAct lying = new SignedAct(
                payload,
                List.of(MembershipDraft.endorse(CharterNodes.SIGNATURES, parent, payload, TestFederation.root(3))));

        nodes.at(1).desk.take(TestFederation.card(3).id(), handed(new CharterNews.Proposed(lying)));

        assertThat(nodes.alarms(1)).containsExactly("charter-proposal");
        assertThat(votes(1)).isEmpty();
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> nodes.at(1).desk.approve(lying.payloadHash()));
        nodes.at(1).desk.take(TestFederation.card(3).id(), handed(new CharterNews.Proposed(leave)));
        assertThat(votes(1)).hasSize(1);
    }

    @Test
    void news_of_another_federation_are_refused_and_junk_changes_nothing() {
        CharterNodes others = new CharterNodes();
        CharterNews foreign = new CharterNews(
                new FederationId(Hash.wrap(TestFederation.seed(0, "elsewhere"))), new TreeSet<>(), List.of());
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> nodes.at(0).desk.take(TestFederation.card(1).id(), foreign));
        CharterState parent = nodes.at(0).book.now();
        SignedAct leave = others.leave(3, 3);

        boolean any = nodes.at(0)
                .desk
                .take(
                        TestFederation.card(1).id(),
                        handed(
                                new CharterNews.Decided(new SignedAct(leave.payload(), List.of())),
                                new CharterNews.Decided(nodes.certified(leave, parent, 0, 1)),
                                new CharterNews.Proposed(new SignedAct(leave.payload(), List.of())),
                                new CharterNews.Voted(
                                        nodes.vote(1, parent, leave.payloadHash(), 900, false), List.of())));

        assertThat(any).isFalse();
        assertThat(nodes.at(0).book.entries()).hasSize(1);
        assertThat(nodes.alarms(0)).isEmpty();
    }
}
