// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;

/// The written form of a DSSE envelope between nodes (protocol, Envelopes): payload, key id, signature.
///
/// The payload type is not written: the place where an envelope stands says what it must be.
public final class Envelopes {

    private Envelopes() {}

    /// Writes payload, key id and signature.
    public static void write(CanonicalWriter out, DsseEnvelope envelope) {
        out.bytes(envelope.payload())
                .hash(envelope.keyId())
                .fixed(envelope.signature(), CompositePublicKey.SIGNATURE_BYTES);
    }

    /// Reads an envelope of the type that its place demands.
    ///
    /// @param payloadBytesMax bound of the payload
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static DsseEnvelope read(CanonicalReader in, String payloadType, int payloadBytesMax) {
        byte[] payload = in.bytes("envelope.payload", payloadBytesMax);
        return new DsseEnvelope(
                payloadType,
                payload,
                in.hash("envelope.keyId"),
                in.fixed("envelope.signature", CompositePublicKey.SIGNATURE_BYTES));
    }

    /// Length of an envelope around a payload of so many bytes.
    static int bytes(int payloadBytes) {
        return Integer.BYTES + payloadBytes + Hash.LENGTH_BYTES + CompositePublicKey.SIGNATURE_BYTES;
    }

    /// An envelope as a message of its own.
    public static byte[] toBytes(DsseEnvelope envelope) {
        CanonicalWriter out = new CanonicalWriter(4_096);
        write(out, envelope);
        return out.toByteArray();
    }

    /// Reads a message that is one envelope.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static DsseEnvelope parse(byte[] bytes, String payloadType, int payloadBytesMax) {
        CanonicalReader in = new CanonicalReader(bytes);
        DsseEnvelope envelope = read(in, payloadType, payloadBytesMax);
        in.end("envelope");
        return envelope;
    }
}
