// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// Bytes that must not be printed, logged, serialised or compared in variable time.
///
/// The one way out is [#revealSecret], so that a search for that name lists every place where a secret is used.
public final class SecretBytes implements AutoCloseable {

    private final byte[] value;
    private boolean destroyed;

    private SecretBytes(byte[] value) {
        this.value = value;
    }

    /// Takes a copy of `bytes`; the caller still has to destroy its own.
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /// Takes over `bytes`, which the caller must neither keep nor change.
    public static SecretBytes handOver(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /// `length` fresh bytes from `random`.
    public static SecretBytes random(int length, SecureRandom random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    /// A copy that is closed apart from this one.
    ///
    /// @throws IllegalArgumentException if there are not exactly `length` bytes
    SecretBytes copy(int length) {
        if (value.length != length) {
            throw new IllegalArgumentException("expected a secret of %d bytes, not %d".formatted(length, value.length));
        }
        return copyOf(revealSecret());
    }

    /// Number of bytes.
    public int length() {
        return value.length;
    }

    /// The bytes themselves, not a copy: to be used at once, never kept or changed.
    ///
    /// @throws IllegalStateException after [#close]
    public byte[] revealSecret() {
        if (destroyed) {
            throw new IllegalStateException("this secret was destroyed");
        }
        return value;
    }

    /// Overwrites the bytes. Copies that the runtime or a library made are out of reach.
    @Override
    public void close() {
        destroyed = true;
        Arrays.fill(value, (byte) 0);
    }

    /// Compares in a time that depends on the lengths alone.
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes secret && MessageDigest.isEqual(value, secret.value);
    }

    /// The same for all secrets, so that nothing leaks through a hash table.
    @Override
    public int hashCode() {
        return SecretBytes.class.hashCode();
    }

    /// Says only how long the secret is.
    @Override
    public String toString() {
        return "SecretBytes(" + value.length + " bytes)";
    }
}
