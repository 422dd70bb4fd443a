// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A private key of `id-MLDSA65-Ed25519-SHA512` (draft-ietf-lamps-pq-composite-sigs). Immutable.
///
/// Written form: seed of ML-DSA-65, then seed of Ed25519, 32 bytes each (its *SerializePrivateKey*). The draft forbids
/// to use either half anywhere else (*Key Reuse*), so neither can be taken out. The seeds and their expanded forms stay
/// in memory as long as this object.
public final class CompositePrivateKey {

    /// Length of the seed of either half in bytes.
    private static final int SEED_BYTES = 32;

    /// Length of the written form in bytes.
    public static final int LENGTH_BYTES = 2 * SEED_BYTES;

    private final SecretBytes seeds;
    private final CompositePublicKey publicKey;
    final Prepared<PrivateKey> conscrypt = new Prepared<>();
    final Prepared<CompositeScheme.BouncyCastlePrivate> bouncyCastle = new Prepared<>();

    private CompositePrivateKey(SecretBytes seeds) {
        this.seeds = seeds;
        this.publicKey = derive(seeds.revealSecret());
    }

    /// A fresh key from `random`, by the draft's *KeyGen*.
    public static CompositePrivateKey generate(SecureRandom random) {
        return new CompositePrivateKey(SecretBytes.random(LENGTH_BYTES, random));
    }

    /// The key of stored seeds; takes a copy, the caller still has to close its own.
    ///
    /// @param seeds ML-DSA-65 seed, then Ed25519 seed, 64 bytes together
    /// @throws IllegalArgumentException if there are not exactly 64
    public static CompositePrivateKey fromSeeds(SecretBytes seeds) {
        return new CompositePrivateKey(seeds.copy(LENGTH_BYTES));
    }

    /// A copy of the written form, to be stored; the caller closes it.
    public SecretBytes secret() {
        return seeds.copy(LENGTH_BYTES);
    }

    /// The public key of this one.
    public CompositePublicKey publicKey() {
        return publicKey;
    }

    /// Both seeds themselves, for a provider's use on the spot.
    byte[] seedsInPlace() {
        return seeds.revealSecret();
    }

    /// Names the public key only.
    @Override
    public String toString() {
        return "CompositePrivateKey(of " + publicKey + ")";
    }

    private static CompositePublicKey derive(byte[] seeds) {
        byte[] mlDsa = CompositeScheme.mlDsaPrivate(seeds).getPublicKey();
        byte[] both = Arrays.copyOf(mlDsa, CompositePublicKey.LENGTH_BYTES);
        Ed25519.generatePublicKey(seeds, SEED_BYTES, both, CompositePublicKey.ML_DSA_BYTES);
        return CompositePublicKey.parse(both);
    }
}
