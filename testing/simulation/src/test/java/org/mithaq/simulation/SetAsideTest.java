// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.Item;
import org.mithaq.node.Postbox;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Outbox;
import org.mithaq.stix.Tlp;

/// A dispatch that waits to be sent, and that the disk has damaged.
class SetAsideTest {

    private final Nodes nodes = new Nodes();
    private final String first = Nodes.freshId();
    private final String second = Nodes.freshId();
    private final String third = Nodes.freshId();
    private final String later = Nodes.freshId();

    SetAsideTest() {
        nodes.meet(0, 1);
        nodes.meet(1, 0);
        share(first);
        share(second, third);
        share(later);
        nodes.disk(0).rotSealed(dispatchOf(second), 1_000);
    }

    private void share(String... ids) {
        Item[] items = new Item[ids.length];
        for (int index = 0; index < ids.length; index++) {
            items[index] = Nodes.item(ids[index], 1, Tlp.AMBER);
        }
        nodes.postTo(0, Set.of(1), items);
    }

    private Hash dispatchOf(String id) {
        return nodes.at(0)
                .ledger
                .read(tables -> tables.shelf().objectsOf(id, 1).getFirst().payloadHash());
    }

    private List<String> held() {
        return nodes.held(1).stream().map(held -> held.row().stixId()).toList();
    }

    @Test
    void the_line_goes_on_behind_it_and_people_are_told_what_to_do() {
        nodes.exchange(0, 1);
        nodes.at(0).turns.flush();

        assertThat(held()).containsExactly(first, later);
        assertThat(nodes.alarms(0)).containsExactly("damaged-at-rest");
        List<Alarms.Row> alarms =
                nodes.at(0).ledger.read(tables -> tables.alarms().all());
        assertThat(alarms.getFirst().sentence()).contains("set aside", second);
        // Its recipient sees a gap, and asks for it.
        assertThat(nodes.alarms(1)).containsExactly("gap");
    }

    @Test
    void a_single_copy_that_is_asked_for_is_the_next_that_can_be_made() {
        var line = nodes.lineTo(0, 1, Lane.ROUTINE).stream();

        assertThat(nodes.at(0).postbox.next(nodes.id(1), Lane.ROUTINE, line, 1, 1))
                .singleElement()
                .satisfies(ready -> assertThat(ready.sequence()).isEqualTo(3));
        assertThat(nodes.at(0)
                        .postbox
                        .deliveries(nodes.id(1), Lane.ROUTINE, line, 1, 1)
                        .parts())
                .hasSize(1);
        assertThat(nodes.at(0).postbox.next(nodes.id(1), Lane.ROUTINE, line, 3, 1))
                .isEmpty();
    }

    @Test
    void whoever_looks_for_the_next_copy_is_told_that_another_waits_behind_no_bell() {
        var line = nodes.lineTo(0, 1, Lane.ROUTINE).stream();
        var postbox = nodes.at(0).postbox;

        assertThat(postbox.next(nodes.id(1), Lane.ROUTINE, line, 0)).satisfies(next -> {
            assertThat(next.ready().orElseThrow().sequence()).isOne();
            assertThat(next.waiting()).isFalse();
        });
        assertThat(postbox.next(nodes.id(1), Lane.ROUTINE, line, 1)).satisfies(next -> {
            assertThat(next.ready().orElseThrow().sequence()).isEqualTo(3);
            assertThat(next.waiting()).isTrue();
        });
        assertThat(postbox.next(nodes.id(1), Lane.ROUTINE, line, 3))
                .isEqualTo(new Postbox.Next(Optional.empty(), false));
    }

    @Test
    void a_recall_of_one_object_closes_the_gap_and_sends_the_others_again() {
        nodes.exchange(0, 1);
        nodes.at(0).originating.recall(second, "the disk has damaged it");
        nodes.exchange(0, 1);

        assertThat(held()).containsExactlyInAnyOrder(first, third, later);
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head())
                .isEqualTo(nodes.lineTo(0, 1, Lane.ROUTINE).head());
        assertThat(damaged().status()).isEqualTo(Receipt.Status.RECALLED.number());
        assertThat(nodes.alarms(0)).isEmpty();
    }

    private Outbox.EntryRow damaged() {
        Outbox.LineRow line = nodes.lineTo(0, 1, Lane.ROUTINE);
        return nodes.at(0)
                .ledger
                .read(tables -> tables.outbox()
                        .entry(nodes.id(1), Lane.ROUTINE, line.stream(), 2)
                        .orElseThrow());
    }
}
