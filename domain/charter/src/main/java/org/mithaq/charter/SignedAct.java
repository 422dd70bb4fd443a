// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;

/// The payload of an act, as it was signed, and the signatures under it (Charter 3.2). That it exists says nothing
/// about either; [Charter#fold] does. Immutable.
public final class SignedAct implements CharterEntry {

    /// Most endorsements of one act.
    public static final int ENDORSEMENTS_MAX = 256;

    /// Longest encoding in bytes.
    public static final int ENCODING_BYTES_MAX = Act.PAYLOAD_BYTES_MAX
            + ENDORSEMENTS_MAX * (2 * Hash.LENGTH_BYTES + CompositePublicKey.SIGNATURE_BYTES)
            + Act.PAYLOAD_TYPE.length()
            + 3 * Integer.BYTES;

    private final byte[] payload;
    private final List<Endorsement> endorsements;

    /// @param payload 1 to [Act#PAYLOAD_BYTES_MAX] bytes, copied
    /// @param endorsements 0 to [#ENDORSEMENTS_MAX]
    public SignedAct(byte[] payload, List<Endorsement> endorsements) {
        if (payload.length > Act.PAYLOAD_BYTES_MAX) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, CharterClause.ACT_FORM, payload.length + " bytes");
        }
        Bounds.count(endorsements, 0, ENDORSEMENTS_MAX, CharterClause.ACT_ENCODING, "endorsements");
        this.payload = payload.clone();
        this.endorsements = List.copyOf(endorsements);
    }

    /// Reads what [#encode] writes, and refuses every other spelling of it.
    ///
    /// @param encoding of any length
    /// @throws CharterRejected if it is no signed act
    public static SignedAct decode(byte[] encoding) {
        if (encoding.length > ENCODING_BYTES_MAX) {
            throw new CharterRejected(
                    CharterRejected.Code.TOO_MUCH, CharterClause.ACT_ENCODING, encoding.length + " bytes");
        }
        try {
            CanonicalReader reader = new CanonicalReader(encoding);
            if (!reader.text("payload type", Dsse.PAYLOAD_TYPE_MAX).equals(Act.PAYLOAD_TYPE)) {
                throw reader.refuse("payload type", Act.PAYLOAD_TYPE);
            }
            byte[] payload = reader.bytes("payload", Act.PAYLOAD_BYTES_MAX);
            List<Endorsement> endorsements =
                    reader.list("endorsements", ENDORSEMENTS_MAX, SignedAct::decodeEndorsement);
            reader.end("signed act");
            return new SignedAct(payload, endorsements);
        } catch (MalformedEncoding e) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.ACT_ENCODING, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public byte[] encode() {
        CanonicalWriter writer = new CanonicalWriter(payload.length + 4_096 * (1 + endorsements.size()));
        return writer.text(Act.PAYLOAD_TYPE)
                .bytes(payload)
                .list(
                        endorsements,
                        (to, endorsement) -> to.hash(endorsement.member().hash())
                                .hash(endorsement.keyId())
                                .fixed(endorsement.signature(), CompositePublicKey.SIGNATURE_BYTES))
                .toByteArray();
    }

    /// A copy of the payload, whether or not anybody endorsed it.
    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public Hash payloadHash() {
        return Dsse.payloadHash(Act.PAYLOAD_TYPE, payload);
    }

    /// The endorsements, in the order in which they came.
    public List<Endorsement> endorsements() {
        return endorsements;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedAct act
                && Arrays.equals(payload, act.payload)
                && endorsements.equals(act.endorsements);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(payload);
    }

    /// The name and how many endorsed it.
    @Override
    public String toString() {
        return "SignedAct(%s, %d endorsements)".formatted(payloadHash(), endorsements.size());
    }

    private static Endorsement decodeEndorsement(CanonicalReader reader) {
        return new Endorsement(
                new MemberId(reader.hash("member")),
                reader.hash("key id"),
                reader.fixed("signature", CompositePublicKey.SIGNATURE_BYTES));
    }
}
