// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.PrivateKey;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 private key: the seed of 32 bytes that RFC 8032 §5.1.5 calls the private key. Immutable; for C2SP notes.
///
/// The seed and its expanded forms stay in memory as long as this object.
public final class Ed25519PrivateKey {

    /// Length of the seed in bytes.
    public static final int LENGTH_BYTES = 32;

    private final SecretBytes seed;
    private final Ed25519PublicKey publicKey;
    final Prepared<PrivateKey> conscrypt = new Prepared<>();

    private Ed25519PrivateKey(SecretBytes seed) {
        this.seed = seed;
        byte[] point = new byte[Ed25519PublicKey.LENGTH_BYTES];
        Ed25519.generatePublicKey(seed.revealSecret(), 0, point, 0);
        this.publicKey = Ed25519PublicKey.parse(point);
    }

    /// A fresh key from `random`.
    public static Ed25519PrivateKey generate(SecureRandom random) {
        return new Ed25519PrivateKey(SecretBytes.random(LENGTH_BYTES, random));
    }

    /// The key of a stored seed; takes a copy, the caller still has to close its own.
    ///
    /// @param seed 32 bytes
    /// @throws IllegalArgumentException if there are not exactly 32
    public static Ed25519PrivateKey fromSeed(SecretBytes seed) {
        return new Ed25519PrivateKey(seed.copy(LENGTH_BYTES));
    }

    /// A copy of the seed, to be stored; the caller closes it.
    public SecretBytes secret() {
        return SecretBytes.copyOf(seed.revealSecret());
    }

    /// The public key of this one.
    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /// The seed itself, for a provider's use on the spot.
    byte[] seedInPlace() {
        return seed.revealSecret();
    }

    /// Names the public key only.
    @Override
    public String toString() {
        return "Ed25519PrivateKey(of " + publicKey + ")";
    }
}
