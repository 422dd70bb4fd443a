// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.Terms;
import org.mithaq.node.Declared;
import org.mithaq.node.Item;
import org.mithaq.node.port.Outbox;
import org.mithaq.stix.Tlp;

/// Recall 8: recalls that come before what they are about are honoured, and of one member not without end.
class RecallsAheadTest {

    private static final int PAGE = Limits.RECALLS_AHEAD_MAX;

    private final Nodes nodes = new Nodes();

    @BeforeEach
    void met() {
        nodes.meet(0, 1);
        nodes.meet(1, 0);
    }

    private void recall(Hash payloadHash, int from, int count) {
        List<Item> recalls = IntStream.range(from, from + count)
                .mapToObj(
                        number -> Hash.of(ByteBuffer.allocate(4).putInt(number).array()))
                .map(leaf -> Item.of(
                        LeafKind.RECALL, Terms.standard(), new RecallStatement(payloadHash, leaf, "x").toBytes()))
                .toList();
        nodes.at(0).posting.send(Nodes.routine(0), recalls, Set.of(nodes.id(1)));
    }

    private Answers deliver() {
        return nodes.deliver(0, 1, nodes.copies(0, 1, Lane.ROUTINE).getFirst());
    }

    private Answers delivered() {
        Answers answers = deliver();
        nodes.at(0).desk.settle(nodes.id(1), answers);
        return answers;
    }

    @Test
    void beyond_the_room_for_one_member_recalls_of_nothing_are_refused_for_now_and_stay_with_their_sender() {
        recall(Hash.of(new byte[] {1}), 0, PAGE);
        assertThat(Nodes.receipt(delivered()).status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.alarms(1)).isEmpty();

        recall(Hash.of(new byte[] {2}), -1, 1);
        Receipt refused = Nodes.receipt(delivered());

        assertThat(refused.status()).isEqualTo(Receipt.Status.REFUSED_FOR_NOW);
        assertThat(refused.clause()).isEqualTo("Recall 8");
        assertThat(nodes.alarms(1)).containsExactly("recalls-ahead");
        assertThat(nodes.at(1).vault.tombstoneCount()).isEqualTo(Limits.RECALLS_AHEAD_MAX);
        assertThat(nodes.at(0)
                        .ledger
                        .<List<Outbox.EntryRow>>read(tables -> tables.outbox().entriesOf(refused.payloadHash())))
                .extracting(Outbox.EntryRow::state)
                .containsExactly(Outbox.State.PENDING);
        // Again it changes nothing, and the lane goes on beside it.
        assertThat(Nodes.receipt(deliver()).number()).isEqualTo(refused.number());
        nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        nodes.deliver(0, 1, nodes.copies(0, 1, Lane.ROUTINE).getLast());
        assertThat(nodes.held(1)).hasSize(1);
    }

    @Test
    void a_recall_that_was_refused_for_now_is_taken_when_what_it_is_about_has_come() {
        var posted = nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN))
                .posted()
                .getFirst();
        byte[] late = nodes.copies(0, 1, Lane.ROUTINE).getFirst();
        recall(Hash.of(new byte[] {1}), 0, PAGE);
        byte[] copy = nodes.copies(0, 1, Lane.ROUTINE).getLast();
        nodes.at(0).desk.settle(nodes.id(1), nodes.deliver(0, 1, copy));
        Item recall = Item.of(
                LeafKind.RECALL,
                Terms.standard(),
                new RecallStatement(
                                posted.payloadHash(), posted.rows().getFirst().leafHash(), "early")
                        .toBytes());
        nodes.at(0).posting.send(Nodes.routine(0), List.of(recall), Set.of(nodes.id(1)));
        byte[] early = nodes.copies(0, 1, Lane.ROUTINE).getLast();
        assertThat(Nodes.receipt(nodes.deliver(0, 1, early)).status()).isEqualTo(Receipt.Status.REFUSED_FOR_NOW);

        nodes.deliver(0, 1, late);
        assertThat(nodes.held(1)).hasSize(1);
        Answers again = nodes.deliver(0, 1, early);

        assertThat(again.receipts())
                .extracting(envelope -> Receipt.parse(envelope.payload()).status())
                .containsExactly(Receipt.Status.ACCEPTED, Receipt.Status.RECALLED);
        assertThat(nodes.held(1)).isEmpty();
    }

    @Test
    void what_has_come_makes_room_again() {
        var posted = nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN))
                .posted()
                .getFirst();
        byte[] late = nodes.copies(0, 1, Lane.ROUTINE).getFirst();
        nodes.at(0).originating.recall(posted.rows().getFirst().stixId(), "early");
        nodes.deliver(0, 1, nodes.copies(0, 1, Lane.PRIORITY).getFirst());
        recall(Hash.of(new byte[] {1}), 0, PAGE - 1);
        byte[] first = nodes.copies(0, 1, Lane.ROUTINE).getLast();
        recall(Hash.of(new byte[] {1}), PAGE, 1);
        byte[] second = nodes.copies(0, 1, Lane.ROUTINE).getLast();
        assertThat(Nodes.receipt(nodes.deliver(0, 1, first)).status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(Nodes.receipt(nodes.deliver(0, 1, second)).status()).isEqualTo(Receipt.Status.REFUSED_FOR_NOW);

        assertThat(Nodes.receipt(nodes.deliver(0, 1, late)).status()).isEqualTo(Receipt.Status.RECALLED);

        assertThat(Nodes.receipt(nodes.deliver(0, 1, second)).status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.held(1)).isEmpty();
    }

    /// What was opened has the leaves that it has: a recall of another takes nothing back, and is not kept.
    @Test
    void a_recall_of_a_leaf_that_is_not_in_a_dispatch_that_came_is_not_kept() {
        var posted = nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN))
                .posted()
                .getFirst();
        nodes.exchange(0, 1);
        recall(posted.payloadHash(), 0, 10);

        assertThat(Nodes.receipt(delivered()).status()).isEqualTo(Receipt.Status.ACCEPTED);

        assertThat(nodes.at(1).vault.tombstoneCount()).isZero();
        assertThat(nodes.held(1)).hasSize(1);
        assertThat(nodes.at(0)
                        .ledger
                        .<Boolean>read(tables -> Declared.of(tables, posted.payloadHash(), nodes.id(1))
                                .isPresent()))
                .isFalse();
    }

    /// Recall 9: a checkpoint may have lines of nobody, and each recall is kept with a copy of it.
    @Test
    void recalls_whose_proofs_are_made_long_are_refused_at_the_door() {
        recall(Hash.of(new byte[] {1}), 0, 40);
        byte[] honest = nodes.copies(0, 1, Lane.ROUTINE).getFirst();
        Delivery delivery = Delivery.parse(honest);
        String line = "\u2014 nobody.example/x " + "A".repeat(8_000) + "\n";
        byte[] note = delivery.log().checkpoint();
        byte[] padding = line.repeat((Limits.CHECKPOINT_BYTES_MAX - note.length) / (line.length() + 2))
                .getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(note, note.length + padding.length);
        System.arraycopy(padding, 0, padded, note.length, padding.length);
        Delivery longer = new Delivery(
                delivery.envelope(),
                delivery.record(),
                delivery.order(),
                delivery.body(),
                new LogEvidence(delivery.log().proof(), padded));

        Answers answers = nodes.deliver(0, 1, longer.toBytes());

        assertThat(answers.receipts()).isEmpty();
        assertThat(DoorRefusal.parse(answers.refusal().orElseThrow().payload()).clause())
                .isEqualTo("Recall 9");
        assertThat(Nodes.receipt(nodes.deliver(0, 1, honest)).status()).isEqualTo(Receipt.Status.ACCEPTED);
    }

    /// Duplicates 2: what a person says of a dispatch does not end the refusal of its recalls.
    @Test
    void recalls_that_were_refused_for_now_are_taken_after_a_person_has_seen_the_dispatch() {
        var posted = nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN))
                .posted()
                .getFirst();
        byte[] late = nodes.copies(0, 1, Lane.ROUTINE).getFirst();
        recall(Hash.of(new byte[] {1}), 0, PAGE);
        nodes.deliver(0, 1, nodes.copies(0, 1, Lane.ROUTINE).getLast());
        recall(posted.payloadHash(), 0, 1);
        byte[] early = nodes.copies(0, 1, Lane.ROUTINE).getLast();
        Receipt refused = Nodes.receipt(nodes.deliver(0, 1, early));
        assertThat(refused.status()).isEqualTo(Receipt.Status.REFUSED_FOR_NOW);
        nodes.at(1).originating.acknowledge(refused.payloadHash(), new Receipt.Person("duty officer", "7"));

        nodes.deliver(0, 1, late);
        Answers again = nodes.deliver(0, 1, early);

        assertThat(again.receipts())
                .extracting(envelope -> Receipt.parse(envelope.payload()).status())
                .contains(Receipt.Status.ACCEPTED);
    }
}
