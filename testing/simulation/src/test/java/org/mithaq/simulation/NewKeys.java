// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LogIdentity;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SealingKey;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.SigningKey;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.node.NodeKeys;
import org.mithaq.tlog.NoteSigner;

/// Keys that take the place of a member's first ones, and the act that says so.
///
/// @param member whose
/// @param previous the card that is replaced
/// @param next the new one
record NewKeys(
        CharterState state, int member, CertifiedCard previous, CertifiedCard next, Set<CompromisedKey> declared) {

    static NewKeys of(CharterState state, int member, Set<CompromisedKey> kinds, Set<CompromisedKey> declared) {
        CertifiedCard previous =
                state.certifiedCard(TestFederation.card(member).id()).orElseThrow();
        MemberCard card = previous.card();
        MemberCard changed = new MemberCard(
                card.id(),
                card.rootKey(),
                card.names(),
                card.kind(),
                card.contacts(),
                card.nodes(),
                kinds.contains(CompromisedKey.SIGNING)
                        ? new SigningKey(2, signing(member).publicKey())
                        : card.signingKey(),
                kinds.contains(CompromisedKey.SEALING)
                        ? new SealingKey(2, sealing(member).publicKey())
                        : card.sealingKey(),
                kinds.contains(CompromisedKey.LOG)
                        ? new LogIdentity(
                                card.log().origin(),
                                List.of(log(member).verifierKey().vkey()))
                        : card.log(),
                card.witness(),
                card.validity(),
                card.serial() + 1);
        return new NewKeys(
                state,
                member,
                previous,
                CertifiedCard.certify(TestFederation.SIGNATURES, TestFederation.root(member), changed),
                declared);
    }

    static CompositePrivateKey signing(int member) {
        return TestFederation.composite(member, "signing/2");
    }

    private static SealingPrivateKey sealing(int member) {
        return SealingPrivateKey.fromSeed(SecretBytes.handOver(TestFederation.seed(member, "sealing/2")));
    }

    static NoteSigner log(int member) {
        return new NoteSigner(
                TestFederation.origin(member),
                Ed25519PrivateKey.fromSeed(SecretBytes.handOver(TestFederation.seed(member, "log/2"))),
                TestFederation.SIGNATURES);
    }

    SignedAct act(LogPin pin) {
        return new Rotation(state.federation(), previous.payloadHash(), next, declared, pin)
                .sign(TestFederation.SIGNATURES, previous.card(), TestFederation.root(member), signing(member));
    }

    /// The keys that were there, and the new ones.
    NodeKeys all(NodeKeys before) {
        TreeMap<Integer, SealingPrivateKey> sealing = new TreeMap<>(before.sealing());
        sealing.put(2, sealing(member));
        return new NodeKeys(before.signing(), List.of(signing(member)), sealing);
    }

    /// Without the sealing key of an epoch.
    static NodeKeys without(NodeKeys keys, int epoch) {
        TreeMap<Integer, SealingPrivateKey> sealing = new TreeMap<>(keys.sealing());
        sealing.remove(epoch);
        return new NodeKeys(keys.signing(), keys.otherSigning(), sealing);
    }
}
