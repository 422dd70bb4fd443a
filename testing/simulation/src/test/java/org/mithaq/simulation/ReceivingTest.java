// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Batch;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.Terms;
import org.mithaq.node.Declared;
import org.mithaq.node.Item;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.stix.Tlp;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class ReceivingTest {

    private final Nodes nodes = new Nodes();
    private Liar liar = new Liar(1, nodes.lineTo(0, 1, Lane.ROUTINE).stream());

    @BeforeEach
    void meet() {
        nodes.meet(0, 1);
        liar = new Liar(1, nodes.lineTo(0, 1, Lane.ROUTINE).stream());
    }

    private static Item green() {
        return Nodes.item(Nodes.freshId(), 1, Tlp.GREEN);
    }

    private byte[] first() {
        nodes.post(0, 0, green());
        return nodes.copies(0, 1, Lane.ROUTINE).getFirst();
    }

    private Clause proved(int alarm) {
        byte[] proof = nodes.at(1)
                .ledger
                .<byte[]>read(tables -> tables.alarms().all().get(alarm).proof());
        return ConflictProof.parse(proof).broken(Federation.SIGNATURES, Nodes.FEDERATION.charter());
    }

    private Receipt take(long seed, Head head, Item item) {
        return Nodes.receipt(
                nodes.deliver(0, 1, liar.delivery(seed, head, 0, 1, item).toBytes()));
    }

    private Head headOfOne(Delivery first) {
        return new Head(1, first.payloadHash());
    }

    @Test
    void the_same_copy_again_gets_the_stored_receipt_and_raises_nothing() {
        byte[] copy = first();
        Answers once = nodes.deliver(0, 1, copy);
        Answers again = nodes.deliver(0, 1, copy);

        assertThat(again.receipts().stream().map(DsseEnvelope::payloadHash))
                .isEqualTo(
                        once.receipts().stream().map(DsseEnvelope::payloadHash).toList());
        assertThat(nodes.held(1)).hasSize(1);
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void the_same_id_for_another_payload_is_refused_with_a_proof() {
        nodes.deliver(0, 1, liar.delivery(9, Head.NONE, 0, 1, green()).toBytes());
        Delivery second = liar.delivery(9, Head.NONE, 0, 1, green());

        Receipt receipt = Nodes.receipt(nodes.deliver(0, 1, second.toBytes()));

        assertThat(receipt.status()).isEqualTo(Receipt.Status.REFUSED_FINALLY);
        assertThat(receipt.clause()).isEqualTo(Clause.DUPLICATE_ID.id());
        assertThat(nodes.alarms(1)).containsExactly("duplicate-id");
        assertThat(proved(0)).isEqualTo(Clause.DUPLICATE_ID);
        assertThat(nodes.held(1)).hasSize(1);
    }

    @Test
    void the_same_number_for_another_payload_is_refused_with_a_proof_and_blocks_nothing() {
        Delivery first = liar.delivery(1, Head.NONE, 0, 1, green());
        nodes.deliver(0, 1, first.toBytes());

        Receipt refused = Nodes.receipt(
                nodes.deliver(0, 1, liar.delivery(2, Head.NONE, 0, 1, green()).toBytes()));
        Receipt next = Nodes.receipt(nodes.deliver(
                0, 1, liar.delivery(3, headOfOne(first), 0, 1, green()).toBytes()));

        assertThat(refused.clause()).isEqualTo(Clause.ORDER_SEQUENCE.id());
        assertThat(next.status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.alarms(1)).containsExactly("sequence-conflict");
        assertThat(proved(0)).isEqualTo(Clause.ORDER_SEQUENCE);
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head().sequence()).isEqualTo(2);
    }

    @Test
    void what_follows_another_past_than_ours_raises_an_alarm() {
        nodes.deliver(0, 1, first());
        Delivery other = liar.delivery(5, Head.NONE, 0, 1, green());

        nodes.deliver(0, 1, liar.delivery(6, headOfOne(other), 0, 1, green()).toBytes());

        assertThat(nodes.alarms(1)).containsExactly("sequence-conflict");
        assertThat(proved(0)).isEqualTo(Clause.ORDER_PREVIOUS);
    }

    @Test
    void a_gap_is_reported_and_filling_it_advances_the_head() {
        nodes.post(0, 0, green());
        nodes.post(0, 0, green());
        nodes.post(0, 0, green());
        List<byte[]> copies = nodes.copies(0, 1, Lane.ROUTINE);

        nodes.deliver(0, 1, copies.get(2));
        nodes.deliver(0, 1, copies.get(1));

        assertThat(nodes.alarms(1)).containsExactly("gap");
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head()).isEqualTo(Head.NONE);
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).highest()).isEqualTo(3);
        assertThat(nodes.held(1)).hasSize(2);

        nodes.deliver(0, 1, copies.get(0));

        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head())
                .isEqualTo(nodes.lineTo(0, 1, Lane.ROUTINE).head());
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void a_late_fill_that_is_not_what_the_next_number_named_raises_a_proof_and_blocks_nothing() {
        Delivery named = liar.delivery(1, Head.NONE, 0, 1, green());
        Delivery second = liar.delivery(2, headOfOne(named), 0, 1, green());
        nodes.deliver(0, 1, second.toBytes());

        Receipt filled = take(3, Head.NONE, green());
        Receipt next = take(4, new Head(2, second.payloadHash()), green());

        assertThat(filled.status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(next.status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.alarms(1)).containsExactly("sequence-conflict");
        assertThat(proved(0)).isEqualTo(Clause.ORDER_PREVIOUS);
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head().sequence()).isEqualTo(3);
        // What was named comes too, and is a second dispatch under one number.
        assertThat(Nodes.receipt(nodes.deliver(0, 1, named.toBytes())).clause()).isEqualTo(Clause.ORDER_SEQUENCE.id());
    }

    @Test
    void a_proof_of_nothing_proves_nothing() {
        Delivery first = liar.delivery(1, Head.NONE, 0, 1, green());
        Delivery second = liar.delivery(2, headOfOne(first), 0, 1, green());
        ConflictProof.Side one = side(first);
        ConflictProof.Side other = side(second);

        for (ConflictProof innocent : List.of(new ConflictProof(one, other), new ConflictProof(one, one))) {
            assertThatThrownBy(() -> innocent.broken(Federation.SIGNATURES, Nodes.FEDERATION.charter()))
                    .isInstanceOf(DoorRejected.class);
        }
        ConflictProof mixed = new ConflictProof(new ConflictProof.Side(one.envelope(), other.place()), other);
        assertThatThrownBy(() -> mixed.broken(Federation.SIGNATURES, Nodes.FEDERATION.charter()))
                .isInstanceOf(DoorRejected.class);
    }

    private static ConflictProof.Side side(Delivery delivery) {
        return new ConflictProof.Side(
                delivery.envelope(), new ConflictProof.Place(delivery.record(), delivery.order()));
    }

    @Test
    void a_changed_proof_is_malformed_or_proves_nothing_else() {
        byte[] proof = new ConflictProof(
                        side(liar.delivery(1, Head.NONE, 0, 1, green())),
                        side(liar.delivery(2, Head.NONE, 0, 1, green())))
                .toBytes();
        Seeds.forAll(100, random -> {
            byte[] changed = Mutations.mutate(proof, random);
            try {
                assertThat(ConflictProof.parse(changed).broken(Federation.SIGNATURES, Nodes.FEDERATION.charter()))
                        .isEqualTo(Clause.ORDER_SEQUENCE);
            } catch (MalformedEncoding | DoorRejected documented) {
                assertThat(documented.getMessage()).isNotBlank();
            }
        });
    }

    /// What a signed, sealed leaf may hold, and the clause by which it is refused.
    private static Map<String, String> badContents() {
        String head = "{\"type\":\"identity\",\"spec_version\":\"2.1\",\"id\":\"identity--"
                + "b0a5c2f0-5a9b-4b3a-9d3e-0d6a5a3f5c01\",\"created\":\"2026-01-01T00:00:00Z\","
                + "\"modified\":\"2026-01-01T00:00:00Z\",\"name\":\"";
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("truncated", head + "some");
        bad.put("over-deep", head + "some\",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
        bad.put("not UTF-8", head + "\u00ff\u00fe\"}");
        bad.put("duplicate name", head + "some\",\"name\":\"other\"}");
        bad.put("no JSON at all", "hello");
        return bad;
    }

    @Test
    void bad_objects_are_refused_leaf_by_leaf_with_a_clause_and_kept_and_the_lane_goes_on() {
        Head head = Head.NONE;
        long seed = 1;
        for (Map.Entry<String, String> bad : badContents().entrySet()) {
            byte[] bytes = bad.getValue().getBytes(StandardCharsets.ISO_8859_1);
            Delivery delivery =
                    liar.delivery(seed, head, 0, 1, new Batch.Content(LeafKind.OBJECT, Terms.standard(), bytes));

            Receipt receipt = Nodes.receipt(nodes.deliver(0, 1, delivery.toBytes()));

            assertThat(receipt.leaves()).as(bad.getKey()).singleElement().satisfies(leaf -> {
                assertThat(leaf.status()).isEqualTo(Receipt.Status.REFUSED_FINALLY);
                assertThat(leaf.clause()).isNotBlank();
            });
            long number = seed;
            var row = nodes.at(1)
                    .ledger
                    .read(tables -> tables.quarantine().page(number - 1, 1))
                    .getFirst();
            assertThat(row.source()).isEqualTo("peer:" + nodes.id(0).hex());
            String clause = receipt.leaves().getFirst().clause();
            assertThat(clause).as(bad.getKey()).isNotBlank().doesNotMatch("STIX 2.1 [^§].*");
            assertThat(row.reason()).as(bad.getKey()).startsWith(clause);
            assertThat(quarantine().bytes(row.number())).hasValue(bytes);
            head = new Head(head.sequence() + 1, delivery.payloadHash());
            seed++;
        }
        assertThat(take(seed, head, green()).status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head().sequence()).isEqualTo(seed);
    }

    private QuarantineDesk quarantine() {
        return new QuarantineDesk(nodes.at(1).ledger, nodes.at(1).turns, nodes.at(1).vault);
    }

    @Test
    void a_stanza_that_does_not_open_is_refused_finally_and_the_order_advances() {
        Delivery sealedForAnother = liar.delivery(1, Head.NONE, 0, 2, green());

        Receipt receipt = Nodes.receipt(nodes.deliver(0, 1, sealedForAnother.toBytes()));

        assertThat(receipt.status()).isEqualTo(Receipt.Status.REFUSED_FINALLY);
        assertThat(receipt.clause()).isEqualTo(Clause.SEAL_STANZA.id());
        assertThat(nodes.alarms(1)).containsExactly("stanza");
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head()).isEqualTo(headOfOne(sealedForAnother));
    }

    @Test
    void a_copy_for_somebody_else_is_refused_at_the_door() {
        nodes.post(0, 0, green());

        Answers answers = nodes.deliver(0, 1, nodes.copies(0, 2, Lane.ROUTINE).getFirst());

        assertThat(answers.receipts()).isEmpty();
        assertThat(answers.refusal().map(DsseEnvelope::payload).map(DoorRefusal::parse))
                .hasValueSatisfying(refusal -> assertThat(refusal.clause()).isEqualTo(Clause.ORDER_RECIPIENT.id()));
        assertThat(nodes.alarms(1)).containsExactly("not-ours");
    }

    @Test
    void what_comes_in_an_unknown_stream_is_refused_for_now_without_an_alarm() {
        nodes.post(0, 0, green());
        byte[] copy = nodes.copies(0, 2, Lane.ROUTINE).getFirst();

        Answers early = nodes.deliver(0, 2, copy);
        nodes.meet(0, 2);
        Answers later = nodes.deliver(0, 2, copy);

        assertThat(early.refusal().map(DsseEnvelope::payload).map(DoorRefusal::parse))
                .hasValueSatisfying(refusal -> assertThat(refusal.forNow()).isTrue());
        assertThat(Nodes.receipt(later).status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.alarms(2)).isEmpty();
    }

    @Test
    void a_posting_in_a_channel_that_is_not_shared_is_refused_finally_and_the_order_advances() {
        Delivery elsewhere = liar.delivery(1, Head.NONE, 2, 1, green());

        Receipt receipt = Nodes.receipt(nodes.deliver(0, 1, elsewhere.toBytes()));

        assertThat(receipt.status()).isEqualTo(Receipt.Status.REFUSED_FINALLY);
        assertThat(receipt.clause()).isEqualTo(Clause.MANIFEST_CHANNEL.id());
        assertThat(nodes.alarms(1)).containsExactly("content");
        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head()).isEqualTo(headOfOne(elsewhere));
    }

    @Test
    void a_posting_that_overtakes_the_answer_that_opens_its_channel_is_taken() {
        nodes.meet(1, 0);
        var channel = nodes.at(0).originating.offer(nodes.id(1), "between two");
        nodes.exchange(0, 1);
        nodes.at(1).originating.accept(channel);
        nodes.at(1)
                .posting
                .share(
                        new org.mithaq.node.Sealing.Posting(channel, Lane.ROUTINE, 0, false),
                        List.of(green()),
                        Set.of(),
                        id -> java.util.Optional.empty(),
                        nodes.at(1).clock.instant());

        Receipt receipt = Nodes.receipt(
                nodes.deliver(1, 0, nodes.copies(1, 0, Lane.ROUTINE).getFirst()));

        assertThat(receipt.status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void a_later_receipt_never_gives_way_to_an_earlier_one() {
        Item item = green();
        nodes.post(0, 0, item);
        Answers accepted = nodes.deliver(0, 1, nodes.copies(0, 1, Lane.ROUTINE).getFirst());
        nodes.at(0).originating.recall(item.object().orElseThrow().id().toString(), "a trial");
        Answers recalled = nodes.deliver(0, 1, nodes.copies(0, 1, Lane.PRIORITY).getFirst());

        nodes.at(0).desk.settle(nodes.id(1), recalled);
        nodes.at(0).desk.settle(nodes.id(1), accepted);

        var line = nodes.lineTo(0, 1, Lane.ROUTINE);
        assertThat(nodes.at(0)
                        .ledger
                        .<Integer>read(tables -> tables.outbox()
                                .entry(nodes.id(1), Lane.ROUTINE, line.stream(), 1)
                                .orElseThrow()
                                .status()))
                .isEqualTo(Receipt.Status.ACCEPTED.number());
        assertThat(nodes.at(0)
                        .ledger
                        .<Boolean>read(tables -> Declared.of(
                                        tables, Nodes.receipt(accepted).payloadHash(), nodes.id(1))
                                .isPresent()))
                .isTrue();
    }
}
