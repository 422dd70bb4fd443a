// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.conscrypt.OpenSslXwingPrivateKey;
import org.jspecify.annotations.Nullable;

/// The X-Wing key that opens what was sealed to its [#publicKey].
///
/// Kept as the 32-byte seed, the only form that all providers read (draft-connolly-cfrg-xwing-kem §5.2). Safe
/// for use by many threads; it keeps what the providers made of the seed.
public final class SealingPrivateKey implements AutoCloseable {

    /// Length of the seed in bytes.
    public static final int SEED_BYTES = 32;

    private final SecretBytes seed;
    private final SealingPublicKey publicKey;
    private final AsymmetricCipherKeyPair bouncyCastleKeys;

    // Made at the first use, perhaps twice; either is as good, so a volatile write is all the order that is needed.
    private volatile @Nullable OpenSslXwingPrivateKey conscryptKey;

    private SealingPrivateKey(SecretBytes seed) {
        XWingPrivateKeyParameters secret = new XWingPrivateKeyParameters(seed.revealSecret());
        this.seed = seed;
        this.publicKey = SealingPublicKey.parse(secret.getPublicKeyParameters().getEncoded());
        this.bouncyCastleKeys = new AsymmetricCipherKeyPair(secret.getPublicKeyParameters(), secret);
    }

    /// A new key from 32 bytes of `random`.
    public static SealingPrivateKey generate(SecureRandom random) {
        return new SealingPrivateKey(SecretBytes.random(SEED_BYTES, random));
    }

    /// The key of a seed that was kept.
    ///
    /// @param seed 32 uniformly random bytes; copied, so the caller still has to destroy its own
    /// @throws KeyRejected if there are not 32
    public static SealingPrivateKey fromSeed(SecretBytes seed) {
        if (seed.length() != SEED_BYTES) {
            throw new KeyRejected(
                    "draft-connolly-cfrg-xwing-kem §5.2", "%d bytes, not %d".formatted(SEED_BYTES, seed.length()));
        }
        return new SealingPrivateKey(SecretBytes.copyOf(seed.revealSecret()));
    }

    /// A copy of the seed, to be stored; the caller closes it.
    public SecretBytes secret() {
        return SecretBytes.copyOf(seed.revealSecret());
    }

    /// The key that others seal to.
    public SealingPublicKey publicKey() {
        return publicKey;
    }

    OpenSslXwingPrivateKey conscryptKey() {
        OpenSslXwingPrivateKey key = conscryptKey;
        if (key == null) {
            key = new OpenSslXwingPrivateKey(seed.revealSecret());
            conscryptKey = key;
        }
        return key;
    }

    AsymmetricCipherKeyPair bouncyCastleKeys() {
        seed.revealSecret(); // A destroyed key must not go on working through what a provider kept.
        return bouncyCastleKeys;
    }

    /// Overwrites the seed and lets go of what was made of it. What Bouncy Castle copied waits for the
    /// collector.
    @Override
    public void close() {
        OpenSslXwingPrivateKey key = conscryptKey;
        conscryptKey = null;
        if (key != null) {
            key.destroy();
        }
        seed.close();
    }

    /// Names only the public half.
    @Override
    public String toString() {
        return "SealingPrivateKey(of " + publicKey + ")";
    }
}
