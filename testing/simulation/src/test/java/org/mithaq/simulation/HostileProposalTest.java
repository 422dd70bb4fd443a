// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.SignedCheckpoint;

/// What one hostile member with valid keys can do to the charter by what it proposes and hands over (Charter 8 and 11).
class HostileProposalTest {

    /// The hostile member.
    private static final int LIAR = 3;

    private static final Hash INVENTED = Hash.wrap(TestFederation.seed(LIAR, "an invented root"));

    private final CharterNodes nodes = new CharterNodes();

    private CharterNews handed(CharterNews.Item... items) {
        return new CharterNews(nodes.federation.charter().federation(), new TreeSet<>(), List.of(items));
    }

    private boolean hand(int to, SignedAct proposal) {
        return nodes.at(to).desk.take(TestFederation.card(LIAR).id(), handed(new CharterNews.Proposed(proposal)));
    }

    private SignedAct signed(MembershipDraft draft, int member) {
        CharterState parent = nodes.at(1).book.now();
        byte[] payload = draft.act(parent, 0).payload();
        return new SignedAct(
                payload,
                List.of(MembershipDraft.endorse(
                        CharterNodes.SIGNATURES, parent, payload, TestFederation.root(member))));
    }

    /// The liar leaves, and pins the log of this member so.
    private SignedAct leave(int pinned, long size, Hash root) {
        var pins = new TreeMap<>(nodes.at(LIAR).desk.pins().present());
        pins.put(TestFederation.card(pinned).id(), new LogPin(size, root));
        return signed(new MembershipDraft.Leave(TestFederation.card(LIAR).id(), pins), LIAR);
    }

    /// The liar's own card once more, under a later serial number.
    private SignedAct amend(int serial) {
        MemberCard card = TestFederation.card(LIAR);
        MemberCard next = new MemberCard(
                card.id(),
                card.rootKey(),
                card.names(),
                card.kind(),
                card.contacts(),
                card.nodes(),
                card.signingKey(),
                card.sealingKey(),
                card.log(),
                card.witness(),
                card.validity(),
                serial);
        return signed(
                new MembershipDraft.Amend(
                        CertifiedCard.certify(CharterNodes.SIGNATURES, TestFederation.root(LIAR), next),
                        nodes.at(LIAR).desk.pins().present()),
                LIAR);
    }

    private SignedAct admit(int newcomer) {
        CertifiedCard card = CertifiedCard.certify(
                CharterNodes.SIGNATURES, TestFederation.root(newcomer), TestFederation.card(newcomer));
        var pins = new TreeMap<>(nodes.at(LIAR).desk.pins().present());
        pins.put(card.id(), LogPin.EMPTY);
        return signed(new MembershipDraft.Admit(card, new TreeSet<>(), pins), newcomer);
    }

    /// This witness cosigns a tree of a member's log.
    private void cosign(int witness, int owner, long size, Hash root) {
        SignedCheckpoint note =
                TestFederation.logSigner(owner).sign(new Checkpoint(TestFederation.origin(owner), size, root));
        nodes.at(witness)
                .ledger
                .write(tables -> tables.log()
                        .putWitnessed(new LogBook.WitnessRow(TestFederation.origin(owner), size, root, note.encode())));
    }

    private long votes(int member) {
        return nodes.at(member).desk.answer(handed()).items().stream()
                .filter(item -> item instanceof CharterNews.Voted voted
                        && voted.vote()
                                .member()
                                .equals(TestFederation.card(member).id()))
                .count();
    }

    @Test
    void a_leave_with_an_invented_pin_ahead_is_decided_by_nobody_and_people_hear_of_it() {
        SignedAct lying = leave(0, LogPin.SIZE_MAX, INVENTED);
        for (int member : List.of(0, 1, 2)) {
            hand(member, lying);
        }
        nodes.talk(Set.of(0, 1, 2));

        for (int each = 0; each < 13; each++) {
            nodes.pass(6);
        }
        nodes.talk(Set.of(0, 1, 2));

        for (int member : List.of(0, 1, 2)) {
            assertThat(nodes.at(member).book.now().epoch()).isEqualTo(1);
            assertThat(votes(member)).isZero();
            assertThat(nodes.alarms(member)).containsExactly("charter-proposal");
        }
        // Whose log it is never goes along with it; nor does an honest node propose what it has not cosigned.
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> nodes.at(0).desk.approve(lying.payloadHash()));
        SignedAct other = leave(1, 7, INVENTED);
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> nodes.at(2).desk.propose(other))
                .withMessageContaining("8.11");
        nodes.at(0).desk.propose(nodes.admit(0));
        assertThat(votes(0)).isOne();
    }

    @Test
    void a_pin_ahead_is_voted_for_by_rule_once_this_node_has_cosigned_it_whatever_happened_in_between() {
        SignedAct leave = leave(0, 5, INVENTED);
        hand(1, leave);
        nodes.pass(6);
        assertThat(votes(1)).isZero();
        nodes.restart(1);

        cosign(1, 0, 5, INVENTED);
        nodes.pass(6);

        assertThat(votes(1)).isOne();
        nodes.pass(120);
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void a_pin_behind_with_a_root_that_the_log_never_showed_waits_for_people_and_another_root_is_nothing_for_them() {
        cosign(1, 0, 9, Hash.wrap(TestFederation.seed(0, "the true root")));
        SignedAct unknown = leave(0, 5, INVENTED);
        hand(1, unknown);
        SignedAct other = leave(0, 9, INVENTED);
        hand(1, other);
        assertThat(nodes.alarms(1)).containsExactly("charter-proposal");

        for (int each = 0; each < 13; each++) {
            nodes.pass(6);
        }

        assertThat(votes(1)).isZero();
        assertThat(nodes.alarms(1)).containsExactly("charter-proposal", "charter-proposal");
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> nodes.at(1).desk.approve(other.payloadHash()));
        nodes.at(1).desk.approve(unknown.payloadHash());
        assertThat(votes(1)).isOne();
    }

    @Test
    void one_member_fills_no_table_with_its_own_card_however_often_it_renews_it_or_this_node_starts_anew() {
        int serial = 1_000;
        for (int round = 0; round < 3; round++) {
            for (int each = 0; each < 4; each++) {
                hand(1, amend(serial++));
            }
            SignedAct renewal = nodes.renewal(1, LIAR, round + 1);
            assertThat(nodes.at(1).desk.take(TestFederation.card(LIAR).id(), handed(new CharterNews.Decided(renewal))))
                    .isTrue();
        }
        assertThat(nodes.at(1).desk.proposals()).hasSize(8);
        nodes.restart(1);
        assertThat(hand(1, amend(serial))).isFalse();
        // Nor by the hand of another.
        nodes.at(1).desk.take(TestFederation.card(2).id(), handed(new CharterNews.Proposed(amend(serial + 1))));
        assertThat(nodes.at(1).desk.proposals()).hasSize(8);

        nodes.at(1).desk.take(TestFederation.card(2).id(), handed(new CharterNews.Proposed(nodes.leave(2, 2))));
        assertThat(nodes.at(1).desk.proposals()).hasSize(9);
    }

    @Test
    void one_member_fills_no_table_with_newcomers_that_it_invents() {
        for (int newcomer = 10; newcomer < 19; newcomer++) {
            hand(1, admit(newcomer));
            if (newcomer == 14) {
                nodes.restart(1);
            }
        }

        assertThat(nodes.at(1).desk.proposals()).hasSize(8);
        nodes.at(1).desk.propose(nodes.admit(1));
        assertThat(nodes.at(1).desk.proposals()).hasSize(9);
    }

    @Test
    void junk_on_a_known_state_costs_its_own_signatures_and_never_the_fold_of_everything() {
        CharterState parent = nodes.at(1).book.now();
        for (int each = 1; each <= 14; each++) {
            nodes.at(1).desk.rotate(nodes.renewal(1, LIAR, each));
        }
        SignedAct leave = nodes.leave(LIAR, 1);
        List<CharterNews.Item> junk = new ArrayList<>();
        IntStream.range(0, 16).forEach(each -> {
            SignedAct act = amend(2_000 + each);
            junk.add(new CharterNews.Decided(
                    each % 2 == 0
                            ? nodes.certified(act, parent, LIAR, 0)
                            : new SignedAct(nodes.renewal(1, LIAR, 500 + each).payload(), leave.endorsements())));
        });
        CharterNews news = handed(junk.toArray(CharterNews.Item[]::new));
        var thread = ManagementFactory.getThreadMXBean();
        Charter.fold(CharterNodes.SIGNATURES, nodes.at(1).book.entries());

        long begun = thread.getCurrentThreadCpuTime();
        for (int times = 0; times < 4; times++) {
            Charter.fold(CharterNodes.SIGNATURES, nodes.at(1).book.entries());
        }
        long folds = thread.getCurrentThreadCpuTime() - begun;
        begun = thread.getCurrentThreadCpuTime();
        boolean any = nodes.at(1).desk.take(TestFederation.card(LIAR).id(), news);
        long taken = thread.getCurrentThreadCpuTime() - begun;

        assertThat(any).isFalse();
        assertThat(nodes.at(1).book.entries()).hasSize(15);
        assertThat(taken).as("16 pieces of junk, against 4 folds").isLessThan(folds);
    }
}
