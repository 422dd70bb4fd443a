// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Lane;
import org.mithaq.node.Item;
import org.mithaq.node.Originating;
import org.mithaq.node.Posting;
import org.mithaq.node.Sealing;
import org.mithaq.node.Submit;
import org.mithaq.stix.Tlp;

/// What becomes of what was shared with a member that has left since: member 3 leaves.
class DepartedTest {

    private static final int LEAVER = 3;

    private final Nodes nodes = new Nodes();
    private final String id = Nodes.freshId();

    @BeforeEach
    void acquaint() {
        for (int from = 0; from < Federation.SIZE; from++) {
            for (int to = 0; to < Federation.SIZE; to++) {
                if (from != to) {
                    nodes.meet(from, to);
                }
            }
        }
    }

    private void leave() {
        Program leaver = nodes.at(LEAVER);
        CharterState state = leaver.book.now();
        byte[] payload = new MembershipDraft.Leave(
                        nodes.id(LEAVER), leaver.acts.pins().present())
                .act(state, 0)
                .payload();
        leaver.acts.propose(new SignedAct(
                payload,
                List.of(MembershipDraft.endorse(Federation.SIGNATURES, state, payload, MemberKeys.root(LEAVER)))));
        for (int times = 0; times < 3; times++) {
            for (int one = 0; one < Federation.SIZE; one++) {
                for (int other = 0; other < Federation.SIZE; other++) {
                    if (one != other) {
                        tell(one, other);
                    }
                }
            }
        }
        assertThat(nodes.at(0).book.now().members()).hasSize(3);
        assertThat(nodes.at(LEAVER).card()).isEmpty();
    }

    private void tell(int from, int to) {
        CharterNews question = nodes.at(to).acts.question();
        nodes.at(to).acts.take(nodes.id(from), nodes.at(from).acts.answer(question));
    }

    private static Item green(String id) {
        return Nodes.item(id, 1, Tlp.GREEN);
    }

    @Test
    void what_it_had_can_be_recalled_from_those_who_are_left() {
        nodes.postTo(0, Set.of(1, LEAVER), green(id));
        nodes.exchange(0, 1);
        nodes.exchange(0, LEAVER);
        leave();

        List<Submit.Posted> recalls = nodes.at(0).originating.recall(id, "a mistake");

        assertThat(recalls)
                .singleElement()
                .satisfies(recall -> assertThat(recall.recipients()).containsExactly(nodes.id(1)));
        nodes.exchange(0, 1);
        assertThat(nodes.held(0)).isEmpty();
        assertThat(nodes.held(1)).isEmpty();
    }

    @Test
    void what_nobody_else_had_is_destroyed_here_when_it_is_recalled() {
        nodes.postTo(0, Set.of(LEAVER), green(id));
        nodes.exchange(0, LEAVER);
        leave();

        assertThat(nodes.at(0).originating.recall(id, "a mistake")).isEmpty();

        assertThat(nodes.held(0)).isEmpty();
        assertThat(nodes.restart(0).recalls.carryOut()).isEmpty();
        assertThat(nodes.held(0)).isEmpty();
    }

    @Test
    void a_recall_of_what_was_passed_on_to_it_is_carried_out_and_delivery_goes_on() {
        nodes.postTo(0, Set.of(1), green(id));
        nodes.exchange(0, 1);
        nodes.at(1)
                .originating
                .relay(
                        nodes.held(1).getFirst().row(),
                        Nodes.routine(0).channel(),
                        Set.of(nodes.id(LEAVER)),
                        nodes.at(1).clock.instant());
        nodes.exchange(1, LEAVER);
        leave();

        nodes.at(0).originating.recall(id, "a mistake");
        nodes.exchange(0, 1);
        assertThat(nodes.held(1)).isEmpty();
        nodes.post(0, 0, green(Nodes.freshId()));
        nodes.exchange(0, 1);

        assertThat(nodes.held(1)).hasSize(1);
    }

    @Test
    void nothing_waits_to_be_sent_again_to_it_when_a_dispatch_is_withdrawn() {
        Item other = green(Nodes.freshId());
        nodes.postTo(0, Set.of(1, LEAVER), green(id), other);
        nodes.exchange(0, 1);
        leave();

        nodes.at(0).originating.recall(id, "a mistake");
        nodes.exchange(0, 1);

        assertThat(nodes.held(1)).hasSize(1);
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void a_channel_with_it_takes_nothing_more_and_says_why() {
        ChannelId channel = nodes.at(0).originating.offer(nodes.id(LEAVER), "between two");
        nodes.exchange(0, LEAVER);
        nodes.at(LEAVER).originating.accept(channel);
        nodes.exchange(LEAVER, 0);
        ChannelId offered = nodes.at(LEAVER).originating.offer(nodes.id(0), "another");
        nodes.exchange(LEAVER, 0);
        leave();

        Sealing.Posting how = new Sealing.Posting(channel, Lane.ROUTINE, 0, false);
        assertThatExceptionOfType(Posting.PostingRefused.class)
                .isThrownBy(() -> nodes.at(0)
                        .posting
                        .share(
                                how,
                                List.of(green(id)),
                                Set.of(),
                                any -> java.util.Optional.empty(),
                                nodes.at(0).clock.instant()))
                .withMessageContaining("has left");
        assertThatExceptionOfType(Originating.RequestRefused.class)
                .isThrownBy(() -> nodes.at(0).originating.accept(offered));
        assertThatExceptionOfType(Originating.RequestRefused.class)
                .isThrownBy(() -> nodes.at(0).originating.offer(nodes.id(LEAVER), "once more"));
    }

    @Test
    void its_own_node_refuses_whoever_comes_with_a_sentence() {
        byte[] greeting = nodes.at(0)
                .contacts
                .greet(nodes.id(LEAVER), nodes.at(0).nowMicros())
                .toBytes();
        leave();
        Program left = nodes.at(LEAVER);

        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() -> left.contacts.hear(nodes.id(0), greeting))
                .withMessageContaining("has left");
        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() -> left.contacts.greet(nodes.id(0), left.nowMicros()));
        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() -> left.contacts.demandCurrent(nodes.id(0), left.nowMicros()));
    }
}
