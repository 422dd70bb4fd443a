// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Destroyed;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.Terms;
import org.mithaq.node.Declared;
import org.mithaq.node.Holdings;
import org.mithaq.node.Item;
import org.mithaq.node.Originating;
import org.mithaq.node.Submit;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.Tlp;

class RecallTest {

    private final Nodes nodes = new Nodes();
    private final Item item = Nodes.item(Nodes.freshId(), 1, Tlp.AMBER);
    private final String id = item.object().orElseThrow().id().toString();

    private void shared() {
        for (int node = 1; node < Federation.SIZE; node++) {
            nodes.meet(0, node);
            nodes.meet(node, 0);
        }
        nodes.meet(1, 3);
        nodes.meet(3, 1);
        nodes.postTo(0, Set.of(1, 2), item);
    }

    private static boolean isDestroyed(Program program, Shelf.ObjectRow row) {
        return program.vault.isDestroyed(row.batch(), row.slot());
    }

    private void recallOf(int stranger, int to, Hash payloadHash, Hash leafHash) {
        nodes.meet(stranger, to);
        nodes.meet(to, stranger);
        Item recall = Item.of(
                LeafKind.RECALL, Terms.standard(), new RecallStatement(payloadHash, leafHash, "a lie").toBytes());
        nodes.at(stranger).posting.send(Nodes.routine(0), List.of(recall), Set.of(nodes.id(to)));
        nodes.exchange(stranger, to);
    }

    /// Recall 1, at the originator: what waits for a member that is away is nobody else's to take back.
    @Test
    void a_stranger_takes_nothing_out_of_a_members_outbox() {
        shared();
        nodes.exchange(0, 1);
        Shelf.ObjectRow row = nodes.held(1).getFirst().row();

        recallOf(1, 0, row.payloadHash(), row.leafHash());
        recallOf(1, 0, row.payloadHash(), Hash.ZERO);
        nodes.postTo(0, Set.of(2), Nodes.item(Nodes.freshId(), 1, Tlp.AMBER));
        nodes.exchange(0, 2);

        assertThat(nodes.held(0)).hasSize(2);
        assertThat(nodes.held(2)).hasSize(2);
        assertThat(nodes.alarms(0)).containsExactly("door");
    }

    /// Recall 1, at a recipient: a recall that comes before the object, by another than its originator.
    @Test
    void a_stranger_buries_nothing_before_it_comes() {
        shared();
        nodes.exchange(0, 1);
        Shelf.ObjectRow row = nodes.held(1).getFirst().row();

        recallOf(1, 2, Hash.ZERO, row.leafHash());
        recallOf(1, 2, row.payloadHash(), row.leafHash());
        nodes.exchange(0, 2);

        assertThat(nodes.held(2)).hasSize(1);
    }

    /// Recall 1, at a holder: it names what is held there, and is not its originator.
    @Test
    void a_stranger_destroys_nothing_that_is_held() {
        shared();
        nodes.exchange(0, 1);
        nodes.exchange(0, 2);
        Shelf.ObjectRow row = nodes.held(2).getFirst().row();

        recallOf(1, 2, row.payloadHash(), row.leafHash());

        assertThat(nodes.held(2)).hasSize(1);
        assertThat(isDestroyed(nodes.at(2), row)).isFalse();
        assertThat(nodes.alarms(2)).containsExactly("door");
    }

    @Test
    void a_thousand_recalls_in_one_dispatch_write_the_key_store_once() {
        shared();
        nodes.exchange(0, 1);
        List<Item> recalls = new ArrayList<>();
        for (int number = 0; number < 1_000; number++) {
            Hash leaf = Hash.of(new byte[] {(byte) number, (byte) (number >> 8)});
            recalls.add(Item.of(
                    LeafKind.RECALL, Terms.standard(), new RecallStatement(Hash.ZERO, leaf, "a trial").toBytes()));
        }
        nodes.at(0).posting.send(Nodes.routine(0), recalls, Set.of(nodes.id(1)));
        long before = nodes.disk(1).keyWrites();

        nodes.exchange(0, 1);

        assertThat(nodes.at(1).vault.tombstoneCount()).isEqualTo(1_000);
        assertThat(nodes.disk(1).keyWrites() - before).isOne();
    }

    /// Write 0 notes the recall, 1 destroys the keys, 2 removes the rows and declares.
    @ParameterizedTest
    @CsvSource({"CRASH_KEPT,0", "CRASH_LOST,1", "CRASH_KEPT,1", "CRASH_LOST,2", "CRASH_KEPT,2"})
    void a_crash_between_the_steps_of_a_recall_is_completed_at_the_next_start(String fault, int writesBefore) {
        shared();
        nodes.exchange(0, 1);
        Shelf.ObjectRow row = nodes.held(1).getFirst().row();
        nodes.at(0).originating.recall(id, "a trial");
        byte[] recall = nodes.copies(0, 1, Lane.PRIORITY).getFirst();
        nodes.at(1).turns.flush();

        nodes.disk(1).arm(Disk.Fault.valueOf(fault), writesBefore);
        assertThatThrownBy(() -> nodes.deliver(0, 1, recall)).isInstanceOf(Crashed.class);
        nodes.restart(1);
        Answers answers = nodes.deliver(0, 1, recall);

        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.at(1).ledger.<Long>read(tables -> tables.shelf().count()))
                .isZero();
        assertThat(isDestroyed(nodes.at(1), row)).isTrue();
        assertThat(Nodes.receipt(answers).status()).isEqualTo(Receipt.Status.ACCEPTED);
        nodes.exchange(0, 1);
        assertThat(isDeclared(1, row.position())).isTrue();
    }

    private boolean isDeclared(int by, int position) {
        var line = nodes.lineTo(0, by, Lane.ROUTINE);
        return nodes.at(0)
                .ledger
                .read(tables -> tables.outbox()
                        .entry(nodes.id(by), Lane.ROUTINE, line.stream(), 1)
                        .flatMap(entry -> Declared.of(tables, entry.payloadHash(), nodes.id(by))))
                .filter(word -> word.destroyed().covers(position))
                .isPresent();
    }

    /// Receipts 7: what became of the dispatch, and what was destroyed of it, are two things.
    @Test
    void a_person_acknowledges_a_dispatch_of_which_one_object_was_recalled() {
        shared();
        Item other = Nodes.item(Nodes.freshId(), 1, Tlp.AMBER);
        Item third = Nodes.item(Nodes.freshId(), 1, Tlp.AMBER);
        nodes.exchange(0, 1);
        var posted = nodes.postTo(0, Set.of(1), other, third).posted().getFirst();
        nodes.exchange(0, 1);
        List<Shelf.ObjectRow> rows = nodes.held(1).stream()
                .map(Holdings.Held::row)
                .filter(row -> row.payloadHash().equals(posted.payloadHash()))
                .toList();
        assertThat(rows).hasSize(2);
        assertThat(statusOf(1, posted)).isEqualTo(Receipt.Status.ACCEPTED.number());

        nodes.at(0).originating.recall(rows.getFirst().stixId(), "a trial");
        nodes.exchange(0, 1);
        assertThat(statusOf(1, posted)).isEqualTo(Receipt.Status.ACCEPTED.number());
        nodes.at(1).originating.acknowledge(posted.payloadHash(), new Receipt.Person("duty officer", "a7"));
        nodes.exchange(0, 1);
        assertThat(statusOf(1, posted)).isEqualTo(Receipt.Status.ACKNOWLEDGED.number());
        nodes.at(0).originating.recall(rows.getLast().stixId(), "a trial");
        nodes.exchange(0, 1);

        assertThat(statusOf(1, posted)).isEqualTo(Receipt.Status.ACKNOWLEDGED.number());
        Destroyed destroyed = nodes.at(0)
                .ledger
                .read(tables -> Declared.of(tables, posted.payloadHash(), nodes.id(1)))
                .orElseThrow()
                .destroyed();
        assertThat(destroyed.whole()).isFalse();
        assertThat(destroyed.positions())
                .containsExactlyInAnyOrder(
                        rows.getFirst().position(), rows.getLast().position());
    }

    /// Recall 4: whoever says less later is not believed to hold again what it declared destroyed.
    @Test
    void a_declaration_does_not_give_way_to_one_that_says_less() {
        shared();
        nodes.exchange(0, 1);
        Shelf.ObjectRow row = nodes.held(1).getFirst().row();
        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);
        Receipt said = nodes.at(0)
                .ledger
                .read(tables -> Declared.of(tables, row.payloadHash(), nodes.id(1)))
                .orElseThrow()
                .receipt();

        nodes.at(0)
                .desk
                .settle(nodes.id(1), signed(1, with(said, List.of(), Receipt.Status.ACTED_ON, said.number() + 1)));
        int elsewhere = (row.position() + 1) % 4_096;
        nodes.at(0)
                .desk
                .settle(
                        nodes.id(1),
                        signed(
                                1,
                                with(
                                        said,
                                        List.of(new Receipt.LeafStatus(elsewhere, Receipt.Status.RECALLED, "")),
                                        Receipt.Status.RECALLED,
                                        said.number() + 2)));

        assertThat(isDeclared(1, row.position())).isTrue();
        assertThat(isDeclared(1, elsewhere)).isFalse();
        assertThat(statusOfFirst(1)).isEqualTo(Receipt.Status.ACTED_ON.number());
    }

    private static Receipt with(Receipt of, List<Receipt.LeafStatus> leaves, Receipt.Status status, long number) {
        return new Receipt(
                of.suite(),
                of.federation(),
                of.epoch(),
                of.stateHash(),
                of.sender(),
                of.recipient(),
                of.node(),
                of.order(),
                of.sequence(),
                of.payloadHash(),
                status,
                "",
                "",
                leaves,
                of.person(),
                of.onward(),
                of.timeMicros(),
                number,
                of.logSalt(),
                of.logIndex());
    }

    private Answers signed(int by, Receipt receipt) {
        return Answers.of(List.of(Dsse.sign(
                Federation.SIGNATURES, nodes.at(by).self.keys().signing(), PayloadTypes.RECEIPT, receipt.toBytes())));
    }

    private int statusOf(int to, Submit.Posted posted) {
        return nodes.at(0)
                .ledger
                .read(tables -> tables.outbox().entriesOf(posted.payloadHash()).stream()
                        .filter(entry -> entry.recipient().equals(nodes.id(to)))
                        .findFirst()
                        .orElseThrow()
                        .status());
    }

    private int statusOfFirst(int to) {
        var line = nodes.lineTo(0, to, Lane.ROUTINE);
        return nodes.at(0)
                .ledger
                .read(tables -> tables.outbox()
                        .entry(nodes.id(to), Lane.ROUTINE, line.stream(), 1)
                        .orElseThrow()
                        .status());
    }

    @Test
    void a_copy_that_was_not_delivered_goes_without_its_content_and_the_order_advances() {
        shared();
        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);

        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head().sequence()).isEqualTo(1);
        assertThat(statusOfFirst(1)).isEqualTo(Receipt.Status.RECALLED.number());
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void content_that_its_recall_has_overtaken_is_not_kept_and_no_alarm() {
        shared();
        byte[] late = nodes.copies(0, 1, Lane.ROUTINE).getFirst();
        nodes.at(0).originating.recall(id, "a trial");
        nodes.deliver(0, 1, nodes.copies(0, 1, Lane.PRIORITY).getFirst());

        Receipt receipt = Nodes.receipt(nodes.deliver(0, 1, late));

        assertThat(receipt.status()).isEqualTo(Receipt.Status.RECALLED);
        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.at(1).ledger.<Long>read(tables -> tables.quarantine().count()))
                .isZero();
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void the_same_object_in_a_new_dispatch_is_held_for_a_person() {
        shared();
        nodes.exchange(0, 1);
        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);
        // An honest originator refuses to: this one sends it all the same.
        nodes.at(0).posting.send(Nodes.routine(0), List.of(item), Set.of(nodes.id(1)));
        nodes.exchange(0, 1);

        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.at(1).ledger.<Long>read(tables -> tables.quarantine().count()))
                .isOne();
        assertThat(nodes.alarms(1)).containsExactly("recalled-came-back");
    }

    @Test
    void a_recall_follows_what_was_relayed_and_takes_the_relays_own_copies_too() {
        shared();
        nodes.exchange(0, 1);
        nodes.at(1)
                .originating
                .relay(
                        nodes.held(1).getFirst().row(),
                        Nodes.routine(0).channel(),
                        Set.of(nodes.id(3)),
                        nodes.at(1).clock.instant());
        nodes.exchange(1, 3);
        assertThat(nodes.held(3)).hasSize(1);

        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);
        nodes.exchange(1, 3);

        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.held(3)).isEmpty();
        assertThat(nodes.at(1)
                        .ledger
                        .<Long>read(tables -> tables.outbox().newest(10).stream()
                                .filter(row -> row.lane() == Lane.ROUTINE && row.sealed().length > 0)
                                .count()))
                .isZero();
    }

    @Test
    void an_object_is_not_relayed_by_one_that_may_not_post_there_nor_to_its_originator() {
        nodes.meet(0, 2);
        nodes.post(0, 1, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        nodes.exchange(0, 2);
        Shelf.ObjectRow row = nodes.held(2).getFirst().row();
        Originating originating = nodes.at(2).originating;

        assertThatThrownBy(() -> originating.relay(
                        row,
                        Nodes.routine(2).channel(),
                        Set.of(nodes.id(3)),
                        nodes.at(2).clock.instant()))
                .isInstanceOf(Originating.RequestRefused.class);
        assertThatThrownBy(() -> originating.relay(
                        row,
                        Nodes.routine(0).channel(),
                        Set.of(nodes.id(0)),
                        nodes.at(2).clock.instant()))
                .isInstanceOf(Originating.RequestRefused.class);
    }

    @Test
    void what_was_never_shared_cannot_be_recalled() {
        assertThatThrownBy(() -> nodes.at(0).originating.recall(id, "a trial"))
                .isInstanceOf(Originating.RequestRefused.class);
    }
}
