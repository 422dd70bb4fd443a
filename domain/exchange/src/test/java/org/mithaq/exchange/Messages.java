// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;
import org.mithaq.tlog.InclusionProof;

/// Every kind of message, with values drawn from a seed. Signatures and proofs among them are noise.
final class Messages extends Draws {

    Messages(RandomGenerator random) {
        super(random);
    }

    static List<MessageKind<?>> kinds() {
        return List.of(
                new MessageKind<>("header", true, Messages::header, Header::toBytes, Header::parse),
                new MessageKind<>(
                        "delivery-record", true, Messages::record, DeliveryRecord::toBytes, DeliveryRecord::parse),
                new MessageKind<>("order-proof", true, Messages::orderProof, OrderProof::toBytes, OrderProof::parse),
                new MessageKind<>("leaf", true, Messages::leaf, Leaf::toBytes, Leaf::parse),
                new MessageKind<>("manifest", true, Messages::manifest, Manifest::toBytes, Manifest::parse),
                new MessageKind<>("object-table", true, Messages::table, ObjectTable::toBytes, ObjectTable::parse),
                new MessageKind<>("log-evidence", false, Messages::log, Messages::write, Messages::readLog),
                new MessageKind<>(
                        "relayed-object", false, Messages::relayed, RelayedObject::toBytes, RelayedObject::parse),
                new MessageKind<>("delivery-sealed", false, Messages::sealed, Delivery::toBytes, Delivery::parse),
                new MessageKind<>("delivery-withdrawn", false, Messages::withdrawn, Delivery::toBytes, Delivery::parse),
                new MessageKind<>("delivery-rewrapped", false, Messages::rewrapped, Delivery::toBytes, Delivery::parse),
                new MessageKind<>("rewrap", false, Messages::rewrap, Rewrap::toBytes, Rewrap::parse),
                new MessageKind<>("receipt", true, Messages::receipt, Receipt::toBytes, Receipt::parse),
                new MessageKind<>("door-refusal", true, Messages::refusal, DoorRefusal::toBytes, DoorRefusal::parse),
                new MessageKind<>(
                        "contact-statement", false, Messages::said, ContactStatement::toBytes, ContactStatement::parse),
                new MessageKind<>(
                        "stream-opening", true, Messages::opening, StreamOpening::toBytes, StreamOpening::parse),
                new MessageKind<>("greeting", true, Messages::greeting, Greeting::toBytes, Greeting::parse),
                new MessageKind<>("answers", true, Messages::answers, Answers::toBytes, Answers::parse),
                new MessageKind<>("parcels", false, Messages::parcels, Parcels::toBytes, Parcels::parse),
                new MessageKind<>("pull-deliveries", true, Messages::pull, PullRequest::toBytes, PullRequest::parse),
                new MessageKind<>("pull-evidence", true, Messages::evidence, PullRequest::toBytes, PullRequest::parse),
                new MessageKind<>("pull-receipts", true, Messages::receipts, PullRequest::toBytes, PullRequest::parse),
                new MessageKind<>("pull-received", true, Messages::received, PullRequest::toBytes, PullRequest::parse),
                new MessageKind<>("pull-pieced", true, Messages::pullPieced, PullRequest::toBytes, PullRequest::parse),
                new MessageKind<>("pull-part", true, Messages::pullPart, PullRequest::toBytes, PullRequest::parse),
                new MessageKind<>("carriage", false, Messages::carriage, Carriage::toBytes, Carriage::parse),
                new MessageKind<>("piece", false, Messages::piece, Piece::toBytes, Piece::parse),
                new MessageKind<>("pieces-held", true, Messages::held, PiecesHeld::toBytes, PiecesHeld::parse),
                new MessageKind<>(
                        "pieced-delivery", false, Messages::pieced, PiecedDelivery::toBytes, PiecedDelivery::parse),
                new MessageKind<>("pull-records", true, Messages::records, PullRequest::toBytes, PullRequest::parse),
                new MessageKind<>("pull-sent", true, Messages::sent, PullRequest::toBytes, PullRequest::parse),
                new MessageKind<>("sent-back", false, Messages::sentBack, SentBack::toBytes, SentBack::parse),
                new MessageKind<>(
                        "recall-statement", true, Messages::recall, RecallStatement::toBytes, RecallStatement::parse),
                new MessageKind<>(
                        "channel-offer", true, Messages::offer, ChannelHandshake::toBytes, ChannelHandshake::parse),
                new MessageKind<>(
                        "channel-answer", true, Messages::answer, ChannelHandshake::toBytes, ChannelHandshake::parse),
                new MessageKind<>(
                        "media-statement", true, Messages::mediaRead, MediaStatement::toBytes, MediaStatement::parse),
                new MessageKind<>("medium", true, Messages::medium, Medium::toBytes, Medium::parse),
                new MessageKind<>(
                        "envelope",
                        true,
                        messages -> messages.envelope(PayloadTypes.RECEIPT, 60),
                        Envelopes::toBytes,
                        bytes -> Envelopes.parse(bytes, PayloadTypes.RECEIPT, 60)));
    }

    private Header header() {
        return new Header(
                Suite.HYBRID_1,
                federation(),
                u64(),
                hash(),
                member(),
                u32(),
                new DispatchId(hash()),
                u64(),
                random.nextBoolean(),
                hash(),
                hash(),
                hash());
    }

    private DeliveryRecord record() {
        return new DeliveryRecord(hash(), hash(), random.nextInt(Limits.PLAINTEXT_BYTES_MAX + 1), hash());
    }

    private OrderKey orderKey(MemberId recipient) {
        return new OrderKey(node(), recipient, lane(), stream());
    }

    private OrderProof orderProof() {
        boolean first = random.nextInt(4) == 0;
        OrderEntry entry = new OrderEntry(
                hash(),
                orderKey(member()),
                first ? 1 : Math.min(2 + u64() / 2, Limits.SEQUENCE_MAX),
                first ? Hash.ZERO : hash(),
                hash());
        return new OrderProof(entry, random.nextInt(4_096), path());
    }

    private Leaf leaf() {
        LeafKind[] alone = {LeafKind.OBJECT, LeafKind.RECALL, LeafKind.HANDSHAKE};
        return new Leaf(hash(), one(alone), terms(), Seeds.bytes(random, random.nextInt(80)));
    }

    private Manifest manifest() {
        Set<MemberId> audience = new TreeSet<>(some(4, index -> member()));
        audience.add(member());
        Set<Integer> positions = new TreeSet<>(some(5, index -> random.nextInt(4_096)));
        positions.add(random.nextInt(4_096));
        Lane lane = lane();
        return new Manifest(
                hash(),
                new ChannelId(hash()),
                List.copyOf(audience),
                lane,
                lane == Lane.FLASH ? 1 + u64() / 2 : 0,
                List.copyOf(positions),
                hash(),
                hash());
    }

    private ObjectTable table() {
        Manifest manifest = manifest();
        return new ObjectTable(
                manifest, manifest.positions().stream().map(position -> hash()).toList());
    }

    private LogEvidence log() {
        long size = 1 + u64() / 2;
        long index = random.nextLong(size);
        return new LogEvidence(
                new InclusionProof(index, size, some(6, level -> hash())), Seeds.bytes(random, random.nextInt(200)));
    }

    private static byte[] write(LogEvidence evidence) {
        CanonicalWriter out = new CanonicalWriter();
        evidence.write(out);
        return out.toByteArray();
    }

    private static LogEvidence readLog(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        LogEvidence evidence = LogEvidence.read(in);
        in.end("log evidence");
        return evidence;
    }

    private RelayedObject relayed() {
        return new RelayedObject(
                envelope(PayloadTypes.DISPATCH, Header.LENGTH_BYTES),
                leaf(),
                random.nextInt(4_096),
                path(),
                hash(),
                log());
    }

    private Delivery delivery(Delivery.Body body) {
        return new Delivery(envelope(PayloadTypes.DISPATCH, Header.LENGTH_BYTES), record(), orderProof(), body, log());
    }

    private Delivery sealed() {
        return delivery(new Delivery.Sealed(
                Seeds.bytes(random, Limits.STANZA_BYTES), Seeds.bytes(random, random.nextInt(300))));
    }

    private Delivery withdrawn() {
        return delivery(new Delivery.Withdrawn(List.of(relayed())));
    }

    private Delivery rewrapped() {
        return delivery(new Delivery.Rewrapped(
                envelope(PayloadTypes.REWRAP, Rewrap.LENGTH_BYTES), Seeds.bytes(random, random.nextInt(300))));
    }

    private Rewrap rewrap() {
        byte[] stanza = Seeds.bytes(random, Limits.STANZA_BYTES);
        return new Rewrap(Suite.HYBRID_1, federation(), member(), member(), hash(), 1 + u32() / 2, stanza);
    }

    private Receipt receipt() {
        MemberId recipient = member();
        Receipt.Status status = status();
        Set<Integer> positions = new TreeSet<>(some(4, index -> random.nextInt(4_096)));
        List<Receipt.LeafStatus> leaves = positions.stream()
                .map(position -> new Receipt.LeafStatus(position, status(), text()))
                .toList();
        int holders = u32();
        return new Receipt(
                Suite.HYBRID_1,
                federation(),
                u64(),
                hash(),
                member(),
                recipient,
                node(),
                orderKey(recipient),
                Math.min(u64(), Limits.SEQUENCE_MAX),
                hash(),
                status,
                text(),
                text(),
                leaves,
                status == Receipt.Status.ACKNOWLEDGED
                        ? Optional.of(new Receipt.Person(text(), text()))
                        : Optional.empty(),
                new Receipt.Onward(holders, holders == 0 ? 0 : random.nextInt(holders)),
                u64(),
                u64(),
                hash(),
                u64());
    }

    private Receipt.Status status() {
        return one(Receipt.Status.values());
    }

    private DoorRefusal refusal() {
        return new DoorRefusal(
                Suite.HYBRID_1, federation(), member(), member(), hash(), text(), text(), random.nextBoolean(), u64());
    }

    private ContactStatement said() {
        return new ContactStatement(
                Suite.HYBRID_1,
                federation(),
                u64(),
                hash(),
                member(),
                node(),
                member(),
                u64(),
                u32(),
                some(3, index -> laneHead()),
                some(3, index -> new ContactStatement.Received(node(), laneHead())),
                some(
                        3,
                        index ->
                                new ContactStatement.Checkpointed(member(), Seeds.bytes(random, random.nextInt(100)))));
    }

    private StreamOpening opening() {
        return new StreamOpening(
                Suite.HYBRID_1,
                federation(),
                member(),
                node(),
                member(),
                stream(),
                u64(),
                some(3, index -> laneHead()));
    }

    private Greeting greeting() {
        return new Greeting(
                envelope(PayloadTypes.CONTACT, random.nextInt(100)),
                some(2, index -> envelope(PayloadTypes.STREAM_OPENING, random.nextInt(100))));
    }

    private Answers answers() {
        return new Answers(
                some(2, index -> envelope(PayloadTypes.RECEIPT, random.nextInt(100))),
                some(1, index -> envelope(PayloadTypes.DOOR_REFUSAL, random.nextInt(100))).stream()
                        .findFirst());
    }

    private Parcels parcels() {
        return new Parcels(some(4, index -> Seeds.bytes(random, random.nextInt(100))));
    }

    private PullRequest pull() {
        return new PullRequest.Deliveries(
                lane(), stream(), Math.min(u64(), Limits.SEQUENCE_MAX), 1 + random.nextInt(64));
    }

    private PullRequest evidence() {
        List<Hash> hashes = some(5, index -> hash());
        hashes.add(hash());
        return new PullRequest.Evidence(hashes);
    }

    private PullRequest receipts() {
        return new PullRequest.Receipts(List.of(new PullRequest.Receipts.Signed(hash(), u64())));
    }

    private PullRequest received() {
        return new PullRequest.Received(node(), lane(), stream(), 1 + Math.min(u64(), Limits.SEQUENCE_MAX - 1));
    }

    private PullRequest records() {
        return new PullRequest.Records(member(), u64(), 1 + random.nextInt(16_384));
    }

    private PullRequest pullPieced() {
        return new PullRequest.Pieced(lane(), stream(), Math.min(u64(), Limits.SEQUENCE_MAX));
    }

    private PullRequest pullPart() {
        return new PullRequest.Part(
                lane(),
                stream(),
                1 + Math.min(u64(), Limits.SEQUENCE_MAX - 1),
                random.nextInt(1 << 24),
                1 + random.nextInt(Piece.PART_BYTES_MAX));
    }

    private Carriage carriage() {
        return new Carriage(one(Carriage.Kind.values()), member(), Seeds.bytes(random, random.nextInt(100)));
    }

    private Piece piece() {
        byte[] bytes = Seeds.bytes(random, random.nextInt(100));
        int offset = random.nextInt(1 << 20);
        return new Piece(hash(), 1 + offset + bytes.length + random.nextInt(1 << 20), offset, bytes);
    }

    private PiecesHeld held() {
        return new PiecesHeld(random.nextInt(1 << 24));
    }

    private PiecedDelivery pieced() {
        return random.nextBoolean()
                ? new PiecedDelivery(
                        Seeds.bytes(random, random.nextInt(300)),
                        hash(),
                        1 + random.nextInt(1 << 20),
                        Seeds.bytes(random, random.nextInt(300)))
                : PiecedDelivery.of(withdrawn());
    }

    private PullRequest sent() {
        return new PullRequest.Sent(
                node(), lane(), stream(), 1 + Math.min(u64(), Limits.SEQUENCE_MAX - 1), random.nextInt(4_096));
    }

    SentBack sentBack() {
        var side = new ConflictProof.Side(
                envelope(PayloadTypes.DISPATCH, Header.LENGTH_BYTES), new ConflictProof.Place(record(), orderProof()));
        if (random.nextInt(4) == 0) {
            return new SentBack(side, hash(), u64(), Optional.empty(), List.of(), false);
        }
        ObjectTable table = table();
        List<SentBack.Kept> leaves = new ArrayList<>();
        for (int index = 0; index < table.leafHashes().size(); index++) {
            if (random.nextBoolean()) {
                leaves.add(new SentBack.Kept(index, leaf()));
            }
        }
        boolean more = !leaves.isEmpty() && random.nextBoolean();
        return new SentBack(side, hash(), u64(), Optional.of(table), leaves, more);
    }

    private RecallStatement recall() {
        return new RecallStatement(hash(), hash(), text());
    }

    private MediaStatement mediaRead() {
        return new MediaStatement(Suite.HYBRID_1, federation(), member(), member(), u64(), some(3, index -> hash()));
    }

    Medium medium() {
        return new Medium(
                Suite.HYBRID_1,
                federation(),
                member(),
                member(),
                Medium.Id.of(Seeds.bytes(random, Medium.Id.LENGTH_BYTES)),
                u64());
    }

    private ChannelHandshake offer() {
        return new ChannelHandshake.Offer(hash(), member(), member(), text());
    }

    private ChannelHandshake answer() {
        return new ChannelHandshake.Answer(new ChannelId(hash()), random.nextBoolean());
    }
}
