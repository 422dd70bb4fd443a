// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.Keyring;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LogIdentity;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberNode;
import org.mithaq.charter.SealingKey;
import org.mithaq.charter.SigningKey;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.http.TlsIdentity;
import org.mithaq.json.JsonObject;
import org.mithaq.tlog.VerifierKey;

/// Makes new keys, has the root certify them, and lets the running node take them (Charter 9). The new keys
/// are in the folder before the act is anywhere: whatever breaks off, the node has the keys of its card.
///
/// @param root what signs
/// @param node the running node
record KeyReplacement(RootAct root, ControlClient node) {

    private static final JsonObject NOTHING = JsonObject.empty();

    /// Replaces keys of these kinds.
    ///
    /// @throws CommandRefused if the node does not take them: everything is as it was then
    KeysCommand.Replacing.Answer run(Set<CompromisedKey> kinds, boolean compromised) {
        MemberCard card = root.previous().card();
        if (card.nodes().size() != 1) {
            throw new CommandRefused(
                    ExitCode.REFUSED, "This member has several nodes; this version replaces the keys of one alone");
        }
        JsonObject pin = node.post("/keys/begin", NOTHING);
        Keyring before = NewMember.keyring(root.home(), root.seal());
        try {
            Keyring present = before.arranged(card);
            Fresh fresh = Fresh.make(kinds, present, card);
            NewMember.write(root.home(), root.seal(), fresh.beside(present));
            CertifiedCard next = root.next(fresh.card(present, card, compromised), Instant.now());
            Set<CompromisedKey> declared = compromised ? kinds : Set.of();
            node.post("/keys/complete", RootAct.body(root.act(next, declared, fresh.signing(present), pin)));
            NodeHome.writePrivate(root.home().card(), next.toJson());
            return new KeysCommand.Replacing.Answer(
                    card.id().hex(),
                    next.card().serial(),
                    next.card().validity().notAfter().toString(),
                    texts(kinds),
                    texts(declared));
        } catch (RuntimeException failed) {
            undo(before, failed);
            throw failed;
        }
    }

    /// The node may have taken the keys though its answer was lost: it writes down itself what it has not any
    /// more.
    private void undo(Keyring before, RuntimeException failed) {
        try {
            node.post("/keys/abandon", NOTHING);
            boolean taken = CharterActs.folded(node, RootAct.SIGNATURES)
                    .certifiedCard(root.previous().id())
                    .filter(card -> !card.equals(root.previous()))
                    .isPresent();
            if (!taken) {
                NewMember.write(root.home(), root.seal(), before);
            }
        } catch (CommandRefused unreachable) {
            // Both old and new keys lie in the folder: whatever the node took, its keys are among them.
            failed.addSuppressed(unreachable);
        }
    }

    private static List<String> texts(Set<CompromisedKey> kinds) {
        return kinds.stream().sorted().map(CompromisedKey::text).toList();
    }

    /// New keys of some kinds; of the others there are none.
    private record Fresh(
            List<Keyring.Epoch<CompositePrivateKey>> signingKeys,
            List<Keyring.Epoch<SealingPrivateKey>> sealingKeys,
            List<Ed25519PrivateKey> logKeys,
            List<TlsIdentity> identities) {

        static Fresh make(Set<CompromisedKey> kinds, Keyring present, MemberCard card) {
            SecureRandom random = new SecureRandom();
            String domain = card.log().origin().replaceFirst("/log$", "");
            return new Fresh(
                    kinds.contains(CompromisedKey.SIGNING)
                            ? List.of(new Keyring.Epoch<>(
                                    present.signing().number() + 1, CompositePrivateKey.generate(random)))
                            : List.of(),
                    kinds.contains(CompromisedKey.SEALING)
                            ? List.of(new Keyring.Epoch<>(
                                    present.sealing().number() + 1, SealingPrivateKey.generate(random)))
                            : List.of(),
                    kinds.contains(CompromisedKey.LOG) ? List.of(Ed25519PrivateKey.generate(random)) : List.of(),
                    kinds.contains(CompromisedKey.TLS)
                            ? List.of(Keyring.freshTls(
                                    domain.substring(0, Math.min(64, domain.length())), Instant.now(), random))
                            : List.of());
        }

        /// All keys, old and new, as they lie in the folder until the act is followed.
        Keyring beside(Keyring present) {
            Keyring.Spare spare = present.spare();
            return present.with(new Keyring.Spare(
                    joined(spare.signing(), signingKeys),
                    joined(spare.sealing(), sealingKeys),
                    joined(spare.log(), logKeys),
                    joined(spare.tls(), identities)));
        }

        private static <K> List<K> joined(List<K> some, List<K> others) {
            List<K> all = new ArrayList<>(some);
            all.addAll(others);
            return all;
        }

        CompositePrivateKey signing(Keyring present) {
            return signingKeys.isEmpty()
                    ? present.signing().key()
                    : signingKeys.getFirst().key();
        }

        RootAct.Changed card(Keyring present, MemberCard card, boolean compromised) {
            return new RootAct.Changed(
                    List.of(node(present, card.nodes().getFirst(), compromised)),
                    signingKeys.stream()
                            .map(key -> new SigningKey(key.number(), key.key().publicKey()))
                            .findFirst()
                            .orElse(card.signingKey()),
                    sealingKeys.stream()
                            .map(key -> new SealingKey(key.number(), key.key().publicKey()))
                            .findFirst()
                            .orElse(card.sealingKey()),
                    logKeys.stream()
                            .map(key -> new VerifierKey.Ed25519Note(card.log().origin(), key.publicKey()).vkey())
                            .map(key -> new LogIdentity(card.log().origin(), List.of(key)))
                            .findFirst()
                            .orElse(card.log()));
        }

        /// The node with the pins of the keys that live: by routine the former one stays, so that nobody is
        /// cut off who does not know the new one yet.
        private MemberNode node(Keyring present, MemberNode node, boolean compromised) {
            List<TlsPin> living = new ArrayList<>();
            if (identities.isEmpty() || !compromised) {
                present.spare().tls().forEach(each -> living.add(pin(each)));
                living.add(pin(present.tls()));
                living.retainAll(node.tlsPins());
            }
            identities.forEach(each -> living.add(pin(each)));
            if (living.size() > 2) {
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        "The TLS key before this one is still in use, because not all members know the present one:"
                                + " see `mithaq keys list`");
            }
            return new MemberNode(node.id(), node.endpoints(), living);
        }

        private static TlsPin pin(TlsIdentity identity) {
            return new TlsPin(Hash.wrap(identity.pin().bytes()));
        }
    }
}
