// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Dead Simple Signing Envelope 1.0.0 with composite signatures: one payload, one type, one signature.
///
/// The signature covers the exact bytes of the payload and its type, so that a message of one kind can never be shown
/// as one of another.
public final class Dsse {

    /// Longest payload type in characters.
    public static final int PAYLOAD_TYPE_MAX = 255;

    private Dsse() {}

    /// `PAE(type, body) = "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body` (DSSE protocol, *Signature Definition*).
    ///
    /// @param payloadType 1 to 255 visible ASCII characters
    /// @throws IllegalArgumentException if the type is anything else
    public static byte[] pae(String payloadType, byte[] payload) {
        byte[] head = paeHead(payloadType, payload.length);
        byte[] encoded = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, encoded, head.length, payload.length);
        return encoded;
    }

    /// The identity of a payload in the whole protocol: SHA-256 over [#pae]. Independent of who signed it, and how
    /// often.
    ///
    /// @param payloadType 1 to 255 visible ASCII characters
    /// @throws IllegalArgumentException if the type is anything else
    public static Hash payloadHash(String payloadType, byte[] payload) {
        return Hash.of(paeHead(payloadType, payload.length), payload);
    }

    /// Signs `payload` under its type.
    ///
    /// @param payloadType 1 to 255 visible ASCII characters, one for each kind of message
    /// @throws IllegalArgumentException if the type is anything else
    public static DsseEnvelope sign(
            SignatureProvider signatures, CompositePrivateKey key, String payloadType, byte[] payload) {
        byte[] signature = signatures.sign(key, pae(payloadType, payload));
        return new DsseEnvelope(payloadType, payload, key.publicKey().keyId(), signature);
    }

    /// The payload of `envelope`, once it is proved that `key` signed it as a `payloadType`.
    ///
    /// Follows the DSSE protocol, *To verify*; decoding and parsing are the caller's.
    ///
    /// @param key the key of the expected signer, which the caller trusts for reasons of its own
    /// @param payloadType the kind of message that the caller is ready for, never merely what the envelope says
    /// @throws SignatureRejected if type or key are others, or the signature is invalid
    public static byte[] verify(
            SignatureProvider signatures, CompositePublicKey key, String payloadType, DsseEnvelope envelope) {
        if (!envelope.payloadType().equals(payloadType)) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.OTHER_TYPE, "DSSE: the envelope's payload type is not the expected one");
        }
        if (!envelope.keyId().equals(key.keyId())) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.OTHER_KEY, "DSSE: the envelope names another key than the expected one");
        }
        byte[] payload = envelope.payload();
        if (!signatures.verify(key, pae(payloadType, payload), envelope.signature())) {
            throw new SignatureRejected(
                    SignatureRejected.Reason.INVALID,
                    "DSSE: the signature is not one by the expected key over this type and payload");
        }
        return payload;
    }

    /// Whether `candidate` can be a payload type: 1 to 255 visible ASCII characters, no blank among them.
    static boolean isPayloadType(String candidate) {
        return !candidate.isEmpty()
                && candidate.length() <= PAYLOAD_TYPE_MAX
                && candidate.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static byte[] paeHead(String payloadType, int payloadBytes) {
        if (!isPayloadType(payloadType)) {
            throw new IllegalArgumentException("a DSSE payload type has 1 to 255 visible ASCII characters");
        }
        return ("DSSEv1 " + payloadType.length() + " " + payloadType + " " + payloadBytes + " ")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
