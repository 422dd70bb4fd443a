// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.util.Arrays;

/// A payload, its type and one signature over both (DSSE 1.0.0). Immutable: arrays are copied in and out.
///
/// That an envelope exists says nothing about its signature; [Dsse#verify] does. Two envelopes of one payload may
/// differ
/// in their signatures: what identifies the payload is [#payloadHash].
public final class DsseEnvelope {

    private final String payloadType;
    private final byte[] payload;
    private final Hash keyId;
    private final byte[] signature;

    /// @param payloadType what the payload is, 1 to 255 visible ASCII characters
    /// @param payload the exact bytes that were signed; whoever read them from outside limited their length
    /// @param keyId [CompositePublicKey#keyId] of the signer, a hint that the signature does not cover
    /// @param signature 3,373 bytes of `id-MLDSA65-Ed25519-SHA512`
    /// @throws SignatureRejected with reason MALFORMED if type or signature are not of that form
    public DsseEnvelope(String payloadType, byte[] payload, Hash keyId, byte[] signature) {
        if (!Dsse.isPayloadType(payloadType)) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.MALFORMED, "DSSE: expected a payload type of 1 to 255 visible characters");
        }
        if (signature.length != CompositePublicKey.SIGNATURE_BYTES) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.MALFORMED,
                    "DSSE: expected a composite signature of 3,373 bytes, found " + signature.length);
        }
        this.payloadType = payloadType;
        this.payload = payload.clone();
        this.keyId = keyId;
        this.signature = signature.clone();
    }

    /// What the payload is said to be.
    public String payloadType() {
        return payloadType;
    }

    /// A copy of the payload, whether or not its signature was verified.
    public byte[] payload() {
        return payload.clone();
    }

    /// Who is said to have signed.
    public Hash keyId() {
        return keyId;
    }

    /// A copy of the signature.
    public byte[] signature() {
        return signature.clone();
    }

    /// The identity of the payload under its type; see [Dsse#payloadHash].
    public Hash payloadHash() {
        return Dsse.payloadHash(payloadType, payload);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DsseEnvelope envelope
                && payloadType.equals(envelope.payloadType)
                && keyId.equals(envelope.keyId)
                && Arrays.equals(payload, envelope.payload)
                && Arrays.equals(signature, envelope.signature);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(payload) + Arrays.hashCode(signature);
    }

    /// Type, key and length; the payload is hostile until verified, and too long.
    @Override
    public String toString() {
        return "DsseEnvelope(%s, %d bytes, key %s)".formatted(payloadType, payload.length, keyId);
    }
}
