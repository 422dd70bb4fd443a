// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.Declared;
import org.mithaq.node.Item;
import org.mithaq.stix.Tlp;

/// A recall follows an object from relay to relay, and each relay declares how many of its own have declared.
class OnwardRecallTest {

    private final Nodes nodes = new Nodes();
    private final Item item = Nodes.item(Nodes.freshId(), 1, Tlp.AMBER);
    private final String id = item.object().orElseThrow().id().toString();

    @BeforeEach
    void relayed_from_hand_to_hand() {
        for (int one = 0; one < Federation.SIZE; one++) {
            for (int other = 0; other < Federation.SIZE; other++) {
                if (one != other) {
                    nodes.meet(one, other);
                }
            }
        }
        nodes.postTo(0, Set.of(1), item);
        nodes.exchange(0, 1);
        relay(1, 2);
        relay(2, 3);
        assertThat(nodes.held(3)).hasSize(1);
    }

    private void relay(int from, int to) {
        nodes.at(from)
                .originating
                .relay(
                        nodes.held(from).getFirst().row(),
                        Nodes.routine(0).channel(),
                        Set.of(nodes.id(to)),
                        nodes.at(from).clock.instant());
        nodes.exchange(from, to);
    }

    /// What `to` last declared to `from` about the first dispatch.
    private Optional<Declared.Word> word(int from, int to) {
        Hash first = nodes.at(from)
                .ledger
                .read(tables -> tables.outbox()
                        .entry(nodes.id(to), Lane.ROUTINE, nodes.lineTo(from, to, Lane.ROUTINE).stream(), 1)
                        .orElseThrow()
                        .payloadHash());
        return nodes.at(from).ledger.read(tables -> Declared.of(tables, first, nodes.id(to)));
    }

    private Receipt declared(int from, int to) {
        return word(from, to).orElseThrow().receipt();
    }

    private int receiptsFor(int from, int to) {
        Hash first = declared(from, to).payloadHash();
        return nodes.at(to)
                .ledger
                .read(tables -> tables.inbox().receiptsOf(first))
                .size();
    }

    @Test
    void all_is_destroyed_and_the_counts_come_back_to_the_originator() {
        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);
        assertThat(declared(0, 1).onward()).isEqualTo(new Receipt.Onward(1, 0));
        nodes.exchange(1, 2);
        nodes.exchange(0, 1);
        assertThat(declared(0, 1).onward()).isEqualTo(new Receipt.Onward(1, 1));
        assertThat(declared(1, 2).onward()).isEqualTo(new Receipt.Onward(1, 0));
        nodes.exchange(2, 3);
        nodes.exchange(1, 2);
        nodes.exchange(0, 1);

        for (int node = 0; node < Federation.SIZE; node++) {
            assertThat(nodes.held(node)).isEmpty();
        }
        assertThat(declared(0, 1).onward()).isEqualTo(new Receipt.Onward(1, 1));
        assertThat(declared(1, 2).onward()).isEqualTo(new Receipt.Onward(1, 1));
        assertThat(declared(2, 3).onward()).isEqualTo(Receipt.Onward.NONE);
        assertThat(declared(2, 3).status()).isEqualTo(Receipt.Status.RECALLED);
    }

    @Test
    void a_relay_that_was_away_is_counted_when_it_returns() {
        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);
        nodes.restart(1);
        nodes.exchange(0, 1);
        assertThat(declared(0, 1).onward()).isEqualTo(new Receipt.Onward(1, 0));
        assertThat(nodes.held(2)).hasSize(1);

        nodes.restart(2);
        nodes.meet(1, 2);
        nodes.exchange(1, 2);
        nodes.exchange(2, 3);
        nodes.exchange(1, 2);
        nodes.exchange(0, 1);

        assertThat(nodes.held(2)).isEmpty();
        assertThat(nodes.held(3)).isEmpty();
        assertThat(declared(0, 1).onward()).isEqualTo(new Receipt.Onward(1, 1));
        assertThat(declared(1, 2).onward()).isEqualTo(new Receipt.Onward(1, 1));
    }

    @Test
    void a_count_that_does_not_change_is_not_declared_again() {
        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);
        nodes.exchange(1, 2);
        nodes.exchange(0, 1);
        int before = receiptsFor(0, 1);
        nodes.exchange(2, 3);
        for (int round = 0; round < 3; round++) {
            nodes.exchange(1, 2);
            nodes.exchange(0, 1);
        }

        // Accepted, destroyed here, and destroyed at the one that it was passed on to.
        assertThat(before).isEqualTo(3);
        assertThat(receiptsFor(0, 1)).isEqualTo(3);
    }

    @Test
    void a_declaration_that_was_overtaken_by_a_newer_one_does_not_undo_it() {
        nodes.at(0).originating.recall(id, "a trial");
        byte[] recall = nodes.copies(0, 1, Lane.PRIORITY).getFirst();
        var early = nodes.deliver(0, 1, recall);
        nodes.exchange(1, 2);
        nodes.exchange(0, 1);
        assertThat(declared(0, 1).onward()).isEqualTo(new Receipt.Onward(1, 1));

        nodes.at(0).desk.settle(nodes.id(1), early);

        assertThat(declared(0, 1).onward()).isEqualTo(new Receipt.Onward(1, 1));
    }

    @Test
    void a_relay_that_takes_back_its_own_leaf_is_not_told_of_a_destruction_that_has_not_happened() {
        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);
        var copies = nodes.copies(1, 2, Lane.PRIORITY);
        assertThat(copies).hasSize(2);
        nodes.at(1).desk.settle(nodes.id(2), nodes.deliver(1, 2, copies.get(1)));

        assertThat(nodes.held(2)).hasSize(1);
        assertThat(word(1, 2)).isEmpty();

        nodes.exchange(1, 2);
        assertThat(nodes.held(2)).isEmpty();
        assertThat(declared(1, 2).status()).isEqualTo(Receipt.Status.RECALLED);
    }
}
