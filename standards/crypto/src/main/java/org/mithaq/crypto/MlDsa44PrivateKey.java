// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.PrivateKey;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;

/// An ML-DSA-44 private key: the seed ξ of 32 bytes (FIPS 204 Algorithm 6). Immutable; for C2SP cosignatures.
///
/// The seed is what is stored, because every implementation reads it, which is not so for the expanded form. The seed
/// and its expanded forms stay in memory as long as this object.
public final class MlDsa44PrivateKey {

    /// Length of the seed in bytes.
    public static final int LENGTH_BYTES = 32;

    private final SecretBytes seed;
    private final MlDsa44PublicKey publicKey;
    final Prepared<PrivateKey> conscrypt = new Prepared<>();
    final Prepared<MLDSAPrivateKeyParameters> bouncyCastle = new Prepared<>();

    private MlDsa44PrivateKey(SecretBytes seed) {
        this.seed = seed;
        this.publicKey = MlDsa44PublicKey.parse(
                new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed.revealSecret()).getPublicKey());
    }

    /// A fresh key from `random`.
    public static MlDsa44PrivateKey generate(SecureRandom random) {
        return new MlDsa44PrivateKey(SecretBytes.random(LENGTH_BYTES, random));
    }

    /// The key of a stored seed; takes a copy, the caller still has to close its own.
    ///
    /// @param seed 32 bytes
    /// @throws IllegalArgumentException if there are not exactly 32
    public static MlDsa44PrivateKey fromSeed(SecretBytes seed) {
        return new MlDsa44PrivateKey(seed.copy(LENGTH_BYTES));
    }

    /// A copy of the seed, to be stored; the caller closes it.
    public SecretBytes secret() {
        return SecretBytes.copyOf(seed.revealSecret());
    }

    /// The public key of this one.
    public MlDsa44PublicKey publicKey() {
        return publicKey;
    }

    /// The seed itself, for a provider's use on the spot.
    byte[] seedInPlace() {
        return seed.revealSecret();
    }

    /// Names the public key only.
    @Override
    public String toString() {
        return "MlDsa44PrivateKey(of " + publicKey + ")";
    }
}
