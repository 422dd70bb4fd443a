// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;

/// What one recipient is sent of a dispatch (protocol, Delivery): its own stanza and order proof, and nobody else's.
///
/// @param envelope the signed header
/// @param record what the header's delivery hash covers
/// @param order this recipient's number
/// @param body the sealed content, or what was recalled instead of it
/// @param log where the dispatch stands in the sender's log
public record Delivery(DsseEnvelope envelope, DeliveryRecord record, OrderProof order, Body body, LogEvidence log) {

    /// Longest encoding.
    public static final int BYTES_MAX =
            Limits.CIPHERTEXT_BYTES_MAX + Limits.CHECKPOINT_BYTES_MAX + 16_384 + Delivery.RECALLS_MAX * 8_192;

    private static final int RECALLS_MAX = 64;

    /// The content, or why there is none.
    public sealed interface Body {}

    /// Sealed content.
    ///
    /// @param stanza the recipient's wrapped content key
    /// @param ciphertext handed over, not copied
    public record Sealed(byte[] stanza, byte[] ciphertext) implements Body {}

    /// The same sealed content, for a recipient that has replaced its sealing key since the dispatch was numbered.
    ///
    /// @param rewrap the envelope of a [Rewrap]
    /// @param ciphertext handed over, not copied
    public record Rewrapped(DsseEnvelope rewrap, byte[] ciphertext) implements Body {}

    /// A leaf was recalled before the dispatch got here: order advances, and nothing is there to be read.
    ///
    /// @param recalls proofs of one or more recalls of leaves of this dispatch, by its sender
    public record Withdrawn(List<RelayedObject> recalls) implements Body {

        public Withdrawn {
            recalls = List.copyOf(recalls);
            if (recalls.isEmpty() || recalls.size() > RECALLS_MAX) {
                throw new IllegalArgumentException("1 to 64 recalls");
            }
        }
    }

    /// Identity of the dispatch.
    public Hash payloadHash() {
        return envelope.payloadHash();
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        int size = switch (body) {
            case Sealed sealed -> sealed.ciphertext.length;
            case Rewrapped rewrapped -> 8_192 + rewrapped.ciphertext.length;
            case Withdrawn _ -> 65_536;
        };
        CanonicalWriter out = new CanonicalWriter(16_384 + size);
        out.u16(Suite.HYBRID_1.number());
        Envelopes.write(out, envelope);
        record.write(out);
        order.write(out);
        switch (body) {
            case Sealed sealed ->
                out.u8(1).fixed(sealed.stanza, Limits.STANZA_BYTES).bytes(sealed.ciphertext);
            case Withdrawn withdrawn -> out.u8(2).list(withdrawn.recalls, (to, recall) -> to.bytes(recall.toBytes()));
            case Rewrapped rewrapped -> {
                Envelopes.write(out.u8(3), rewrapped.rewrap);
                out.bytes(rewrapped.ciphertext);
            }
        }
        log.write(out);
        return out.toByteArray();
    }

    /// Reads one delivery and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Delivery parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        Suite.read(in);
        DsseEnvelope envelope = Envelopes.read(in, PayloadTypes.DISPATCH, Header.LENGTH_BYTES);
        DeliveryRecord record = DeliveryRecord.read(in);
        OrderProof order = OrderProof.read(in);
        Body body = readBody(in);
        Delivery delivery = new Delivery(envelope, record, order, body, LogEvidence.read(in));
        in.end("delivery");
        return delivery;
    }

    private static Body readBody(CanonicalReader in) {
        int kind = in.u8("delivery.body");
        return switch (kind) {
            case 1 ->
                new Sealed(
                        in.fixed("delivery.stanza", Limits.STANZA_BYTES),
                        in.bytes("delivery.ciphertext", Limits.CIPHERTEXT_BYTES_MAX));
            case 2 -> {
                List<RelayedObject> recalls = in.list(
                        "delivery.recalls",
                        RECALLS_MAX,
                        each -> RelayedObject.parse(each.bytes("delivery.recall", RelayedObject.BYTES_MAX)));
                if (recalls.isEmpty()) {
                    throw in.refuse("delivery.recalls", "at least one");
                }
                yield new Withdrawn(recalls);
            }
            case 3 ->
                new Rewrapped(
                        Envelopes.read(in, PayloadTypes.REWRAP, Rewrap.LENGTH_BYTES),
                        in.bytes("delivery.ciphertext", Limits.CIPHERTEXT_BYTES_MAX));
            default -> throw in.refuse("delivery.body", "1, 2 or 3, and not " + kind);
        };
    }
}
