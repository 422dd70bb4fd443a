// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.home;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.KeyRejected;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.http.MalformedIdentity;
import org.mithaq.http.TlsIdentity;

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
public record Keyring(
        NodeId node,
        Epoch<CompositePrivateKey> signing,
        Epoch<SealingPrivateKey> sealing,
        Ed25519PrivateKey log,
        Ed25519PrivateKey witness,
        MlDsa44PrivateKey witnessQuantum,
        TlsIdentity tls,
        SecretBytes vault) {

    /// Label of the sealed file.
    public static final String LABEL = "online-keys";

    private static final int FORMAT = 1;
    private static final int SEED_BYTES_MAX = 256;
    private static final Duration TLS_VALIDITY = Duration.ofDays(825);

    /// A key and which in its line it is.
    public record Epoch<K>(int number, K key) {}

    /// Fresh keys, all of the first epoch.
    public static Keyring generate(String commonName, Instant now, SecureRandom random) {
        return new Keyring(
                NodeId.random(random),
                new Epoch<>(1, CompositePrivateKey.generate(random)),
                new Epoch<>(1, SealingPrivateKey.generate(random)),
                Ed25519PrivateKey.generate(random),
                Ed25519PrivateKey.generate(random),
                MlDsa44PrivateKey.generate(random),
                TlsIdentity.make(commonName, now.minus(Duration.ofHours(1)), TLS_VALIDITY, random),
                SecretBytes.random(32, random));
    }

    /// The encoding, which is a secret.
    public SecretBytes encode() {
        CanonicalWriter out = new CanonicalWriter(8_192);
        out.u8(FORMAT).text(node.hex()).u32(signing.number());
        secret(out, signing.key().secret());
        out.u32(sealing.number());
        secret(out, sealing.key().secret());
        secret(out, log.secret());
        secret(out, witness.secret());
        secret(out, witnessQuantum.secret());
        out.bytes(tls.pem()).bytes(vault.revealSecret());
        return SecretBytes.handOver(out.toByteArray());
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if it is anything else
    public static Keyring decode(SecretBytes encoded) {
        CanonicalReader in = new CanonicalReader(encoded.revealSecret());
        int format = in.u8("keyring.format");
        if (format != FORMAT) {
            throw in.refuse("keyring.format", "format 1, and not " + format + ": use the newer program");
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
        in.end("keyring");
        return new Keyring(
                node,
                new Epoch<>(signingEpoch, signing),
                new Epoch<>(sealingEpoch, sealing),
                log,
                witness,
                quantum,
                tls,
                vault);
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
