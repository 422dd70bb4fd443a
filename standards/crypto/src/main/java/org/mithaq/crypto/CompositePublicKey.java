// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.PublicKey;
import java.util.Arrays;

/// A public key of `id-MLDSA65-Ed25519-SHA512` (draft-ietf-lamps-pq-composite-sigs). Immutable.
///
/// Written form: ML-DSA-65 public key of 1,952 bytes, then Ed25519 public key of 32 bytes (its *SerializePublicKey*).
public final class CompositePublicKey {

    /// Length of the ML-DSA-65 part in bytes (FIPS 204 table 2).
    static final int ML_DSA_BYTES = 1952;

    /// Length of a public key in bytes.
    public static final int LENGTH_BYTES = ML_DSA_BYTES + Ed25519Strict.KEY_BYTES;

    /// Length of a signature in bytes: 3,309 of ML-DSA-65, then 64 of Ed25519 (*SerializeSignatureValue*).
    public static final int SIGNATURE_BYTES = CompositeScheme.ML_DSA_SIGNATURE_BYTES + Ed25519Strict.SIGNATURE_BYTES;

    /// Keeps the identifier of a key apart from every other hash.
    private static final Label KEY_ID = new Label("mithaq/key-id/MLDSA65-Ed25519-SHA512/v1");

    private final byte[] value;
    private final Hash keyId;
    final Prepared<PublicKey> conscrypt = new Prepared<>();
    final Prepared<CompositeScheme.BouncyCastlePublic> bouncyCastle = new Prepared<>();

    private CompositePublicKey(byte[] value) {
        this.value = value;
        this.keyId = KEY_ID.hash(value);
    }

    /// Reads a key; takes a copy. Costs about as much as a verification: a caller keeps the key, not its bytes.
    ///
    /// Every ML-DSA-65 part of the right length is a key (`pkDecode`, FIPS 204 Algorithm 23, cannot fail).
    ///
    /// @throws KeyRejected unless there are 1,984 bytes, the last 32 of which [Ed25519Strict#checkKey] lets in
    public static CompositePublicKey parse(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new KeyRejected(
                    "draft-ietf-lamps-pq-composite-sigs, SerializePublicKey",
                    "a composite public key of 1,984 bytes, found " + bytes.length);
        }
        Ed25519Strict.checkKey(Arrays.copyOfRange(bytes, ML_DSA_BYTES, LENGTH_BYTES));
        return new CompositePublicKey(bytes.clone());
    }

    /// A copy of the 1,984 bytes.
    public byte[] bytes() {
        return value.clone();
    }

    /// The name of this key wherever a message says who signed: the hash of the 1,984 bytes under the [Label]
    /// `mithaq/key-id/MLDSA65-Ed25519-SHA512/v1`.
    public Hash keyId() {
        return keyId;
    }

    byte[] mlDsaPart() {
        return Arrays.copyOf(value, ML_DSA_BYTES);
    }

    byte[] ed25519Part() {
        return Arrays.copyOfRange(value, ML_DSA_BYTES, LENGTH_BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompositePublicKey key && Arrays.equals(value, key.value);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    /// The key's identifier.
    @Override
    public String toString() {
        return "CompositePublicKey(" + keyId + ")";
    }
}
