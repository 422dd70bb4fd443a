// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Terms;
import org.mithaq.node.Item;
import org.mithaq.node.Sealing;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.Tlp;

/// A recall of one object withdraws its whole dispatch from those who have not had it: the others are sent again.
class ResendTest {

    private static final int OTHERS = 3;

    private final Nodes nodes = new Nodes();
    private final List<Item> items = new ArrayList<>();
    private final String recalled = Nodes.freshId();

    private void shared(Tlp label) {
        for (int node = 1; node < Federation.SIZE; node++) {
            nodes.meet(0, node);
            nodes.meet(node, 0);
        }
        items.add(Nodes.item(recalled, 1, label));
        for (int other = 0; other < OTHERS; other++) {
            items.add(Nodes.item(Nodes.freshId(), 1, label));
        }
        nodes.postTo(0, Set.of(1, 2), items.toArray(Item[]::new));
    }

    private List<String> heldBy(int node) {
        return nodes.held(node).stream()
                .map(held -> held.row().stixId())
                .sorted()
                .toList();
    }

    private List<String> others() {
        return items.stream()
                .skip(1)
                .map(item -> item.object().orElseThrow().id().toString())
                .sorted()
                .toList();
    }

    private List<Outbox.EntryRow> routine(int to) {
        return nodes.at(0)
                .ledger
                .read(tables -> tables.outbox()
                        .after(nodes.id(to), Lane.ROUTINE, nodes.lineTo(0, to, Lane.ROUTINE).stream(), 0, 100));
    }

    @Test
    void the_others_go_again_to_those_alone_who_had_not_had_them() {
        shared(Tlp.RED);
        nodes.exchange(0, 1);
        nodes.at(0).originating.recall(recalled, "a trial");
        nodes.exchange(0, 1);
        nodes.exchange(0, 2);

        assertThat(heldBy(1)).isEqualTo(others());
        assertThat(heldBy(2)).isEqualTo(others());
        assertThat(routine(1)).hasSize(1);
        assertThat(routine(2)).hasSize(2).allMatch(entry -> entry.state() == Outbox.State.SETTLED);
        assertThat(nodes.held(2).getFirst().terms())
                .isEqualTo(items.getFirst().content().terms());
        assertThat(nodes.alarms(0)).isEmpty();
        assertThat(nodes.alarms(2)).isEmpty();
    }

    @Test
    void lane_deadline_and_exercise_stay_as_they_were() {
        nodes.meet(0, 1);
        long deadline = nodes.at(0).nowMicros() + 60_000_000;
        Sealing.Posting flash = new Sealing.Posting(Nodes.routine(0).channel(), Lane.FLASH, deadline, true);
        Item other = Nodes.item(Nodes.freshId(), 1, Tlp.GREEN);
        nodes.at(0)
                .posting
                .share(
                        flash,
                        List.of(Nodes.item(recalled, 1, Tlp.GREEN), other),
                        Set.of(nodes.id(1)),
                        id -> Optional.empty(),
                        nodes.at(0).clock.instant());
        nodes.at(0).originating.recall(recalled, "a trial");
        nodes.exchange(0, 1);

        assertThat(nodes.held(1)).singleElement().satisfies(held -> {
            assertThat(held.row().exercise()).isTrue();
            assertThat(held.bytes()).isEqualTo(other.content().bytes());
        });
        assertThat(nodes.lineTo(0, 1, Lane.FLASH).head().sequence()).isEqualTo(2);
    }

    /// Write 0 notes the recall, 1 destroys the keys, 2 asks for the time, 3 withdraws and sends again.
    @ParameterizedTest
    @CsvSource({
        "CRASH_LOST,1",
        "CRASH_KEPT,0",
        "CRASH_KEPT,1",
        "CRASH_LOST,2",
        "CRASH_KEPT,2",
        "CRASH_LOST,3",
        "CRASH_KEPT,3"
    })
    void a_crash_at_any_step_loses_nothing_and_sends_nothing_twice(String fault, int writesBefore) {
        shared(Tlp.AMBER);
        nodes.exchange(0, 1);
        nodes.at(0).turns.flush();
        nodes.disk(0).arm(Disk.Fault.valueOf(fault), writesBefore);
        assertThatThrownBy(() -> nodes.at(0).originating.recall(recalled, "a trial"))
                .isInstanceOf(Crashed.class);
        nodes.restart(0);
        nodes.restart(0);
        nodes.exchange(0, 1);
        nodes.exchange(0, 2);

        assertThat(heldBy(1)).isEqualTo(others());
        assertThat(heldBy(2)).isEqualTo(others());
        assertThat(routine(1)).hasSize(1);
        assertThat(routine(2)).hasSize(2);
    }

    @Test
    void who_had_it_though_its_receipt_was_lost_takes_the_repetition_for_one() {
        shared(Tlp.AMBER);
        nodes.deliver(0, 2, nodes.copies(0, 2, Lane.ROUTINE).getFirst());
        nodes.at(0).originating.recall(recalled, "a trial");
        nodes.exchange(0, 2);

        assertThat(heldBy(2)).isEqualTo(others());
        assertThat(nodes.alarms(2)).isEmpty();
        String next = others().getFirst();
        nodes.at(0).originating.recall(next, "another trial");
        nodes.exchange(0, 2);
        assertThat(heldBy(2)).hasSize(OTHERS - 1).doesNotContain(next);
    }

    @Test
    void what_was_sent_again_can_be_recalled_in_its_turn() {
        shared(Tlp.AMBER);
        nodes.at(0).originating.recall(recalled, "a trial");
        String next = others().getFirst();
        nodes.exchange(0, 1);
        nodes.at(0).originating.recall(next, "another trial");
        nodes.exchange(0, 1);
        nodes.exchange(0, 2);

        List<String> left = others().stream().skip(1).toList();
        assertThat(heldBy(1)).isEqualTo(left);
        assertThat(heldBy(2)).isEqualTo(left);
        assertThat(heldBy(0)).isEqualTo(left);
    }

    @Test
    void what_policy_withholds_by_now_is_not_sent_again_and_raises_an_alarm() {
        nodes.meet(0, 1);
        Terms terms = new Terms(
                Terms.Onward.PERMITTED,
                0,
                nodes.at(0).nowMicros() + 60_000_000,
                Terms.standard().permitted());
        Item other = Item.of(Nodes.item(Nodes.freshId(), 1, Tlp.GREEN).object().orElseThrow(), terms, false);
        nodes.postTo(0, Set.of(1), Nodes.item(recalled, 1, Tlp.GREEN), other);
        nodes.pass(120);
        nodes.at(0).originating.recall(recalled, "a trial");
        nodes.exchange(0, 1);

        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.alarms(0)).containsExactly("not-sent-again");
    }

    @Test
    void a_withdrawn_delivery_stays_short_though_more_than_a_thousand_of_its_leaves_are_recalled() {
        nodes.meet(0, 1);
        Item[] versions = Nodes.versions(recalled, 1_100);
        nodes.post(0, 0, versions);
        nodes.at(0).originating.recall(recalled, "a trial");

        byte[] copy = nodes.copies(0, 1, Lane.ROUTINE).getFirst();
        assertThat(copy.length).isLessThan(64 << 10);
        assertThat(Delivery.parse(copy).body())
                .isInstanceOfSatisfying(
                        Delivery.Withdrawn.class,
                        withdrawn -> assertThat(withdrawn.recalls()).hasSize(1));
        nodes.deliver(0, 1, copy);
        assertThat(nodes.held(0)).isEmpty();
        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.lineTo(0, 1, Lane.PRIORITY).head().sequence()).isEqualTo(1_100);
    }

    @Test
    void batches_in_which_nothing_can_be_read_any_more_are_removed() {
        shared(Tlp.AMBER);
        nodes.exchange(0, 1);
        long here = nodes.held(0).getFirst().row().batch();
        long there = nodes.held(1).getFirst().row().batch();
        for (Item item : items) {
            nodes.at(0).originating.recall(item.object().orElseThrow().id().toString(), "a trial");
            nodes.exchange(0, 1);
        }

        assertThat(nodes.at(0)
                        .ledger
                        .<Boolean>read(tables -> tables.shelf().batch(here).isPresent()))
                .isFalse();
        assertThat(nodes.at(1)
                        .ledger
                        .<Boolean>read(tables -> tables.shelf().batch(there).isPresent()))
                .isFalse();
    }

    @Test
    void an_object_shared_again_goes_to_those_alone_who_have_not_had_it() {
        shared(Tlp.AMBER);
        var repeated = nodes.postTo(0, Set.of(1, 2), items.getFirst());
        var wider = nodes.postTo(0, Set.of(2, 3), items.getFirst());
        for (int node = 1; node < Federation.SIZE; node++) {
            nodes.exchange(0, node);
        }

        assertThat(repeated.repeated()).isOne();
        assertThat(repeated.posted()).isEmpty();
        assertThat(wider.repeated()).isZero();
        assertThat(wider.posted())
                .singleElement()
                .satisfies(posted -> assertThat(posted.recipients()).containsExactly(nodes.id(3)));
        assertThat(heldBy(3)).containsExactly(recalled);
        assertThat(heldBy(0)).hasSize(OTHERS + 1);

        nodes.at(0).originating.recall(recalled, "a trial");
        for (int node = 1; node < Federation.SIZE; node++) {
            nodes.exchange(0, node);
        }
        assertThat(heldBy(3)).isEmpty();
        assertThat(heldBy(2)).isEqualTo(others());
    }

    @Test
    void what_this_member_has_recalled_is_neither_kept_nor_shared_again_but_held_for_a_person() {
        shared(Tlp.AMBER);
        nodes.at(0).originating.recall(recalled, "a trial");
        Item newer = Nodes.item(recalled, 2, Tlp.AMBER);

        var kept = nodes.at(0).posting.keep(List.of(items.getFirst()), false);
        var sent = nodes.postTo(0, Set.of(3), items.getFirst(), newer);
        nodes.exchange(0, 3);

        assertThat(kept.recalled()).containsExactly(items.getFirst());
        assertThat(kept.kept()).isEmpty();
        assertThat(sent.recalled()).containsExactly(items.getFirst());
        assertThat(nodes.held(3))
                .singleElement()
                .satisfies(held -> assertThat(
                                Arrays.equals(held.bytes(), newer.content().bytes()))
                        .isTrue());
        assertThat(nodes.alarms(0)).containsExactly("recalled-came-back");
        assertThat(nodes.at(0).ledger.<Long>read(tables -> tables.quarantine().count()))
                .isEqualTo(2);
    }

    @Test
    void nobody_but_the_sender_withdraws_a_dispatch() {
        shared(Tlp.AMBER);
        nodes.exchange(0, 1);
        Shelf.ObjectRow row = nodes.held(1).getFirst().row();
        byte[] forged = new RecallStatement(row.payloadHash(), row.leafHash(), "a trial").toBytes();
        Sealing.Posting how = new Sealing.Posting(Nodes.routine(0).channel(), Lane.PRIORITY, 0, false);
        nodes.at(1).posting.send(how, List.of(Item.of(LeafKind.RECALL, Terms.standard(), forged)), Set.of(nodes.id(0)));
        nodes.exchange(1, 0);
        nodes.exchange(0, 2);

        assertThat(nodes.held(0)).hasSize(OTHERS + 1);
        assertThat(nodes.held(2)).hasSize(OTHERS + 1);
    }
}
