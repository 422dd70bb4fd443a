// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.mithaq.app.home.Keyring;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Argon2Cost;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Ed25519PublicKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.KeyFileBox;
import org.mithaq.crypto.KeyFileRejected;
import org.mithaq.crypto.KeyRejected;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.MalformedPunctureTree;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.MlDsa44PublicKey;
import org.mithaq.crypto.ObjectCipher;
import org.mithaq.crypto.Passphrase;
import org.mithaq.crypto.PunctureTree;
import org.mithaq.crypto.SealRejected;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SealingPublicKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.StanzaRejected;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Parser;
import org.mithaq.fuzz.Target;
import org.mithaq.http.MalformedIdentity;
import org.mithaq.http.TlsIdentity;
import org.mithaq.node.VaultTarget;

/// Keys, key files and seals.
public final class KeyTargets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] CONTEXT = {1, 2, 3};
    private static final String LABEL = "online-keys";
    private static final int CHECKSUM_BYTES = 32;
    private static final int OPENED_BYTES_MAX = 1 << 16;

    private KeyTargets() {}

    private static SecretBytes key() {
        return SecretBytes.handOver(TestFederation.seed(0, "key"));
    }

    private static SealingPrivateKey sealing() {
        return SealingPrivateKey.fromSeed(SecretBytes.handOver(TestFederation.seed(0, "fuzzed sealing")));
    }

    /// Public keys, and what is sealed to or under keys.
    public static Target seals() {
        byte[] chunked = ChunkedEncryption.seal(key(), CONTEXT, new byte[100], RANDOM);
        return new Target(
                "seal",
                4_096,
                List.of(),
                List.of(
                        Kind.of(
                                "composite key",
                                Codec.canonical(
                                        KeyRejected.class, CompositePublicKey::parse, CompositePublicKey::bytes),
                                TestFederation.keys(0).signing().publicKey().bytes()),
                        Kind.of(
                                "sealing key",
                                Codec.canonical(KeyRejected.class, SealingPublicKey::parse, SealingPublicKey::bytes),
                                sealing().publicKey().bytes()),
                        Kind.of(
                                "Ed25519 key",
                                Codec.canonical(KeyRejected.class, Ed25519PublicKey::parse, Ed25519PublicKey::bytes),
                                Ed25519PrivateKey.fromSeed(key()).publicKey().bytes()),
                        Kind.of(
                                "ML-DSA-44 key",
                                Codec.canonical(KeyRejected.class, MlDsa44PublicKey::parse, MlDsa44PublicKey::bytes),
                                MlDsa44PrivateKey.fromSeed(key()).publicKey().bytes()),
                        Kind.of(
                                "hash",
                                Codec.readOnly(
                                        IllegalArgumentException.class,
                                        input -> Hash.parseHex(new String(input, UTF_8))),
                                Seed.of("0f".repeat(Hash.LENGTH_BYTES))),
                        Kind.of(
                                "chunks",
                                Codec.readOnly(
                                        SealRejected.class,
                                        input -> ChunkedEncryption.open(key(), CONTEXT, input, OPENED_BYTES_MAX)),
                                chunked),
                        Kind.of("stream of chunks", Codec.readOnly(SealRejected.class, KeyTargets::opened), chunked),
                        Kind.of(
                                "object",
                                Codec.readOnly(SealRejected.class, input -> ObjectCipher.open(key(), CONTEXT, input)),
                                ObjectCipher.seal(key(), CONTEXT, new byte[50])),
                        Kind.of(
                                "stanza",
                                Codec.readOnly(
                                        StanzaRejected.class,
                                        input -> HpkeProvider.best().unwrap(sealing(), CONTEXT, input)),
                                HpkeProvider.best().wrap(sealing().publicKey(), CONTEXT, key()))));
    }

    private static byte[] opened(byte[] sealed) throws Exception {
        try (InputStream in =
                ChunkedEncryption.opening(key(), CONTEXT, new ByteArrayInputStream(sealed), OPENED_BYTES_MAX)) {
            return in.readAllBytes();
        }
    }

    /// Key files, and what is in them.
    public static Target files() {
        TlsIdentity tls = TlsIdentity.make("fuzz", Instant.EPOCH, Duration.ofDays(825), RANDOM);
        Keyring keyring = Keyring.generate("fuzz", Instant.EPOCH, RANDOM);
        PunctureTree tree = PunctureTree.generate(RANDOM);
        tree.puncture(17);
        byte[] underKey = KeyFileBox.seal(LABEL, key(), key(), RANDOM);
        byte[] underPassphrase = KeyFileBox.seal(LABEL, key(), passphrase(), new Argon2Cost(64, 1, 1), RANDOM);
        return new Target(
                "key-file",
                8_192,
                List.of("mithaq key file\n", LABEL, "-----BEGIN ", "PRIVATE KEY-----", "-----END ", "CERTIFICATE-----"),
                List.of(
                        Kind.of("key file", underKey(false), underKey),
                        // With the checksum made right: it is no protection, and would hide the rest.
                        Kind.of("changed key file", underKey(true), underKey),
                        Kind.of(
                                "header of a file under a passphrase",
                                Codec.readOnly(
                                        KeyFileRejected.class,
                                        input -> KeyFileBox.open(LABEL, cheap(input), passphrase())),
                                underPassphrase),
                        Kind.of(
                                "puncture tree",
                                Codec.canonical(
                                        MalformedPunctureTree.class,
                                        input -> PunctureTree.decode(SecretBytes.handOver(input.clone())),
                                        read -> read.encode().revealSecret()),
                                tree.encode().revealSecret()),
                        Kind.of(
                                "keyring",
                                Codec.settled(
                                        Set.of(MalformedEncoding.class),
                                        input -> Keyring.decode(SecretBytes.handOver(input.clone())),
                                        read -> read.encode().revealSecret()),
                                keyring.encode().revealSecret(),
                                withSpare(keyring).encode().revealSecret()),
                        Kind.of("TLS identity", Codec.readOnly(MalformedIdentity.class, TlsIdentity::ofPem), tls.pem()),
                        VaultTarget.sealed(),
                        VaultTarget.contentsOfSealed()));
    }

    /// A keyring while each of its keys is replaced.
    private static Keyring withSpare(Keyring keyring) {
        Keyring other = Keyring.generate("fuzz", Instant.EPOCH, RANDOM);
        return keyring.with(new Keyring.Spare(
                List.of(other.signing()), List.of(other.sealing()), List.of(other.log()), List.of(other.tls())));
    }

    private static Passphrase passphrase() {
        return Passphrase.of("a passphrase that is long enough".toCharArray());
    }

    private static Parser underKey(boolean checksummed) {
        return Codec.readOnly(
                KeyFileRejected.class,
                input -> KeyFileBox.open(LABEL, checksummed ? checksummed(input) : input, key()));
    }

    /// The last 32 bytes made the hash of those before.
    private static byte[] checksummed(byte[] file) {
        if (file.length < CHECKSUM_BYTES) {
            return file;
        }
        byte[] rest = Arrays.copyOf(file, file.length - CHECKSUM_BYTES);
        byte[] whole = Arrays.copyOf(rest, file.length);
        System.arraycopy(Hash.of(rest).bytes(), 0, whole, rest.length, CHECKSUM_BYTES);
        return whole;
    }

    /// The same with a cost that leaves time for other inputs; what the limits of a cost are, other tests ask.
    private static byte[] cheap(byte[] file) {
        int costAt = "mithaq key file\n".length() + 4 + LABEL.length();
        if (file.length < costAt + 12) {
            return checksummed(file);
        }
        byte[] cheap = file.clone();
        byte[] cost = {0, 0, 0, 64, 0, 0, 0, 1, 0, 0, 0, 1};
        System.arraycopy(cost, 0, cheap, costAt, cost.length);
        return checksummed(cheap);
    }
}
