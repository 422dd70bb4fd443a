// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.home;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.config.Address;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Contact;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.LogIdentity;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberKind;
import org.mithaq.charter.MemberNode;
import org.mithaq.charter.Names;
import org.mithaq.charter.SealingKey;
import org.mithaq.charter.SigningKey;
import org.mithaq.charter.TlsPin;
import org.mithaq.charter.Validity;
import org.mithaq.charter.WitnessIdentity;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.tlog.VerifierKey;

/// Makes a member out of nothing: an offline root, online keys, and a card that the root has signed.
public final class NewMember {

    /// Label of the sealed root key.
    public static final String ROOT_LABEL = "root-key";

    private static final Duration CARD_VALIDITY = Duration.ofDays(825);

    private NewMember() {}

    /// What a person says about the member.
    ///
    /// @param names in Arabic, French and English
    /// @param kind what it is
    /// @param contact its duty role
    /// @param domain a name of its own, which its log and its witness are called by
    /// @param endpoint where its node is reached; empty if it only ever calls the others
    public record Facts(Names names, MemberKind kind, Contact contact, String domain, Optional<Address> endpoint) {}

    /// Makes keys and card in `home`.
    ///
    /// @return the card
    /// @throws CommandRefused if there is a member in that folder already
    public static CertifiedCard make(
            NodeHome home, Facts facts, KeySeal seal, SignatureProvider signatures, SecureRandom random, Instant now) {
        if (Files.exists(home.card())) {
            throw new CommandRefused(
                    ExitCode.REFUSED, home.folder() + " holds a member already; choose another --home");
        }
        if (Files.exists(home.onlineKeys())) {
            throw new CommandRefused(
                    ExitCode.REFUSED,
                    "%s holds keys without a card: the card was moved, or an earlier init was cut short. Put the card"
                                    .formatted(home.folder())
                            + " back, or, if nobody ever had it, remove " + home.onlineKeys() + " and run this again");
        }
        seal.prepare();
        CompositePrivateKey root = CompositePrivateKey.generate(random);
        Keyring keyring = Keyring.generate(facts.domain(), now, random);
        CertifiedCard card = CertifiedCard.certify(signatures, root, card(root, keyring, facts, now));
        try (SecretBytes secret = root.secret()) {
            NodeHome.writePrivate(home.rootKey(), seal.seal(ROOT_LABEL, secret));
        }
        write(home, seal, keyring);
        NodeHome.writePrivate(home.card(), card.toJson());
        return card;
    }

    private static MemberCard card(CompositePrivateKey root, Keyring keyring, Facts facts, Instant now) {
        String origin = facts.domain() + "/log";
        String witness = facts.domain() + "/witness";
        Instant from = now.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
        return new MemberCard(
                MemberId.of(root.publicKey()),
                root.publicKey(),
                facts.names(),
                facts.kind(),
                List.of(facts.contact()),
                List.of(new MemberNode(
                        keyring.node(),
                        facts.endpoint().stream()
                                .map(each -> new Endpoint(each.host(), each.port()))
                                .toList(),
                        List.of(new TlsPin(Hash.wrap(keyring.tls().pin().bytes()))))),
                new SigningKey(
                        keyring.signing().number(), keyring.signing().key().publicKey()),
                new SealingKey(
                        keyring.sealing().number(), keyring.sealing().key().publicKey()),
                new LogIdentity(
                        origin,
                        List.of(new VerifierKey.Ed25519Note(
                                        origin, keyring.log().publicKey())
                                .vkey())),
                new WitnessIdentity(
                        witness,
                        List.of(
                                new VerifierKey.Ed25519Cosignature(
                                                witness, keyring.witness().publicKey())
                                        .vkey(),
                                new VerifierKey.MlDsa44Cosignature(
                                                witness,
                                                keyring.witnessQuantum().publicKey())
                                        .vkey())),
                new Validity(from, from.plus(CARD_VALIDITY)),
                1);
    }

    /// The offline root key, for signing a founding act.
    public static CompositePrivateKey root(NodeHome home, KeySeal seal) {
        byte[] sealed = NodeHome.read(home.rootKey(), "bring the offline root key back for this one signature");
        return CompositePrivateKey.fromSeeds(seal.open(ROOT_LABEL, sealed));
    }

    /// Writes the online keys in one step, in the place of what was there.
    public static void write(NodeHome home, KeySeal seal, Keyring keyring) {
        try (SecretBytes secret = keyring.encode()) {
            NodeHome.writePrivate(home.onlineKeys(), seal.seal(Keyring.LABEL, secret));
        }
    }

    /// The online keys.
    public static Keyring keyring(NodeHome home, KeySeal seal) {
        byte[] sealed = NodeHome.read(home.onlineKeys(), "make a member first: mithaq node init");
        try (SecretBytes encoded = seal.open(Keyring.LABEL, sealed)) {
            return Keyring.decode(encoded);
        }
    }
}
