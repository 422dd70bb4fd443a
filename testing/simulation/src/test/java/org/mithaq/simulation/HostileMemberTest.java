// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.FederationId;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.ChannelHandshake;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.Suite;
import org.mithaq.exchange.Terms;
import org.mithaq.node.Item;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.node.Sealing;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.Tlp;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;

/// What a member with valid keys may try, and what comes of it.
class HostileMemberTest {

    private final Nodes nodes = new Nodes();
    private final Item item = Nodes.item(Nodes.freshId(), 1, Tlp.GREEN);

    @BeforeEach
    void meet() {
        for (int one = 0; one < Federation.SIZE; one++) {
            for (int other = 0; other < Federation.SIZE; other++) {
                if (one != other) {
                    nodes.meet(one, other);
                }
            }
        }
    }

    private static Sealing.Posting posting(boolean exercise) {
        return new Sealing.Posting(Nodes.routine(0).channel(), Lane.ROUTINE, 0, exercise);
    }

    private void relayByHand(int from, int to, boolean exercise) {
        Shelf.ObjectRow row = nodes.held(from).getFirst().row();
        byte[] proof = nodes.at(from).holdings.proof(row).orElseThrow().toBytes();
        nodes.at(from)
                .posting
                .send(
                        posting(exercise),
                        List.of(Item.of(LeafKind.RELAYED, Terms.standard(), proof)),
                        Set.of(nodes.id(to)));
        nodes.exchange(from, to);
    }

    /// Header 5: the flag is the originator's, whoever passes the object on.
    @Test
    void a_relay_makes_neither_play_real_nor_what_is_real_play() {
        nodes.at(0)
                .posting
                .share(
                        posting(true),
                        List.of(item),
                        Set.of(nodes.id(1)),
                        id -> Optional.empty(),
                        Instant.parse("2026-11-01T00:00:00Z"));
        nodes.exchange(0, 1);
        relayByHand(1, 2, false);
        assertThat(nodes.held(2).getFirst().row().exercise()).isTrue();

        Nodes others = new Nodes();
        others.meet(0, 1);
        others.meet(1, 3);
        others.meet(0, 3);
        others.postTo(0, Set.of(1, 3), item);
        others.exchange(0, 1);
        Shelf.ObjectRow row = others.held(1).getFirst().row();
        byte[] proof = others.at(1).holdings.proof(row).orElseThrow().toBytes();
        others.at(1)
                .posting
                .send(posting(true), List.of(Item.of(LeafKind.RELAYED, Terms.standard(), proof)), Set.of(others.id(3)));
        others.exchange(1, 3);
        others.exchange(0, 3);
        assertThat(others.held(3)).allMatch(held -> !held.row().exercise());
    }

    /// Relay 2: markings forbid it, and the relay sends it all the same.
    @Test
    void what_a_relay_might_not_pass_on_is_refused_with_an_alarm_of_nobody_else() {
        Item red = Item.of(Nodes.item(Nodes.freshId(), 1, Tlp.RED).object().orElseThrow(), Terms.standard(), false);
        nodes.postTo(0, Set.of(1), red);
        nodes.exchange(0, 1);
        relayByHand(1, 2, false);

        assertThat(nodes.held(2)).isEmpty();
        assertThat(nodes.at(2).ledger.<Long>read(tables -> tables.quarantine().count()))
                .isOne();
    }

    /// Manifest 3: a channel that is not there is excused for handshakes alone.
    @Test
    void a_handshake_lets_nothing_else_in() {
        List<Item> items = new ArrayList<>(List.of(Item.of(
                LeafKind.HANDSHAKE,
                Terms.standard(),
                ChannelHandshake.Offer.make(nodes.id(0), nodes.id(1), "x", new SecureRandom())
                        .toBytes())));
        items.add(Item.of(
                LeafKind.RECALL,
                Terms.standard(),
                new RecallStatement(Hash.ZERO, Hash.of(new byte[] {3}), "r").toBytes()));
        items.add(Item.of(LeafKind.RECALL, Terms.standard(), "garbage".getBytes(StandardCharsets.UTF_8)));
        Sealing.Posting nowhere = new Sealing.Posting(new ChannelId(Hash.of(new byte[] {7})), Lane.ROUTINE, 0, false);
        nodes.at(0).posting.send(nowhere, items, Set.of(nodes.id(1)));

        Answers answers = nodes.deliver(0, 1, nodes.copies(0, 1, Lane.ROUTINE).getFirst());

        assertThat(Nodes.receipt(answers).status()).isEqualTo(Receipt.Status.REFUSED_FINALLY);
        assertThat(nodes.at(1).vault.tombstoneCount()).isZero();
        assertThat(nodes.alarms(1)).containsExactly("content");
    }

    @Test
    void a_receipt_signed_in_anothers_name_shows_with_its_proof_though_a_damaged_one_came_before() {
        nodes.postTo(0, Set.of(1), item);
        Answers honest = nodes.deliver(0, 1, nodes.copies(0, 1, Lane.ROUTINE).getFirst());
        DsseEnvelope forged = Dsse.sign(
                Federation.SIGNATURES,
                nodes.at(2).self.keys().signing(),
                PayloadTypes.RECEIPT,
                honest.receipts().getFirst().payload());

        nodes.at(0).desk.settle(nodes.id(2), honest);
        nodes.at(0).desk.settle(nodes.id(2), Answers.of(List.of(forged)));

        List<Alarms.Row> alarms =
                nodes.at(0).ledger.read(tables -> tables.alarms().all());
        assertThat(alarms).extracting(Alarms.Row::kind).containsExactly("door", "door");
        assertThat(alarms).anySatisfy(row -> {
            assertThat(row.sentence()).contains("a receipt of others");
            assertThat(row.proof()).isEqualTo(Envelopes.toBytes(forged));
        });
        assertThat(nodes.copies(0, 1, Lane.ROUTINE)).hasSize(1);
    }

    /// Receipts 9.
    @Test
    void a_receipt_that_no_third_could_tie_to_this_charter_settles_nothing() {
        var posted = nodes.postTo(0, Set.of(1), item).posted().getFirst();
        StreamId stream = nodes.lineTo(0, 1, Lane.ROUTINE).stream();
        var charter = Nodes.FEDERATION.charter();
        var node = nodes.at(0).self.identity().node();
        for (int wrong = 0; wrong < 4; wrong++) {
            Receipt receipt = new Receipt(
                    Suite.HYBRID_1,
                    wrong == 0 ? new FederationId(Hash.of(new byte[] {1})) : charter.federation(),
                    wrong == 1 ? 77 : charter.epoch(),
                    charter.hash(),
                    nodes.id(0),
                    nodes.id(1),
                    wrong == 2 ? node : nodes.at(1).self.identity().node(),
                    new OrderKey(
                            wrong == 3 ? nodes.at(1).self.identity().node() : node, nodes.id(1), Lane.ROUTINE, stream),
                    1,
                    posted.payloadHash(),
                    Receipt.Status.RECALLED,
                    "",
                    "",
                    List.of(),
                    Optional.empty(),
                    Receipt.Onward.NONE,
                    1,
                    1,
                    Hash.ZERO,
                    1);
            nodes.at(0)
                    .desk
                    .settle(
                            nodes.id(1),
                            Answers.of(List.of(Dsse.sign(
                                    Federation.SIGNATURES,
                                    nodes.at(1).self.keys().signing(),
                                    PayloadTypes.RECEIPT,
                                    receipt.toBytes()))));
            assertThat(nodes.copies(0, 1, Lane.ROUTINE)).as("case " + wrong).hasSize(1);
        }
        assertThat(nodes.alarms(0)).containsExactly("door");
    }

    @Test
    void one_member_fills_no_more_of_the_quarantine_than_its_share() {
        List<Item> junk = new ArrayList<>();
        for (int number = 0; number < 3_000; number++) {
            junk.add(Item.of(LeafKind.RELAYED, Terms.standard(), ("junk " + number).getBytes(StandardCharsets.UTF_8)));
        }
        for (int round = 0; round < 2; round++) {
            nodes.at(1).posting.send(Nodes.routine(0), junk, Set.of(nodes.id(0)));
            nodes.exchange(1, 0);
        }

        assertThat(nodes.at(0).ledger.<Long>read(tables -> tables.quarantine().count()))
                .isEqualTo(QuarantineDesk.PEER_ROWS_MAX);
        assertThat(nodes.alarms(0)).containsExactly("quarantine-full");
        var desk = new QuarantineDesk(nodes.at(0).ledger, nodes.at(0).turns, nodes.at(0).vault);
        assertThat(desk.keep("import:own", List.of(new QuarantineDesk.Refused("why", new byte[1])))
                        .getFirst())
                .isPresent();
    }

    /// Order 9: what is refused for its id has used up its number, and the lane goes on.
    @Test
    void an_id_that_is_used_again_does_not_stop_the_lane() {
        StreamId stream = nodes.lineTo(0, 1, Lane.ROUTINE).stream();
        Liar liar = new Liar(1, stream);
        Delivery one = liar.delivery(1, Head.NONE, 0, 1, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        Delivery two = liar.delivery(1, new Head(1, one.payloadHash()), 0, 1, item);
        Delivery three =
                liar.delivery(3, new Head(2, two.payloadHash()), 0, 1, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        for (Delivery each : List.of(one, two, three)) {
            nodes.deliver(0, 1, each.toBytes());
        }

        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).head().sequence()).isEqualTo(3);
        assertThat(nodes.alarms(1)).containsExactly("duplicate-id");
    }

    /// Log 5, in deliveries: both notes are at hand, and prove it to anybody.
    @Test
    void a_log_that_shows_two_roots_at_one_size_in_its_deliveries_is_found() {
        StreamId stream = nodes.lineTo(0, 1, Lane.ROUTINE).stream();
        Delivery one = new Liar(1, stream).delivery(1, Head.NONE, 0, 1, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        Delivery two = new Liar(1, stream).delivery(2, new Head(1, one.payloadHash()), 0, 1, item);
        nodes.deliver(0, 1, one.toBytes());
        nodes.deliver(0, 1, two.toBytes());

        assertThat(nodes.alarms(1)).containsExactly("split-view");
    }

    /// Log 5: what the ledger remembers of a log outlives the process, and is one row however much the log has
    /// shown.
    @Test
    void a_log_that_has_shown_many_sizes_takes_one_row_and_its_fork_is_found_after_a_restart() {
        StreamId stream = nodes.lineTo(0, 1, Lane.ROUTINE).stream();
        Liar honest = new Liar(1, stream);
        String origin = nodes.at(0).checkpoints.origin();
        Head head = Head.NONE;
        for (int number = 1; number <= 5; number++) {
            Delivery each = honest.delivery(number, head, 0, 1, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
            nodes.deliver(0, 1, each.toBytes());
            head = new Head(number, each.payloadHash());
            nodes.pass(number == 5 ? 0 : 20);
        }
        assertThat(nodes.at(1).ledger.<Integer>read(tables -> (int) tables.registry().settings("").stream()
                        .filter(setting -> setting.name().contains("shown")
                                && setting.name().contains(origin))
                        .count()))
                .isOne();
        nodes.restart(1);

        Liar fork = new Liar(1, stream);
        Head behind = head;
        for (int number = 6; number <= 10; number++) {
            Delivery each = fork.delivery(number, behind, 0, 1, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
            nodes.deliver(0, 1, each.toBytes());
            behind = new Head(number, each.payloadHash());
        }

        assertThat(nodes.alarms(1)).containsExactly("split-view");
    }

    /// Log 5, at a witness: a fork is one, whatever size the request names as the old one.
    @Test
    void a_fork_that_is_shown_to_a_witness_under_a_wrong_old_size_is_found() {
        nodes.postTo(0, Set.of(1), item);
        SignedCheckpoint first = nodes.at(0).checkpoints.newest();
        String origin = first.checkpoint().origin();
        SignedCheckpoint fork = nodes.at(0)
                .self
                .log()
                .sign(new Checkpoint(origin, first.checkpoint().size(), Hash.of(new byte[] {9})));
        nodes.at(2)
                .witnessing
                .addCheckpoint(Optional.empty(), origin, new AddCheckpointRequest(0, List.of(), first).encode());

        var answer = nodes.at(2)
                .witnessing
                .addCheckpoint(Optional.empty(), origin, new AddCheckpointRequest(0, List.of(), fork).encode());

        assertThat(answer.decision().status()).isEqualTo(409);
        assertThat(nodes.alarms(2)).containsExactly("split-view");
    }

    /// Log 8: what a log writes around its signature, or into what it signs, keeps nobody from showing it to others.
    @Test
    void a_fork_is_found_however_much_its_log_writes_into_what_it_shows() {
        nodes.postTo(0, Set.of(1), item);
        SignedCheckpoint first = nodes.at(0).checkpoints.newest();
        String origin = first.checkpoint().origin();
        long size = first.checkpoint().size();
        List<NoteSignature> junk = IntStream.range(0, 100)
                .mapToObj(id -> new NoteSignature(origin, id, new byte[100]))
                .toList();
        Hash other = Hash.of(new byte[] {9});
        SignedCheckpoint fork = nodes.at(0).self.log().sign(new Checkpoint(origin, size, other));
        SignedCheckpoint longer = nodes.at(0)
                .self
                .log()
                .sign(new Checkpoint(origin, size, other, List.of("x".repeat(Limits.CHECKPOINT_TEXT_BYTES_MAX))));

        assertThat(cosigned(2, longer)).isEqualTo(400);
        assertThat(cosigned(1, first.with(junk))).isEqualTo(200);
        assertThat(cosigned(2, fork.with(junk))).isEqualTo(200);
        nodes.meet(1, 2);

        assertThat(nodes.alarms(2)).containsExactly("split-view");
    }

    private int cosigned(int witness, SignedCheckpoint checkpoint) {
        byte[] request = new AddCheckpointRequest(0, List.of(), checkpoint).encode();
        return nodes.at(witness)
                .witnessing
                .addCheckpoint(Optional.empty(), checkpoint.checkpoint().origin(), request)
                .decision()
                .status();
    }

    /// Encoding, Limits: the number of a line ends before the number of a machine does.
    @Test
    void a_number_that_nothing_could_follow_is_refused_at_the_door() {
        StreamId stream = nodes.lineTo(0, 1, Lane.ROUTINE).stream();
        Head five = new Head(5, Hash.of(new byte[] {5}));
        byte[] six = new Liar(1, stream).delivery(1, five, 0, 1, item).toBytes();
        ByteBuffer number =
                ByteBuffer.allocate(40).putLong(6).put(five.payloadHash().bytes());
        int offset = offsetOf(number.array(), six);

        byte[] beyond =
                ByteBuffer.wrap(six.clone()).putLong(offset, (1L << 62) + 1).array();
        Answers answers = nodes.deliver(0, 1, beyond);

        assertThat(answers.receipts()).isEmpty();
        assertThat(DoorRefusal.parse(answers.refusal().orElseThrow().payload()).clause())
                .isEqualTo("Encoding 1");
        byte[] last = new Liar(1, stream)
                .delivery(2, new Head((1L << 62) - 1, five.payloadHash()), 0, 1, item)
                .toBytes();
        assertThat(Nodes.receipt(nodes.deliver(0, 1, last)).status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.alarms(1)).containsOnly("door", "gap");
    }

    private static int offsetOf(byte[] sought, byte[] in) {
        for (int offset = 0; offset + sought.length <= in.length; offset++) {
            if (Arrays.equals(in, offset, offset + sought.length, sought, 0, sought.length)) {
                return offset;
            }
        }
        throw new AssertionError("these bytes are not in it");
    }
}
