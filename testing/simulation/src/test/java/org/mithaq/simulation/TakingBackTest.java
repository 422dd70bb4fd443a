// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.SentBack;
import org.mithaq.node.Holdings;
import org.mithaq.node.Item;
import org.mithaq.node.LogKeeping;
import org.mithaq.node.Starting;
import org.mithaq.node.TakingBack;
import org.mithaq.stix.Tlp;

/// What a member had itself sent before it was put back from an old copy.
class TakingBackTest {

    private final Nodes nodes = new Nodes();
    private final Item known = green();
    private final Item lost = green();
    private Disk older = new Disk();

    @BeforeEach
    void share() {
        for (int from = 0; from < Federation.SIZE; from++) {
            for (int to = 0; to < Federation.SIZE; to++) {
                if (from != to) {
                    nodes.meet(from, to);
                }
            }
        }
        nodes.post(0, 0, known);
        deliver();
        older = nodes.disk(0).copy();
        nodes.post(0, 0, lost, green(), green());
        nodes.postTo(0, Set.of(2), green());
        deliver();
    }

    private static Item green() {
        return Nodes.item(Nodes.freshId(), 1, Tlp.GREEN);
    }

    private static String id(Item item) {
        return item.object().orElseThrow().id().toString();
    }

    /// All that 0 has sent is received, witnessed and kept.
    private void deliver() {
        for (int to = 1; to < Federation.SIZE; to++) {
            nodes.exchange(0, to);
        }
        nodes.witness(0);
        for (int keeper = 1; keeper < Federation.SIZE; keeper++) {
            records(keeper, 0);
        }
    }

    private void records(int asker, int peer) {
        LogKeeping keeping = nodes.at(asker).contacts.keeping();
        for (Optional<PullRequest.Records> asked = keeping.wanted(nodes.id(peer));
                asked.isPresent();
                asked = keeping.wanted(nodes.id(peer))) {
            byte[] request = asked.get().toBytes();
            if (!keeping.take(nodes.id(peer), asked.get(), nodes.at(peer).desk.pull(nodes.id(asker), request))) {
                return;
            }
        }
    }

    private void putBack() {
        nodes.restartOver(0, older);
        nodes.at(0).starting.begin(false, () -> {});
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            nodes.meet(peer, 0);
            records(0, peer);
        }
        assertThat(nodes.at(0).starting.phase()).isEqualTo(Starting.Phase.OPEN);
    }

    private TakingBack takingBack() {
        return nodes.at(0).desk.takingBack();
    }

    private void hear(int peer) {
        takingBack().heard(nodes.id(peer), nodes.heard(peer, 0).statement());
    }

    /// Asks until nothing is wanted any more.
    private void takeBack(int peer) {
        hear(peer);
        for (Optional<PullRequest.Sent> asked = takingBack().wanted(nodes.id(peer));
                asked.isPresent();
                asked = takingBack().wanted(nodes.id(peer))) {
            byte[] request = asked.get().toBytes();
            takingBack().take(nodes.id(peer), asked.get(), nodes.at(peer).desk.pull(nodes.id(0), request));
        }
    }

    private List<String> held(int node) {
        return nodes.held(node).stream()
                .map(Holdings.Held::row)
                .map(row -> row.stixId())
                .toList();
    }

    @Test
    void it_comes_back_from_those_who_received_it_once_and_with_its_proof() {
        putBack();
        assertThat(held(0)).containsExactly(id(known));

        for (int peer = 1; peer < Federation.SIZE; peer++) {
            takeBack(peer);
        }

        assertThat(held(0)).hasSize(5).doesNotHaveDuplicates().contains(id(known), id(lost));
        assertThat(nodes.held(0))
                .allSatisfy(held ->
                        assertThat(nodes.at(0).holdings.proof(held.row())).isPresent());
        assertThat(nodes.alarms(0)).isEmpty();
        nodes.restart(0);
        nodes.at(0).starting.begin(true, () -> {});
        hear(1);
        assertThat(takingBack().wanted(nodes.id(1))).isEmpty();
    }

    @Test
    void what_a_member_said_before_the_streams_were_new_is_asked_for_too() {
        nodes.restartOver(0, older);
        nodes.at(0).starting.begin(false, () -> {});
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            hear(peer);
            assertThat(takingBack().wanted(nodes.id(peer))).isEmpty();
        }
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            nodes.meet(peer, 0);
            records(0, peer);
        }
        assertThat(nodes.at(0).starting.phase()).isEqualTo(Starting.Phase.OPEN);
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            takingBack().missed(nodes.id(peer));
            assertThat(takingBack().wanted(nodes.id(peer))).isPresent();
        }
    }

    @Test
    void what_came_back_can_be_recalled_from_all_who_gave_it() {
        putBack();
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            takeBack(peer);
            nodes.meet(0, peer);
        }

        nodes.at(0).originating.recall(id(lost), "wrong");
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            nodes.exchange(0, peer);
            assertThat(held(peer)).doesNotContain(id(lost));
        }

        assertThat(held(0)).doesNotContain(id(lost)).hasSize(4);
    }

    @Test
    void what_was_recalled_is_neither_given_nor_taken() {
        // One has carried the recall out; another never heard of it.
        nodes.at(0).originating.recall(id(lost), "wrong");
        nodes.exchange(0, 1);
        nodes.witness(0);
        for (int keeper = 1; keeper < Federation.SIZE; keeper++) {
            records(keeper, 0);
        }
        older = older.withKeysOf(nodes.disk(0));
        putBack();

        takeBack(1);
        assertThat(held(0)).doesNotContain(id(lost));
        takeBack(2);

        assertThat(held(2)).contains(id(lost));
        assertThat(held(0)).doesNotContain(id(lost)).hasSize(4);
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void another_members_dispatch_or_number_is_left_with_an_alarm() {
        nodes.post(1, 0, green());
        nodes.exchange(1, 2);
        var line = nodes.lineTo(1, 2, Lane.ROUTINE);
        byte[] foreign = nodes.at(2)
                .desk
                .pull(
                        nodes.id(1),
                        new PullRequest.Sent(nodes.at(1).self.identity().node(), Lane.ROUTINE, line.stream(), 1, 0)
                                .toBytes())
                .parts()
                .getFirst();
        putBack();
        hear(2);
        PullRequest.Sent asked = takingBack().wanted(nodes.id(2)).orElseThrow();

        assertThat(takingBack().take(nodes.id(2), asked, new Parcels(List.of(foreign))))
                .isFalse();
        assertThat(held(0)).containsExactly(id(known));
        assertThat(nodes.alarms(0)).containsExactly("door");
    }

    @Test
    void a_leaf_that_is_not_the_signed_one_is_left_with_an_alarm() {
        putBack();
        hear(1);
        PullRequest.Sent asked = takingBack().wanted(nodes.id(1)).orElseThrow();
        SentBack honest = SentBack.parse(
                nodes.at(1).desk.pull(nodes.id(0), asked.toBytes()).parts().getFirst());
        SentBack.Kept first = honest.leaves().getFirst();
        SentBack.Kept other = honest.leaves().getLast();
        SentBack altered = new SentBack(
                honest.sent(),
                honest.logSalt(),
                honest.logIndex(),
                honest.table(),
                List.of(new SentBack.Kept(first.index(), other.leaf())),
                false);

        takingBack().take(nodes.id(1), asked, new Parcels(List.of(altered.toBytes())));

        assertThat(held(0)).containsExactly(id(known));
        assertThat(nodes.alarms(0)).containsExactly("door");
    }

    @Test
    void a_member_that_gives_the_same_leaf_again_and_says_that_there_are_more_is_left_with_an_alarm() {
        putBack();
        hear(1);
        PullRequest.Sent asked = takingBack().wanted(nodes.id(1)).orElseThrow();
        SentBack honest = SentBack.parse(
                nodes.at(1).desk.pull(nodes.id(0), asked.toBytes()).parts().getFirst());
        SentBack first = new SentBack(
                honest.sent(),
                honest.logSalt(),
                honest.logIndex(),
                honest.table(),
                honest.leaves().subList(0, 1),
                true);
        Parcels answer = new Parcels(List.of(first.toBytes()));

        assertThat(takingBack().take(nodes.id(1), asked, answer)).isTrue();
        PullRequest.Sent next = takingBack().wanted(nodes.id(1)).orElseThrow();
        assertThat(next.fromLeaf()).isEqualTo(1);
        takingBack().take(nodes.id(1), next, answer);

        assertThat(takingBack().wanted(nodes.id(1))).isNotEqualTo(Optional.of(next));
        assertThat(nodes.alarms(0)).containsExactly("door");
    }

    @Test
    void what_comes_back_a_second_time_is_kept_once() {
        putBack();
        for (int times = 0; times < 2; times++) {
            hear(2);
            PullRequest.Sent asked = takingBack().wanted(nodes.id(2)).orElseThrow();
            takingBack().take(nodes.id(2), asked, nodes.at(2).desk.pull(nodes.id(0), asked.toBytes()));
            assertThat(takingBack().wanted(nodes.id(2))).isPresent();
            // Before it has asked for all, it begins again.
            nodes.restart(0);
            nodes.at(0).starting.begin(true, () -> {});
        }

        assertThat(held(0)).hasSize(4).doesNotHaveDuplicates();
        assertThat(nodes.at(0)
                        .ledger
                        .<Integer>read(
                                tables -> tables.registry().settings("copy:").size()))
                .isZero();
    }

    @Test
    void nobody_gets_what_another_sent() {
        var line = nodes.lineTo(0, 1, Lane.ROUTINE);
        byte[] asked =
                new PullRequest.Sent(nodes.at(0).self.identity().node(), Lane.ROUTINE, line.stream(), 1, 0).toBytes();

        assertThat(nodes.at(1).desk.pull(nodes.id(0), asked).parts()).hasSize(1);
        assertThat(nodes.at(1).desk.pull(nodes.id(2), asked).parts()).isEmpty();
    }

    @Test
    void a_member_that_says_it_has_received_what_it_cannot_show_is_not_asked_for_ever() {
        putBack();
        hear(1);
        PullRequest.Sent asked = takingBack().wanted(nodes.id(1)).orElseThrow();

        assertThat(takingBack().take(nodes.id(1), asked, new Parcels(List.of())))
                .isFalse();
        assertThat(takingBack().wanted(nodes.id(1))).isEmpty();
    }
}
