// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.home;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.NodeId;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyRejected;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.http.MalformedIdentity;
import org.mithaq.http.TlsIdentity;
import org.mithaq.tlog.VerifierKey;

/// Every online key of a node, in one sealed file.
///
/// @param node which node
/// @param signing signs messages, with its epoch
/// @param sealing opens seals, with its epoch
/// @param log signs checkpoints
/// @param witness cosigns the checkpoints of others, the classical key
/// @param witnessQuantum cosigns them too, the post-quantum key
/// @param tls proves the node to its peers
/// @param vault seals the key store
/// @param spare keys that are about to be in force, or were until a short while ago
public record Keyring(
        NodeId node,
        Epoch<CompositePrivateKey> signing,
        Epoch<SealingPrivateKey> sealing,
        Ed25519PrivateKey log,
        Ed25519PrivateKey witness,
        MlDsa44PrivateKey witnessQuantum,
        TlsIdentity tls,
        SecretBytes vault,
        Spare spare) {

    /// Label of the sealed file.
    public static final String LABEL = "online-keys";

    private static final int FORMAT = 1;
    private static final int FORMAT_WITH_SPARE = 2;
    private static final int SPARE_MAX = 16;
    private static final int SEED_BYTES_MAX = 256;
    private static final Duration TLS_VALIDITY = Duration.ofDays(825);

    /// A key and which in its line it is.
    public record Epoch<K>(int number, K key) {}

    /// Keys beside the present ones, the oldest first.
    public record Spare(
            List<Epoch<CompositePrivateKey>> signing,
            List<Epoch<SealingPrivateKey>> sealing,
            List<Ed25519PrivateKey> log,
            List<TlsIdentity> tls) {

        /// None.
        public static final Spare NONE = new Spare(List.of(), List.of(), List.of(), List.of());

        public Spare {
            signing = List.copyOf(signing);
            sealing = List.copyOf(sealing);
            log = List.copyOf(log);
            tls = List.copyOf(tls);
            if (Math.max(Math.max(signing.size(), sealing.size()), Math.max(log.size(), tls.size())) > SPARE_MAX) {
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        "keys were replaced so often that those before are not all destroyed yet: see"
                                + " `mithaq keys list`");
            }
        }

        /// Whether there is none.
        public boolean isEmpty() {
            return signing.isEmpty() && sealing.isEmpty() && log.isEmpty() && tls.isEmpty();
        }

        /// Whether there are as many of each kind.
        public boolean sameSizeAs(Spare other) {
            return signing.size() == other.signing.size()
                    && sealing.size() == other.sealing.size()
                    && log.size() == other.log.size()
                    && tls.size() == other.tls.size();
        }
    }

    /// The same with other spare keys.
    public Keyring with(Spare others) {
        return new Keyring(node, signing, sealing, log, witness, witnessQuantum, tls, vault, others);
    }

    /// Fresh keys, all of the first epoch.
    public static Keyring generate(String commonName, Instant now, SecureRandom random) {
        return new Keyring(
                NodeId.random(random),
                new Epoch<>(1, CompositePrivateKey.generate(random)),
                new Epoch<>(1, SealingPrivateKey.generate(random)),
                Ed25519PrivateKey.generate(random),
                Ed25519PrivateKey.generate(random),
                MlDsa44PrivateKey.generate(random),
                freshTls(commonName, now, random),
                SecretBytes.random(32, random),
                Spare.NONE);
    }

    /// A fresh TLS key.
    public static TlsIdentity freshTls(String commonName, Instant now, SecureRandom random) {
        return TlsIdentity.make(commonName, now.minus(Duration.ofHours(1)), TLS_VALIDITY, random);
    }

    /// The encoding, which is a secret.
    public SecretBytes encode() {
        CanonicalWriter out = new CanonicalWriter(8_192);
        out.u8(spare.isEmpty() ? FORMAT : FORMAT_WITH_SPARE).text(node.hex()).u32(signing.number());
        secret(out, signing.key().secret());
        out.u32(sealing.number());
        secret(out, sealing.key().secret());
        secret(out, log.secret());
        secret(out, witness.secret());
        secret(out, witnessQuantum.secret());
        out.bytes(tls.pem()).bytes(vault.revealSecret());
        if (!spare.isEmpty()) {
            out.list(
                            spare.signing(),
                            (to, key) -> secret(to.u32(key.number()), key.key().secret()))
                    .list(
                            spare.sealing(),
                            (to, key) -> secret(to.u32(key.number()), key.key().secret()))
                    .list(spare.log(), (to, key) -> secret(to, key.secret()))
                    .list(spare.tls(), (to, identity) -> to.bytes(identity.pem()));
        }
        return SecretBytes.handOver(out.toByteArray());
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if it is anything else
    public static Keyring decode(SecretBytes encoded) {
        CanonicalReader in = new CanonicalReader(encoded.revealSecret());
        int format = in.u8("keyring.format");
        if (format != FORMAT && format != FORMAT_WITH_SPARE) {
            throw in.refuse("keyring.format", "format 1 or 2, and not " + format + ": use the newer program");
        }
        NodeId node = node(in);
        int signingEpoch = in.u32("keyring.signing.epoch");
        CompositePrivateKey signing = key(in, "keyring.signing", CompositePrivateKey::fromSeeds);
        int sealingEpoch = in.u32("keyring.sealing.epoch");
        SealingPrivateKey sealing = key(in, "keyring.sealing", SealingPrivateKey::fromSeed);
        Ed25519PrivateKey log = key(in, "keyring.log", Ed25519PrivateKey::fromSeed);
        Ed25519PrivateKey witness = key(in, "keyring.witness", Ed25519PrivateKey::fromSeed);
        MlDsa44PrivateKey quantum = key(in, "keyring.witnessQuantum", MlDsa44PrivateKey::fromSeed);
        TlsIdentity tls = tls(in);
        SecretBytes vault = secret(in, "keyring.vault");
        Spare spare = format == FORMAT ? Spare.NONE : spare(in);
        in.end("keyring");
        return new Keyring(
                node,
                new Epoch<>(signingEpoch, signing),
                new Epoch<>(sealingEpoch, sealing),
                log,
                witness,
                quantum,
                tls,
                vault,
                spare);
    }

    private static Spare spare(CanonicalReader in) {
        Spare spare = new Spare(
                in.list(
                        "keyring.spare.signing",
                        SPARE_MAX,
                        each -> new Epoch<>(
                                each.u32("keyring.spare.signing.epoch"),
                                key(each, "keyring.spare.signing", CompositePrivateKey::fromSeeds))),
                in.list(
                        "keyring.spare.sealing",
                        SPARE_MAX,
                        each -> new Epoch<>(
                                each.u32("keyring.spare.sealing.epoch"),
                                key(each, "keyring.spare.sealing", SealingPrivateKey::fromSeed))),
                in.list(
                        "keyring.spare.log",
                        SPARE_MAX,
                        each -> key(each, "keyring.spare.log", Ed25519PrivateKey::fromSeed)),
                in.list("keyring.spare.tls", SPARE_MAX, Keyring::tls));
        if (spare.isEmpty()) {
            throw in.refuse("keyring.spare", "spare keys; without them the format is 1");
        }
        return spare;
    }

    /// The same keys, those that `card` names in their places and the others spare.
    ///
    /// @throws CommandRefused if one that it names is not among them
    public Keyring arranged(MemberCard card) {
        List<Epoch<CompositePrivateKey>> signings = joined(spare.signing(), signing);
        List<Epoch<SealingPrivateKey>> sealings = joined(spare.sealing(), sealing);
        List<Ed25519PrivateKey> logs = joined(spare.log(), log);
        List<TlsIdentity> identities = joined(spare.tls(), tls);
        Epoch<CompositePrivateKey> signs = named(
                signings, key -> key.key().publicKey().equals(card.signingKey().key()), card, "signing");
        Epoch<SealingPrivateKey> seals = named(
                sealings, key -> key.key().publicKey().equals(card.sealingKey().key()), card, "sealing");
        Ed25519PrivateKey writes = named(
                logs,
                key -> card.log()
                        .verifierKeys()
                        .contains(new VerifierKey.Ed25519Note(card.log().origin(), key.publicKey()).vkey()),
                card,
                "log");
        TlsIdentity shows = identity(identities, card);
        return new Keyring(
                node,
                signs,
                seals,
                writes,
                witness,
                witnessQuantum,
                shows,
                vault,
                new Spare(
                        others(signings, signs),
                        others(sealings, seals),
                        others(logs, writes),
                        others(identities, shows)));
    }

    /// Whether the keys that `card` names are among these.
    public boolean has(MemberCard card) {
        try {
            var _ = arranged(card);
            return true;
        } catch (CommandRefused absent) {
            return false;
        }
    }

    /// The last pin of this node that is one of a key here: a newer one stands behind an older one.
    private TlsIdentity identity(List<TlsIdentity> identities, MemberCard card) {
        return card.nodes().stream()
                .filter(each -> each.id().equals(node))
                .flatMap(each -> each.tlsPins().reversed().stream())
                .flatMap(pin -> identities.stream()
                        .filter(each -> new TlsPin(Hash.wrap(each.pin().bytes())).equals(pin)))
                .findFirst()
                .orElseThrow(() -> absent(card, "TLS"));
    }

    private static <K> List<K> joined(List<K> spare, K present) {
        List<K> all = new ArrayList<>(spare);
        all.add(present);
        return all;
    }

    private static <K> List<K> others(List<K> all, K chosen) {
        return all.stream().filter(each -> !each.equals(chosen)).toList();
    }

    private static <K> K named(List<K> keys, Predicate<K> isNamed, MemberCard card, String purpose) {
        return keys.stream().filter(isNamed).findFirst().orElseThrow(() -> absent(card, purpose));
    }

    private static CommandRefused absent(MemberCard card, String purpose) {
        return new CommandRefused(
                ExitCode.CONFIGURATION,
                "keys/online.key has not the %s key that card %d of this member names: bring the newest one back"
                        .formatted(purpose, card.serial()));
    }

    private static NodeId node(CanonicalReader in) {
        String written = in.text("keyring.node", 64);
        try {
            return new NodeId(written);
        } catch (CharterRejected rejected) {
            throw in.refuse("keyring.node", "the id of a node");
        }
    }

    private static <K> K key(CanonicalReader in, String field, Function<SecretBytes, K> fromSeed) {
        try {
            return fromSeed.apply(secret(in, field));
        } catch (KeyRejected | IllegalArgumentException rejected) {
            throw in.refuse(field, "a private key of its kind");
        }
    }

    private static TlsIdentity tls(CanonicalReader in) {
        try {
            return TlsIdentity.ofPem(in.bytes("keyring.tls", TlsIdentity.PEM_BYTES_MAX));
        } catch (MalformedIdentity malformed) {
            throw in.refuse("keyring.tls", "a TLS identity in PEM");
        }
    }

    private static void secret(CanonicalWriter out, SecretBytes secret) {
        try (secret) {
            out.bytes(secret.revealSecret());
        }
    }

    private static SecretBytes secret(CanonicalReader in, String field) {
        return SecretBytes.handOver(in.bytes(field, SEED_BYTES_MAX));
    }
}
