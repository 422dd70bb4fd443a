// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.json.JsonObject;

/// A member's new card in place of its last, by its own root and without a vote (Charter 9).
///
/// @param federation in which
/// @param replaced payload hash of the card that it replaces
/// @param card the new one
/// @param compromised which kinds of the replaced keys others may hold; empty is routine
/// @param log how far the member's log is good under the replaced keys
public record Rotation(
        FederationId federation, Hash replaced, CertifiedCard card, Set<CompromisedKey> compromised, LogPin log) {

    public Rotation {
        compromised = Collections.unmodifiableSet(
                compromised.isEmpty() ? EnumSet.noneOf(CompromisedKey.class) : EnumSet.copyOf(compromised));
    }

    /// The bytes that are signed.
    public byte[] payload() {
        JsonObject body = JsonObject.builder()
                .put("federation", federation.hex())
                .put("card", card.json())
                .put(
                        "compromised",
                        compromised.stream().map(CompromisedKey::text).toList())
                .put(
                        "log",
                        JsonObject.builder()
                                .put("size", log.size())
                                .put("root", log.root().hex())
                                .build())
                .build();
        return new Act(ActType.ROTATE.text(), replaced, card.card().serial() - 1, 0, body).payload();
    }

    /// Signs the rotation by the member's root, and by its new signing key where it brings one (Charter 9.2).
    ///
    /// @param previous the card that it replaces
    /// @throws CharterRejected if it may not follow on `previous`, or the keys are not those of the new card
    public SignedAct sign(
            SignatureProvider signatures,
            MemberCard previous,
            CompositePrivateKey rootKey,
            CompositePrivateKey signingKey) {
        checkFollows(previous);
        byte[] payload = payload();
        byte[] message = Dsse.pae(Act.PAYLOAD_TYPE, payload);
        List<Endorsement> endorsements = new ArrayList<>();
        endorsements.add(new Endorsement(card.id(), rootKey.publicKey().keyId(), signatures.sign(rootKey, message)));
        if (!previous.signingKey().equals(card.card().signingKey())) {
            endorsements.add(
                    new Endorsement(card.id(), signingKey.publicKey().keyId(), signatures.sign(signingKey, message)));
        }
        SignedAct signed = new SignedAct(payload, endorsements);
        checkEndorsed(signatures, signed, previous);
        return signed;
    }

    /// Reads the payload of a rotation, and verifies the card in it; who endorsed it, [#checkEndorsed] looks at.
    ///
    /// @throws CharterRejected if it is none
    public static Rotation read(SignatureProvider signatures, Act act) {
        Fields body = Fields.of(act.body(), CharterClause.ROTATE_FORM, "federation", "card", "compromised", "log");
        Fields log = Fields.of(body.value("log"), CharterClause.LOG_PIN, "size", "root");
        List<CompromisedKey> listed = body.texts(
                "compromised",
                CompromisedKey.values().length,
                text -> CompromisedKey.of(text).orElseThrow(() -> body.refuse("compromised")));
        Rotation rotation = new Rotation(
                new FederationId(body.hash("federation")),
                act.parent(),
                CertifiedCard.read(signatures, body.value("card")),
                Set.copyOf(listed),
                new LogPin(log.size("size"), log.hash("root")));
        boolean inPlace =
                act.round() == 0 && act.epoch() == rotation.card.card().serial() - 1;
        if (!inPlace) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.ROTATE_FORM,
                    "epoch %d round %d".formatted(act.epoch(), act.round()));
        }
        if (!List.copyOf(rotation.compromised).equals(listed)) {
            throw body.refuse("compromised");
        }
        return rotation;
    }

    /// Returns quietly if exactly the member's root endorsed it, and its new signing key where it has one.
    ///
    /// @throws CharterRejected otherwise
    void checkEndorsed(SignatureProvider signatures, SignedAct signed, MemberCard previous) {
        List<org.mithaq.crypto.CompositePublicKey> awaited = new ArrayList<>();
        awaited.add(card.card().rootKey());
        if (!previous.signingKey().equals(card.card().signingKey())) {
            awaited.add(card.card().signingKey().key());
        }
        Endorsements.check(signatures, signed, card.id(), awaited, CharterClause.ROTATE_ENDORSEMENTS);
    }

    /// Returns quietly if a member whose card was `previous` may have this one without a vote.
    ///
    /// @throws CharterRejected otherwise
    void checkFollows(MemberCard previous) {
        MemberCard next = card.card();
        boolean same = next.id().equals(previous.id())
                && next.names().equals(previous.names())
                && next.kind() == previous.kind()
                && next.log().origin().equals(previous.log().origin())
                && next.witness().name().equals(previous.witness().name());
        if (!same || next.serial() != previous.serial() + 1) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.ROTATE_KEEPS,
                    "serial %d of %s".formatted(next.serial(), next.names().en()));
        }
        checkEpoch(
                previous.signingKey().epoch(),
                next.signingKey().epoch(),
                previous.signingKey().key().equals(next.signingKey().key()),
                "signing");
        checkEpoch(
                previous.sealingKey().epoch(),
                next.sealingKey().epoch(),
                previous.sealingKey().key().equals(next.sealingKey().key()),
                "sealing");
        for (CompromisedKey kind : compromised) {
            if (kind.isKept(previous, next)) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.COMPROMISE,
                        "a compromised " + kind.text() + " key in the new card");
            }
        }
    }

    private static void checkEpoch(int before, int after, boolean kept, String what) {
        if (after != (kept ? before : before + 1)) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.KEY_EPOCHS,
                    "%s epoch %d after %d".formatted(what, after, before));
        }
    }
}
