// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 value of 32 bytes (FIPS 180-4), compared in constant time. Immutable.
public final class Hash implements Comparable<Hash> {

    /// Length of every hash in bytes.
    public static final int LENGTH_BYTES = 32;

    /// 32 zero bytes, which no input is known to hash to: "there is none before this one".
    public static final Hash ZERO = new Hash(new byte[LENGTH_BYTES]);

    /// Never fed: a copy of it costs a tenth of asking all providers for another.
    private static final MessageDigest FRESH = ofThePlatform();

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /// SHA-256 over the concatenation of `parts`. The caller makes the concatenation unambiguous.
    public static Hash of(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /// Takes a copy of 32 bytes that already are a hash.
    ///
    /// @throws IllegalArgumentException if there are not exactly 32
    public static Hash wrap(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a SHA-256 value has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /// Reads 64 hexadecimal digits of either case.
    ///
    /// @throws IllegalArgumentException if `hex` is anything else
    public static Hash parseHex(String hex) {
        if (hex.length() != 2 * LENGTH_BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            // The library would quote what it found, whatever that is, and messages end up in logs.
            throw new IllegalArgumentException("a SHA-256 value is written as 64 hexadecimal digits");
        }
        return handOver(HexFormat.of().parseHex(hex));
    }

    /// Takes 32 bytes that already are a hash, and that nobody else keeps.
    static Hash handOver(byte[] bytes) {
        return new Hash(bytes);
    }

    /// A fresh SHA-256 digest, for input that comes in parts.
    public static MessageDigest sha256() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            return ofThePlatform();
        }
    }

    private static MessageDigest ofThePlatform() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// A copy of the 32 bytes.
    public byte[] bytes() {
        return value.clone();
    }

    /// Adds the 32 bytes to `digest`, without a copy.
    public void updateTo(MessageDigest digest) {
        digest.update(value);
    }

    /// 64 hexadecimal digits in lower case.
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /// Orders by the bytes as unsigned numbers.
    @Override
    public int compareTo(Hash other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && MessageDigest.isEqual(value, hash.value);
    }

    @Override
    public int hashCode() {
        return (value[0] & 0xff) << 24 | (value[1] & 0xff) << 16 | (value[2] & 0xff) << 8 | (value[3] & 0xff);
    }

    @Override
    public String toString() {
        return hex();
    }
}
