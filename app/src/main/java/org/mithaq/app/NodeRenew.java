// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.Validity;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Gives this member's card a later end, by its offline root and without a vote (Charter 9). The keys stay.
@Command(
        name = "renew",
        description = "Give this member's card a later end: sign it anew with the offline root, and tell the members.")
final class NodeRenew implements Runnable {

    private static final Duration VALIDITY = Duration.ofDays(825);

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    NodeRenew(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(String member, int serial, String notAfter) {}

    @Override
    public void run() {
        NodeConfig config = options.read(surroundings);
        NodeHome home = new NodeHome(config.home());
        SignatureProvider signatures = SignatureProvider.best();
        KeySeal seal = new KeySeal(config.keys(), new SecureRandom());
        CompositePrivateKey root = NewMember.root(home, seal);
        try (ControlClient node = ControlClient.of(home)) {
            CharterState state = CharterActs.folded(node, signatures);
            CertifiedCard previous = state.certifiedCard(MemberId.of(root.publicKey()))
                    .orElseThrow(() -> new CommandRefused(
                            ExitCode.REFUSED, "This root key is not the one of a member of the federation"));
            MemberCard renewed = renewed(previous.card(), Instant.now());
            CertifiedCard card = CertifiedCard.certify(signatures, root, renewed);
            JsonObject log = node.get("/charter/log");
            Rotation rotation = new Rotation(
                    state.federation(),
                    previous.payloadHash(),
                    card,
                    Set.of(),
                    new LogPin(
                            log.integer("size").orElse(0),
                            Hash.parseHex(log.string("root").orElse(""))));
            SignedAct act = rotation.sign(
                    signatures,
                    previous.card(),
                    root,
                    NewMember.keyring(home, seal).signing().key());
            node.post(
                    "/charter/rotate",
                    JsonObject.builder()
                            .put("act", Base64.getEncoder().encodeToString(act.encode()))
                            .build());
            NodeHome.writePrivate(home.card(), card.toJson());
            String until = renewed.validity().notAfter().toString();
            output.in(surroundings)
                    .answer(
                            new Answer(card.id().hex(), renewed.serial(), until),
                            human -> human.good("Card %d of this member holds until %s; the members are told."
                                    .formatted(renewed.serial(), until)));
        } catch (CharterRejected rejected) {
            throw new CommandRefused(ExitCode.REFUSED, String.valueOf(rejected.getMessage()), rejected);
        }
    }

    /// The beginning stays, so that what was signed under the card before still falls within this one.
    private static MemberCard renewed(MemberCard card, Instant now) {
        return new MemberCard(
                card.id(),
                card.rootKey(),
                card.names(),
                card.kind(),
                card.contacts(),
                card.nodes(),
                card.signingKey(),
                card.sealingKey(),
                card.log(),
                card.witness(),
                new Validity(
                        card.validity().notBefore(),
                        now.truncatedTo(ChronoUnit.SECONDS).plus(VALIDITY)),
                card.serial() + 1);
    }
}
