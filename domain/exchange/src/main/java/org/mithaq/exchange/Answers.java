// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.DsseEnvelope;

/// What a node answers to a delivery: signed receipts, or a signed refusal at the door (protocol, Receiving).
///
/// The same message carries receipts that nobody is waiting for at the moment.
///
/// @param receipts signed [Receipt]s, oldest first
/// @param refusal a signed [DoorRefusal], where there is no receipt
public record Answers(List<DsseEnvelope> receipts, Optional<DsseEnvelope> refusal) {

    /// Longest encoding.
    public static final int BYTES_MAX = 8 << 20;

    private static final int RECEIPTS_MAX = 256;

    public Answers {
        receipts = List.copyOf(receipts);
        if (receipts.size() > RECEIPTS_MAX) {
            throw new IllegalArgumentException("at most 256 receipts");
        }
    }

    /// One or more receipts.
    public static Answers of(List<DsseEnvelope> receipts) {
        return new Answers(receipts, Optional.empty());
    }

    /// A refusal at the door.
    public static Answers refused(DsseEnvelope refusal) {
        return new Answers(List.of(), Optional.of(refusal));
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(8_192);
        out.list(receipts, Envelopes::write).list(refusal.stream().toList(), Envelopes::write);
        return out.toByteArray();
    }

    /// Reads one message and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Answers parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        List<DsseEnvelope> receipts = in.list(
                "answers.receipts",
                RECEIPTS_MAX,
                each -> Envelopes.read(each, PayloadTypes.RECEIPT, Receipt.BYTES_MAX));
        List<DsseEnvelope> refusal = in.list(
                "answers.refusal", 1, each -> Envelopes.read(each, PayloadTypes.DOOR_REFUSAL, DoorRefusal.BYTES_MAX));
        in.end("answers");
        return new Answers(receipts, refusal.stream().findFirst());
    }
}
