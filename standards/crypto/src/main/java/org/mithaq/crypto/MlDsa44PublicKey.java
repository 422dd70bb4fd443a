// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.PublicKey;
import java.util.Arrays;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;

/// An ML-DSA-44 public key of 1,312 bytes (FIPS 204 §7.2). Immutable; for C2SP cosignatures.
///
/// Every string of that length is a public key: `pkDecode` (FIPS 204 Algorithm 23) cannot fail.
public final class MlDsa44PublicKey {

    /// Length of a public key in bytes (FIPS 204 table 2).
    public static final int LENGTH_BYTES = 1312;

    /// Length of a signature in bytes (FIPS 204 table 2).
    public static final int SIGNATURE_BYTES = 2420;

    private final byte[] value;
    final Prepared<PublicKey> conscrypt = new Prepared<>();
    final Prepared<MLDSAPublicKeyParameters> bouncyCastle = new Prepared<>();

    private MlDsa44PublicKey(byte[] value) {
        this.value = value;
    }

    /// Reads a key; takes a copy.
    ///
    /// @throws KeyRejected if there are not exactly 1,312 bytes
    public static MlDsa44PublicKey parse(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new KeyRejected("FIPS 204 table 2", "an ML-DSA-44 public key of 1,312 bytes, found " + bytes.length);
        }
        return new MlDsa44PublicKey(bytes.clone());
    }

    /// A copy of the 1,312 bytes.
    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MlDsa44PublicKey key && Arrays.equals(value, key.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /// The SHA-256 of the key, which is too long to print.
    @Override
    public String toString() {
        return "MlDsa44PublicKey(SHA-256 " + Hash.of(value) + ")";
    }
}
