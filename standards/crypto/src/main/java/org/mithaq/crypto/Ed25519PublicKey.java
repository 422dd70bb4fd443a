// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/// An Ed25519 public key of 32 bytes (RFC 8032 §5.1.5) that passed [Ed25519Strict]. Immutable; for C2SP notes.
public final class Ed25519PublicKey {

    /// Length of a public key in bytes.
    public static final int LENGTH_BYTES = Ed25519Strict.KEY_BYTES;

    /// Length of a signature in bytes.
    public static final int SIGNATURE_BYTES = Ed25519Strict.SIGNATURE_BYTES;

    private final byte[] value;
    final Prepared<PublicKey> conscrypt = new Prepared<>();
    final Prepared<PublicPoint> bouncyCastle = new Prepared<>();

    private Ed25519PublicKey(byte[] value) {
        this.value = value;
    }

    /// Reads a key; takes a copy.
    ///
    /// @throws KeyRejected unless [Ed25519Strict#checkKey] lets it in
    public static Ed25519PublicKey parse(byte[] bytes) {
        Ed25519Strict.checkKey(bytes);
        return new Ed25519PublicKey(bytes.clone());
    }

    /// A copy of the 32 bytes.
    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey key && Arrays.equals(value, key.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /// The key in hexadecimal.
    @Override
    public String toString() {
        return "Ed25519PublicKey(" + HexFormat.of().formatHex(value) + ")";
    }
}
