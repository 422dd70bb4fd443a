// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// A card that its member's root key is proved to have signed (Charter 2). None exists without that proof.
public final class CertifiedCard {

    /// The DSSE payload type of a card.
    public static final String PAYLOAD_TYPE = "application/vnd.mithaq.card.v1+json";

    /// Longest card in bytes, before its envelope.
    public static final int CARD_BYTES_MAX = CardJson.BYTES_MAX;

    /// Longest envelope in bytes: card and signature in base64, and the names around them.
    public static final int ENVELOPE_BYTES_MAX = 49_152;

    private static final JsonLimits LIMITS = new JsonLimits(ENVELOPE_BYTES_MAX, 4, 16, 44_000);

    private final MemberCard card;
    private final DsseEnvelope envelope;

    private CertifiedCard(MemberCard card, DsseEnvelope envelope) {
        this.card = card;
        this.envelope = envelope;
    }

    /// Signs `card` with the root key that it names.
    ///
    /// @throws CharterRejected if it names another, or is longer than [#CARD_BYTES_MAX]
    public static CertifiedCard certify(SignatureProvider signatures, CompositePrivateKey rootKey, MemberCard card) {
        if (!rootKey.publicKey().equals(card.rootKey())) {
            throw new CharterRejected(
                    CharterRejected.Code.UNPROVEN,
                    CharterClause.CARD_SIGNATURE,
                    "root key " + rootKey.publicKey().keyId());
        }
        byte[] payload = CardJson.write(card);
        if (payload.length > CARD_BYTES_MAX) {
            throw new CharterRejected(
                    CharterRejected.Code.TOO_MUCH, CharterClause.CARD_FORM, payload.length + " bytes");
        }
        return new CertifiedCard(card, Dsse.sign(signatures, rootKey, PAYLOAD_TYPE, payload));
    }

    /// The card in `envelope`, once it is proved that the root key it names signed it. That this root is the one of the
    /// organisation it claims to be is for people to verify, by a second way.
    ///
    /// @throws CharterRejected if the payload is no card, or the signature is not its root's
    public static CertifiedCard verify(SignatureProvider signatures, DsseEnvelope envelope) {
        MemberCard card = CardJson.read(envelope.payload());
        try {
            Dsse.verify(signatures, card.rootKey(), PAYLOAD_TYPE, envelope);
        } catch (SignatureRejected e) {
            throw new CharterRejected(
                    CharterRejected.Code.UNPROVEN,
                    CharterClause.CARD_SIGNATURE,
                    e.reason() + " of " + card.id().hex());
        }
        return new CertifiedCard(card, envelope);
    }

    /// Reads what [#toJson] writes, and verifies it.
    ///
    /// @param json the file of a certified card, of any length
    /// @throws CharterRejected if it is none
    public static CertifiedCard parse(SignatureProvider signatures, byte[] json) {
        return read(signatures, Fields.canonicalObject(json, LIMITS, CharterClause.CARD_ENVELOPE));
    }

    /// The card that `value` holds, as [#parse]; the caller has checked that it stands in canonical form.
    static CertifiedCard read(SignatureProvider signatures, JsonValue value) {
        Fields envelope = Fields.of(value, CharterClause.CARD_ENVELOPE, "payload", "payloadType", "signatures");
        List<Fields> signed =
                envelope.list("signatures", 1, each -> Fields.of(each, CharterClause.CARD_ENVELOPE, "keyid", "sig"));
        if (signed.isEmpty()) {
            throw new CharterRejected(CharterRejected.Code.MISSING, CharterClause.CARD_ENVELOPE, "no signature");
        }
        byte[] payload = envelope.base64("payload");
        Hash keyId = signed.getFirst().hash("keyid");
        byte[] signature = signed.getFirst().base64("sig");
        try {
            return verify(signatures, new DsseEnvelope(envelope.text("payloadType"), payload, keyId, signature));
        } catch (SignatureRejected e) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.CARD_ENVELOPE, String.valueOf(e.getMessage()));
        }
    }

    /// The envelope as a document of its own (Charter 2.3).
    public byte[] toJson() {
        return CanonicalJson.write(json());
    }

    JsonObject json() {
        JsonObject signature = JsonObject.builder()
                .put("keyid", envelope.keyId().hex())
                .put("sig", CardJson.base64(envelope.signature()))
                .build();
        return JsonObject.builder()
                .put("payload", CardJson.base64(envelope.payload()))
                .put("payloadType", PAYLOAD_TYPE)
                .put("signatures", JsonArray.of(signature))
                .build();
    }

    /// What the member says of itself.
    public MemberCard card() {
        return card;
    }

    /// The member's id.
    public MemberId id() {
        return card.id();
    }

    /// The envelope, as it came.
    public DsseEnvelope envelope() {
        return envelope;
    }

    /// Names this card, whatever its signature.
    public Hash payloadHash() {
        return envelope.payloadHash();
    }

    /// Equal are cards of the same payload; signatures are randomised.
    @Override
    public boolean equals(Object other) {
        return other instanceof CertifiedCard certified && payloadHash().equals(certified.payloadHash());
    }

    @Override
    public int hashCode() {
        return payloadHash().hashCode();
    }

    /// Whose card, and which.
    @Override
    public String toString() {
        return "CertifiedCard(%s, serial %d)".formatted(id().shortForm(), card.serial());
    }
}
