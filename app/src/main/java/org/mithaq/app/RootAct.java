// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LogIdentity;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberNode;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SealingKey;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.SigningKey;
import org.mithaq.charter.Validity;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.json.JsonObject;

/// What a member's offline root does with its card: it signs another in its place, for a node that runs
/// (Charter 9).
///
/// @param home where the root key was brought to
/// @param seal what it lies under
/// @param root the key
/// @param state the charter, folded here: what a root signs is not a node's word
/// @param previous the card that is replaced
record RootAct(NodeHome home, KeySeal seal, CompositePrivateKey root, CharterState state, CertifiedCard previous) {

    static final SignatureProvider SIGNATURES = SignatureProvider.best();

    private static final Duration VALIDITY = Duration.ofDays(825);

    /// What changes in a card beside its serial number and its end.
    record Changed(List<MemberNode> nodes, SigningKey signing, SealingKey sealing, LogIdentity log) {

        /// Nothing.
        static Changed nothing(MemberCard card) {
            return new Changed(card.nodes(), card.signingKey(), card.sealingKey(), card.log());
        }
    }

    /// With the root key that was brought to the folder of `config`.
    ///
    /// @throws CommandRefused if it is not there, or no member's
    static RootAct of(NodeConfig config, ControlClient node) {
        NodeHome home = new NodeHome(config.home());
        KeySeal seal = new KeySeal(config.keys(), new SecureRandom());
        CompositePrivateKey root = NewMember.root(home, seal);
        CharterState state = CharterActs.folded(node, SIGNATURES);
        CertifiedCard previous = state.certifiedCard(MemberId.of(root.publicKey()))
                .orElseThrow(() -> new CommandRefused(
                        ExitCode.REFUSED, "This root key is not the one of a member of the federation"));
        return new RootAct(home, seal, root, state, previous);
    }

    /// The next card. The beginning stays, so that what was signed under the card before still falls within
    /// this one.
    CertifiedCard next(Changed changed, Instant now) {
        MemberCard card = previous.card();
        return CertifiedCard.certify(
                SIGNATURES,
                root,
                new MemberCard(
                        card.id(),
                        card.rootKey(),
                        card.names(),
                        card.kind(),
                        card.contacts(),
                        changed.nodes(),
                        changed.signing(),
                        changed.sealing(),
                        changed.log(),
                        card.witness(),
                        new Validity(
                                card.validity().notBefore(),
                                now.truncatedTo(ChronoUnit.SECONDS).plus(VALIDITY)),
                        card.serial() + 1));
    }

    /// The act that brings it.
    ///
    /// @param signing the signing key that it names
    /// @param log as the node said it
    SignedAct act(CertifiedCard next, Set<CompromisedKey> compromised, CompositePrivateKey signing, JsonObject log) {
        LogPin pin = new LogPin(
                log.integer("size").orElse(0), Hash.parseHex(log.string("root").orElse("")));
        return new Rotation(state.federation(), previous.payloadHash(), next, compromised, pin)
                .sign(SIGNATURES, previous.card(), root, signing);
    }

    /// An act as a node takes it.
    static JsonObject body(SignedAct act) {
        return JsonObject.builder()
                .put("act", Base64.getEncoder().encodeToString(act.encode()))
                .build();
    }
}
