// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.testkit.Seeds;

/// The bounds of messages: what is just too much can neither be made nor read.
class BoundsTest {

    private static final Hash SOME = Federation.hash("some");
    private static final MemberId ONE = new MemberId(Federation.hash("one"));
    private static final MemberId OTHER = new MemberId(Federation.hash("other"));

    private static void unmade(ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made);
    }

    private static void unread(ThrowingCallable read) {
        assertThatExceptionOfType(MalformedEncoding.class).isThrownBy(read);
    }

    private static OrderKey key(MemberId recipient) {
        return new OrderKey(NodeId.of(new byte[16]), recipient, Lane.ROUTINE, StreamId.of(new byte[16]));
    }

    private static Receipt receipt(Receipt.Status status, OrderKey order, List<Receipt.LeafStatus> leaves) {
        return receipt(status, order, leaves, Optional.empty(), "");
    }

    private static Receipt receipt(
            Receipt.Status status,
            OrderKey order,
            List<Receipt.LeafStatus> leaves,
            Optional<Receipt.Person> person,
            String reason) {
        return new Receipt(
                Suite.HYBRID_1,
                Federation.state().federation(),
                1,
                SOME,
                OTHER,
                ONE,
                NodeId.of(new byte[16]),
                order,
                1,
                SOME,
                status,
                "",
                reason,
                leaves,
                person,
                Receipt.Onward.NONE,
                0,
                1,
                SOME,
                0);
    }

    private static Manifest manifest(Lane lane, long deadline, List<MemberId> audience, List<Integer> positions) {
        return new Manifest(SOME, new ChannelId(SOME), audience, lane, deadline, positions, SOME, SOME);
    }

    @Test
    void a_reason_has_1024_bytes_and_no_more() {
        String longest = "é".repeat(Limits.REASON_BYTES_MAX / 2);
        assertThat(RecallStatement.parse(new RecallStatement(SOME, SOME, longest).toBytes())
                        .reason())
                .isEqualTo(longest);
        unmade(() -> new RecallStatement(SOME, SOME, longest + "x"));
        unread(() -> RecallStatement.parse(
                new CanonicalWriter().hash(SOME).hash(SOME).text(longest + "x").toByteArray()));
        unmade(() -> receipt(Receipt.Status.STORED, key(ONE), List.of(), Optional.empty(), longest + "x"));
        unmade(() -> new DoorRefusal(
                Suite.HYBRID_1, Federation.state().federation(), ONE, OTHER, SOME, "", longest + "x", true, 0));
    }

    @Test
    void names_and_clauses_are_bounded() {
        String name = "n".repeat(Limits.NAME_BYTES_MAX + 1);
        unmade(() -> new ChannelHandshake.Offer(SOME, ONE, OTHER, name));
        unmade(() -> new Receipt.Person(name, ""));
        unmade(() -> new Receipt.Person("", name));
        unmade(() -> new Receipt.LeafStatus(0, Receipt.Status.STORED, "c".repeat(Limits.CLAUSE_BYTES_MAX + 1)));
        unmade(() -> new DoorRefusal(
                Suite.HYBRID_1,
                Federation.state().federation(),
                ONE,
                OTHER,
                SOME,
                "c".repeat(Limits.CLAUSE_BYTES_MAX + 1),
                "",
                true,
                0));
    }

    @Test
    void text_that_is_not_utf_8_is_refused() {
        unread(() -> RecallStatement.parse(new CanonicalWriter()
                .hash(SOME)
                .hash(SOME)
                .bytes(new byte[] {(byte) 0xc0, (byte) 0x80})
                .toByteArray()));
    }

    @Test
    void a_receipt_is_the_word_of_the_recipient_in_its_order_key() {
        unmade(() -> receipt(Receipt.Status.STORED, key(OTHER), List.of()));
        byte[] bytes = receipt(Receipt.Status.STORED, key(ONE), List.of()).toBytes();
        // Federation, epoch, state and sender stand before the recipient; its node stands before the order key's.
        int recipient = 2 + 32 + 8 + 32 + 32;
        bytes[recipient] ^= 1;
        unread(() -> Receipt.parse(bytes));
    }

    @Test
    void the_positions_of_single_leaves_ascend() {
        Receipt.LeafStatus three = new Receipt.LeafStatus(3, Receipt.Status.RECALLED, "");
        Receipt.LeafStatus five = new Receipt.LeafStatus(5, Receipt.Status.RECALLED, "");
        byte[] bytes =
                receipt(Receipt.Status.STORED, key(ONE), List.of(three, five)).toBytes();
        assertThat(Receipt.parse(bytes).leaves()).containsExactly(three, five);
        unmade(() -> receipt(Receipt.Status.STORED, key(ONE), List.of(five, three)));
        unmade(() -> receipt(Receipt.Status.STORED, key(ONE), List.of(three, three)));
        unmade(() -> new Receipt.LeafStatus(4_096, Receipt.Status.STORED, ""));
        // Order key, sequence, payload hash, status, two empty texts and the count stand before the first position.
        int first = 2 + 32 + 8 + 32 + 32 + 32 + 16 + 65 + 8 + 32 + 1 + 4 + 4 + 4;
        bytes[first + 1] = 5;
        unread(() -> Receipt.parse(bytes));
    }

    @Test
    void an_acknowledgement_and_nothing_else_names_a_person() {
        Optional<Receipt.Person> person = Optional.of(new Receipt.Person("duty officer", "7f"));
        assertThatNoException().isThrownBy(() -> receipt(Receipt.Status.ACKNOWLEDGED, key(ONE), List.of(), person, ""));
        unmade(() -> receipt(Receipt.Status.ACKNOWLEDGED, key(ONE), List.of()));
        unmade(() -> receipt(Receipt.Status.ACCEPTED, key(ONE), List.of(), person, ""));
        unmade(() -> new Receipt.Onward(1, 2));
        unmade(() -> new Receipt.Onward(1, -1));
    }

    @Test
    void stored_and_refused_for_now_never_free_the_sender_s_copy() {
        assertThat(java.util.Arrays.stream(Receipt.Status.values()).filter(status -> !status.frees()))
                .containsExactly(Receipt.Status.STORED, Receipt.Status.REFUSED_FOR_NOW);
    }

    @Test
    void a_manifest_has_an_audience_a_leaf_and_a_deadline_if_it_is_flash() {
        List<MemberId> audience =
                java.util.stream.Stream.of(ONE, OTHER).sorted().toList();
        List<MemberId> descending = List.of(audience.get(1), audience.get(0));
        assertThatNoException().isThrownBy(() -> manifest(Lane.FLASH, 1, audience, List.of(0, 4_095)));
        unmade(() -> manifest(Lane.FLASH, 0, audience, List.of(0)));
        unmade(() -> manifest(Lane.ROUTINE, 1, audience, List.of(0)));
        unmade(() -> manifest(Lane.ROUTINE, 0, List.of(), List.of(0)));
        unmade(() -> manifest(Lane.ROUTINE, 0, descending, List.of(0)));
        unmade(() -> manifest(Lane.ROUTINE, 0, List.of(ONE, ONE), List.of(0)));
        unmade(() -> manifest(Lane.ROUTINE, 0, audience, List.of()));
        unmade(() -> manifest(Lane.ROUTINE, 0, audience, List.of(2, 1)));
        unmade(() -> manifest(Lane.ROUTINE, 0, audience, List.of(4_096)));
        unmade(() -> manifest(Lane.ROUTINE, 0, audience, List.of(-1)));
    }

    @Test
    void numbers_start_at_one_and_only_the_first_has_no_previous() {
        unmade(() -> new OrderEntry(SOME, key(ONE), 0, Hash.ZERO, SOME));
        unmade(() -> new OrderEntry(SOME, key(ONE), 1, SOME, SOME));
        unmade(() -> new OrderEntry(SOME, key(ONE), 2, Hash.ZERO, SOME));
        unmade(() -> new Head(0, SOME));
        unmade(() -> new Head(1, Hash.ZERO));
        unmade(() -> new Head(-1, SOME));
    }

    @Test
    void what_is_sent_back_names_each_leaf_of_its_table_once() {
        SentBack whole = Stream.generate(new Messages(Seeds.of(5))::sentBack)
                .filter(each -> each.table().isPresent())
                .findFirst()
                .orElseThrow();
        Leaf leaf = new Leaf(SOME, LeafKind.OBJECT, Terms.standard(), new byte[] {'{', '}'});
        ObjectTable table = whole.table().orElseThrow();
        SentBack.Kept first = new SentBack.Kept(0, leaf);
        SentBack.Kept beyond = new SentBack.Kept(table.leafHashes().size(), leaf);
        for (List<SentBack.Kept> leaves : List.of(List.of(first, first), List.of(beyond))) {
            unmade(() -> new SentBack(whole.sent(), SOME, 0, Optional.of(table), leaves, false));
        }
        unmade(() -> new SentBack(whole.sent(), SOME, 0, Optional.empty(), List.of(first), false));
        unmade(() -> new SentBack(whole.sent(), SOME, 0, Optional.of(table), List.of(), true));
        byte[] more = new SentBack(whole.sent(), SOME, 0, Optional.of(table), List.of(), false).toBytes();
        more[more.length - 1] = 1;
        unread(() -> SentBack.parse(more));
    }

    @Test
    void a_pull_asks_for_something_and_not_for_too_much() {
        StreamId stream = StreamId.of(new byte[16]);
        unmade(() -> new PullRequest.Deliveries(Lane.FLASH, stream, 0, 0));
        unmade(() -> new PullRequest.Deliveries(Lane.FLASH, stream, 0, 65));
        unmade(() -> new PullRequest.Deliveries(Lane.FLASH, stream, -1, 1));
        unmade(() -> new PullRequest.Evidence(List.of()));
        unmade(() -> new PullRequest.Evidence(Collections.nCopies(257, SOME)));
        unread(() -> PullRequest.parse(new byte[] {2, 0, 0, 0, 0}));
        unread(() -> PullRequest.parse(new byte[] {3, 0, 0, 0, 0}));
        unread(() -> PullRequest.parse(new byte[] {9, 0, 0, 0, 0}));
        unmade(() -> new PullRequest.Pieced(Lane.FLASH, stream, -1));
        unmade(() -> new PullRequest.Part(Lane.FLASH, stream, 0, 0, 1));
        unmade(() -> new PullRequest.Part(Lane.FLASH, stream, 1, 0, Piece.PART_BYTES_MAX + 1));
        unmade(() -> new PullRequest.Part(Lane.FLASH, stream, 1, Limits.CIPHERTEXT_BYTES_MAX + 1, 1));
        unmade(() -> new PullRequest.Received(Federation.node(0), Lane.FLASH, stream, 0));
        unmade(() -> new PullRequest.Received(Federation.node(0), Lane.FLASH, stream, (1L << 62) + 1));
        unmade(() -> new PullRequest.Sent(Federation.node(0), Lane.FLASH, stream, 0, 0));
        unmade(() -> new PullRequest.Sent(Federation.node(0), Lane.FLASH, stream, 1, 4_096));
        unmade(() -> new PullRequest.Receipts(List.of()));
        PullRequest.Receipts.Signed signed = new PullRequest.Receipts.Signed(SOME, Long.MAX_VALUE);
        assertThat(new PullRequest.Receipts(Collections.nCopies(256, signed)).toBytes().length)
                .isLessThanOrEqualTo(PullRequest.BYTES_MAX);
        MemberId owner = new MemberId(SOME);
        unmade(() -> new PullRequest.Records(owner, 0, 0));
        unmade(() -> new PullRequest.Records(owner, 0, 16_385));
        unmade(() -> new PullRequest.Records(owner, -1, 1));
        assertThat(new PullRequest.Evidence(Collections.nCopies(256, SOME)).toBytes().length)
                .isLessThanOrEqualTo(PullRequest.BYTES_MAX);
    }

    @Test
    void a_batch_has_contents_and_recipients_each_once() {
        List<Batch.Content> contents = List.of(Dispatched.content(1, 1));
        unmade(() -> Dispatched.batch(Lane.ROUTINE, List.of(), 1));
        unmade(() -> Dispatched.batch(Lane.ROUTINE, contents));
        unmade(() -> Dispatched.batch(Lane.ROUTINE, contents, 1, 1));
        unmade(() -> Dispatched.batch(Lane.ROUTINE, Collections.nCopies(4_097, contents.getFirst()), 1));
    }

    @Test
    void terms_labels_streams_and_lanes_are_checked() {
        unmade(() -> new Terms(Terms.Onward.UNSTATED, 6, 0, Set.of()));
        unmade(() -> new Terms(Terms.Onward.UNSTATED, 0, -1, Set.of()));
        unmade(() -> new StreamId("AB".repeat(16)));
        unmade(() -> Lane.ofNumber(3));
        unmade(() -> new Leaf(SOME, LeafKind.OBJECT, Terms.standard(), new byte[Limits.LEAF_BYTES_MAX + 1]));
        unmade(() -> new ChannelHandshake.Offer(SOME, ONE, ONE, ""));
    }

    @Test
    void a_media_statement_names_256_media_and_no_more() {
        FederationId federation = Federation.state().federation();
        byte[] most =
                new MediaStatement(Suite.HYBRID_1, federation, ONE, OTHER, 1, Collections.nCopies(256, SOME)).toBytes();
        assertThat(most).hasSize(MediaStatement.BYTES_MAX);
        assertThat(MediaStatement.parse(most).read()).hasSize(256);
        assertThat(Envelopes.toBytes(Federation.sign(1, PayloadTypes.MEDIA, most)))
                .hasSize(Envelopes.bytes(MediaStatement.BYTES_MAX));
        unmade(() -> new MediaStatement(Suite.HYBRID_1, federation, ONE, OTHER, 1, Collections.nCopies(257, SOME)));
        most[2 + 3 * 32 + 8 + 3] = 1;
        unread(() -> MediaStatement.parse(most));
    }

    @Test
    void lists_of_envelopes_and_checkpoints_are_bounded() {
        DsseEnvelope receipt = Federation.sign(1, PayloadTypes.RECEIPT, new byte[1]);
        unmade(() -> new Answers(Collections.nCopies(257, receipt), Optional.empty()));
        unmade(() -> new Greeting(receipt, Collections.nCopies(9, receipt)));
        unmade(() -> new Delivery.Withdrawn(List.of()));
        unmade(() -> new ContactStatement.Checkpointed(ONE, new byte[ContactStatement.CHECKPOINT_BYTES_MAX + 1]));
    }

    /// 256 members (Charter 4.2), 16 nodes of the peer (Charter 1.4), 64 streams of each that are known at most.
    @Test
    void the_greeting_of_the_largest_federation_is_within_its_bounds() {
        NodeId node = NodeId.of(new byte[16]);
        StreamOpening.LaneHead head =
                new StreamOpening.LaneHead(Lane.FLASH, StreamId.of(new byte[16]), new Head(1, SOME));
        int received = 16 * 64 * Lane.values().length;
        byte[] bytes = new ContactStatement(
                        Suite.HYBRID_1,
                        Federation.state().federation(),
                        1,
                        SOME,
                        OTHER,
                        node,
                        ONE,
                        1,
                        1,
                        Collections.nCopies(Lane.values().length, head),
                        Collections.nCopies(received, new ContactStatement.Received(node, head)),
                        Collections.nCopies(
                                256,
                                new ContactStatement.Checkpointed(
                                        ONE, new byte[ContactStatement.CHECKPOINT_BYTES_MAX])))
                .toBytes();
        assertThat(bytes).hasSizeLessThan(ContactStatement.BYTES_MAX);
        assertThat(ContactStatement.parse(bytes).received()).hasSize(received);
    }

    @Test
    void the_longest_stanza_and_ciphertext_are_those_of_the_seal() {
        assertThat(Limits.STANZA_BYTES).isEqualTo(org.mithaq.crypto.HpkeProvider.STANZA_BYTES);
        assertThat((long) Limits.CIPHERTEXT_BYTES_MAX)
                .isEqualTo(org.mithaq.crypto.ChunkedEncryption.sealedLength(Limits.PLAINTEXT_BYTES_MAX));
        assertThat(Limits.SIGNATURE_BYTES_MAX).isEqualTo(org.mithaq.crypto.CompositePublicKey.SIGNATURE_BYTES);
    }
}
