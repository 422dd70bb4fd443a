// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.ChannelId;
import org.mithaq.exchange.ChannelHandshake;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.Terms;
import org.mithaq.node.Item;
import org.mithaq.node.Sealing;
import org.mithaq.node.port.Registry;
import org.mithaq.stix.Tlp;

/// Channels between two, and what one of the two may do to the other with them.
class BilateralTest {

    private final Nodes nodes = new Nodes();

    @BeforeEach
    void met() {
        nodes.meet(0, 1);
        nodes.meet(1, 0);
        nodes.meet(2, 1);
    }

    private static Sealing.Posting in(ChannelId channel) {
        return new Sealing.Posting(channel, Lane.ROUTINE, 0, false);
    }

    private List<Registry.BilateralRow> channels(int node) {
        return nodes.at(node).ledger.read(tables -> tables.registry().bilaterals());
    }

    @Test
    void offers_that_nobody_answers_are_bounded_for_each_member_and_an_answer_makes_room() {
        List<Item> offers = Stream.generate(() -> Item.of(
                        LeafKind.HANDSHAKE,
                        Terms.standard(),
                        ChannelHandshake.Offer.make(nodes.id(0), nodes.id(1), "one of many", new SecureRandom())
                                .toBytes()))
                .limit(Limits.OFFERS_MAX + 6)
                .toList();
        nodes.at(0).posting.send(Nodes.routine(0), offers, Set.of(nodes.id(1)));
        nodes.exchange(0, 1);

        assertThat(channels(1)).hasSize(Limits.OFFERS_MAX);
        assertThat(nodes.alarms(1)).containsExactly("content");

        nodes.at(2).originating.offer(nodes.id(1), "another's");
        nodes.exchange(2, 1);
        assertThat(channels(1)).hasSize(Limits.OFFERS_MAX + 1);
        nodes.at(1)
                .originating
                .accept(channels(1).stream()
                        .filter(row -> row.peer().equals(nodes.id(0)))
                        .findFirst()
                        .orElseThrow()
                        .id());
        nodes.at(0).originating.offer(nodes.id(1), "now there is room");
        nodes.exchange(0, 1);
        assertThat(channels(1)).hasSize(Limits.OFFERS_MAX + 2);
    }

    /// Bilateral 3.
    @Test
    void who_refused_an_offer_posts_nothing_under_it() {
        ChannelId channel = nodes.at(0).originating.offer(nodes.id(1), "between two");
        nodes.exchange(0, 1);
        Item no = Item.of(LeafKind.HANDSHAKE, Terms.standard(), new ChannelHandshake.Answer(channel, false).toBytes());
        nodes.at(1).posting.send(in(channel), List.of(no), Set.of(nodes.id(0)));
        nodes.exchange(1, 0);
        assertThat(channels(0)).isEmpty();

        nodes.at(1).posting.send(in(channel), List.of(Nodes.item(Nodes.freshId(), 1, Tlp.GREEN)), Set.of(nodes.id(0)));
        Receipt receipt = Nodes.receipt(
                nodes.deliver(1, 0, nodes.copies(1, 0, Lane.ROUTINE).getLast()));

        assertThat(receipt.status()).isEqualTo(Receipt.Status.REFUSED_FINALLY);
        assertThat(receipt.clause()).isEqualTo(Clause.MANIFEST_CHANNEL.id());
    }

    /// Relay 2: between two, too, the originator's markings are kept to.
    @Test
    void what_may_not_be_passed_on_is_refused_in_a_channel_between_two() {
        ChannelId channel = nodes.at(2).originating.offer(nodes.id(1), "between two");
        nodes.exchange(2, 1);
        nodes.at(1).originating.accept(channel);
        nodes.meet(1, 2);
        nodes.exchange(1, 2);
        Item red = Item.of(Nodes.item(Nodes.freshId(), 1, Tlp.RED).object().orElseThrow(), Terms.standard(), false);
        nodes.postTo(0, Set.of(1), red);
        nodes.exchange(0, 1);
        var row = nodes.held(1).getFirst().row();
        byte[] proof = nodes.at(1).holdings.proof(row).orElseThrow().toBytes();

        nodes.at(1)
                .posting
                .send(in(channel), List.of(Item.of(LeafKind.RELAYED, Terms.standard(), proof)), Set.of(nodes.id(2)));
        nodes.exchange(1, 2);

        assertThat(nodes.held(2)).isEmpty();
        assertThat(nodes.at(2).ledger.<Long>read(tables -> tables.quarantine().count()))
                .isOne();
    }

    @Test
    void what_may_be_passed_on_is_taken_in_a_channel_between_two() {
        ChannelId channel = nodes.at(2).originating.offer(nodes.id(1), "between two");
        nodes.exchange(2, 1);
        nodes.at(1).originating.accept(channel);
        nodes.meet(1, 2);
        nodes.exchange(1, 2);
        nodes.at(0)
                .posting
                .share(
                        Nodes.routine(0),
                        List.of(Nodes.item(Nodes.freshId(), 1, Tlp.CLEAR)),
                        Set.of(nodes.id(1)),
                        id -> Optional.empty(),
                        Instant.parse("2026-11-01T00:00:00Z"));
        nodes.exchange(0, 1);
        var row = nodes.held(1).getFirst().row();
        byte[] proof = nodes.at(1).holdings.proof(row).orElseThrow().toBytes();

        nodes.at(1)
                .posting
                .send(in(channel), List.of(Item.of(LeafKind.RELAYED, Terms.standard(), proof)), Set.of(nodes.id(2)));
        nodes.exchange(1, 2);

        assertThat(nodes.held(2)).hasSize(1);
    }
}
