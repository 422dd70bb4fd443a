// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.mithaq.charter.CharterRejected;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Repository;
import org.mithaq.fuzz.Target;

/// The messages of `docs/protocol`: each has one encoding. Their golden files are the seeds.
public final class ExchangeTargets {

    private static final String GOLDEN = "domain/exchange/src/test/resources/org/mithaq/exchange/";
    private static final int SMALL_PAYLOAD_BYTES = 60;

    private ExchangeTargets() {}

    /// A dispatch and its parts.
    public static Target dispatches() {
        return new Target(
                "dispatch",
                12_000,
                List.of(),
                List.of(
                        kind("header", Header::parse, Header::toBytes),
                        kind("delivery-record", DeliveryRecord::parse, DeliveryRecord::toBytes),
                        kind("order-proof", OrderProof::parse, OrderProof::toBytes),
                        kind("leaf", Leaf::parse, Leaf::toBytes),
                        kind("manifest", Manifest::parse, Manifest::toBytes),
                        kind("object-table", ObjectTable::parse, ObjectTable::toBytes),
                        kind("log-evidence", ExchangeTargets::readLog, ExchangeTargets::write),
                        kind("relayed-object", RelayedObject::parse, RelayedObject::toBytes),
                        kind("delivery-sealed", Delivery::parse, Delivery::toBytes),
                        kind("delivery-withdrawn", Delivery::parse, Delivery::toBytes),
                        kind("delivery-rewrapped", Delivery::parse, Delivery::toBytes),
                        kind("rewrap", Rewrap::parse, Rewrap::toBytes),
                        kind("dispatch-delivery", Delivery::parse, Delivery::toBytes),
                        kind("envelope", ExchangeTargets::readEnvelope, Envelopes::toBytes),
                        new Kind(
                                "conflict",
                                Codec.canonical(MalformedEncoding.class, ConflictProof::parse, ConflictProof::toBytes),
                                List.of(conflict())),
                        new Kind(
                                "place",
                                Codec.canonical(
                                        MalformedEncoding.class,
                                        ConflictProof.Place::parse,
                                        ConflictProof.Place::toBytes),
                                List.of(place())),
                        new Kind(
                                "numbered dispatch",
                                Codec.canonical(
                                        MalformedEncoding.class,
                                        ConflictProof.Side::parse,
                                        ConflictProof.Side::toBytes),
                                List.of(side().toBytes())),
                        kind("medium", Medium::parse, Medium::toBytes)));
    }

    /// What peers answer and ask.
    public static Target peers() {
        return new Target(
                "peer",
                12_000,
                List.of(),
                List.of(
                        kind("receipt", Receipt::parse, Receipt::toBytes),
                        kind("door-refusal", DoorRefusal::parse, DoorRefusal::toBytes),
                        kind("contact-statement", ContactStatement::parse, ContactStatement::toBytes),
                        kind("stream-opening", StreamOpening::parse, StreamOpening::toBytes),
                        kind("greeting", Greeting::parse, Greeting::toBytes),
                        kind("answers", Answers::parse, Answers::toBytes),
                        kind("parcels", Parcels::parse, Parcels::toBytes),
                        kind("pull-deliveries", PullRequest::parse, PullRequest::toBytes),
                        kind("pull-evidence", PullRequest::parse, PullRequest::toBytes),
                        kind("recall-statement", RecallStatement::parse, RecallStatement::toBytes),
                        kind("channel-offer", ChannelHandshake::parse, ChannelHandshake::toBytes),
                        kind("channel-answer", ChannelHandshake::parse, ChannelHandshake::toBytes),
                        kind("pull-receipts", PullRequest::parse, PullRequest::toBytes),
                        kind("pull-received", PullRequest::parse, PullRequest::toBytes),
                        kind("pull-pieced", PullRequest::parse, PullRequest::toBytes),
                        kind("pull-part", PullRequest::parse, PullRequest::toBytes),
                        kind("carriage", Carriage::parse, Carriage::toBytes),
                        kind("piece", Piece::parse, Piece::toBytes),
                        kind("pieces-held", PiecesHeld::parse, PiecesHeld::toBytes),
                        kind("pieced-delivery", PiecedDelivery::parse, PiecedDelivery::toBytes),
                        kind("pull-records", PullRequest::parse, PullRequest::toBytes),
                        kind("pull-sent", PullRequest::parse, PullRequest::toBytes),
                        kind("sent-back", SentBack::parse, SentBack::toBytes),
                        kind("media-statement", MediaStatement::parse, MediaStatement::toBytes)));
    }

    /// Evidence as a file, read and verified.
    public static Target evidence() {
        byte[] bundle = Repository.bytes(GOLDEN + "evidence-bundle.bin");
        SignatureProvider signatures = SignatureProvider.best();
        return new Target(
                "evidence",
                1 << 17,
                List.of(EvidenceBundle.MAGIC),
                List.of(
                        Kind.of(
                                "file",
                                Codec.canonical(
                                        Set.of(MalformedEncoding.class, CharterRejected.class),
                                        EvidenceBundle::parse,
                                        EvidenceBundle::toBytes),
                                bundle),
                        Kind.of(
                                "verified",
                                Codec.readOnly(
                                        Set.of(
                                                MalformedEncoding.class,
                                                CharterRejected.class,
                                                ContentRejected.class,
                                                DoorRejected.class),
                                        input -> EvidenceBundle.verify(signatures, input)),
                                bundle)));
    }

    private static <T> Kind kind(String golden, Codec.Reading<T> reading, Function<T, byte[]> writing) {
        return Kind.of(
                golden,
                Codec.canonical(MalformedEncoding.class, reading, writing),
                Repository.bytes(GOLDEN + golden + ".bin"));
    }

    private static LogEvidence readLog(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        LogEvidence evidence = LogEvidence.read(in);
        in.end("log evidence");
        return evidence;
    }

    private static byte[] write(LogEvidence evidence) {
        CanonicalWriter out = new CanonicalWriter();
        evidence.write(out);
        return out.toByteArray();
    }

    private static DsseEnvelope readEnvelope(byte[] bytes) {
        return Envelopes.parse(bytes, PayloadTypes.RECEIPT, SMALL_PAYLOAD_BYTES);
    }

    private static ConflictProof.Side side() {
        Delivery delivery = Delivery.parse(Repository.bytes(GOLDEN + "dispatch-delivery.bin"));
        return new ConflictProof.Side(
                delivery.envelope(), new ConflictProof.Place(delivery.record(), delivery.order()));
    }

    private static byte[] conflict() {
        return new ConflictProof(side(), side()).toBytes();
    }

    private static byte[] place() {
        return side().place().toBytes();
    }
}
