// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// C2SP chunked-encryption as its text stands, chunk by chunk and number by number; the oracle of the tests.
final class ChunkedReference {

    private static final int CHUNK = 16 * 1024;

    private ChunkedReference() {}

    static byte[] seal(byte[] inputKey, byte[] context, byte[] salt, byte[] message) {
        byte[] info = joined(
                "c2sp.org/chunked-encryption@v1+".getBytes(StandardCharsets.US_ASCII),
                "AEAD_AES_256_GCM".getBytes(StandardCharsets.US_ASCII),
                new byte[] {0},
                salt,
                context);
        byte[] derived = hkdfExpandSha512(inputKey, info, 32 + 12 + 32);
        byte[] key = Arrays.copyOf(derived, 32);
        BigInteger baseNonce = new BigInteger(1, Arrays.copyOfRange(derived, 32, 44));
        byte[] sealed = joined(salt, Arrays.copyOfRange(derived, 44, 76));
        int chunks = message.length / CHUNK + 1;
        for (int number = 0; number < chunks; number++) {
            byte[] chunk = Arrays.copyOfRange(message, number * CHUNK, Math.min(message.length, (number + 1) * CHUNK));
            byte[] nonce = fixed(baseNonce.xor(BigInteger.valueOf(number)), 12);
            sealed = joined(sealed, aesGcm(key, nonce, chunk));
        }
        return sealed;
    }

    /// RFC 5869 §2.3 over the HMAC of RFC 2104 §2, on nothing but the hash.
    static byte[] hkdfExpandSha512(byte[] key, byte[] info, int length) {
        byte[] output = {};
        byte[] previous = {};
        for (int number = 1; output.length < length; number++) {
            previous = hmacSha512(key, joined(previous, info, new byte[] {(byte) number}));
            output = joined(output, previous);
        }
        return Arrays.copyOf(output, length);
    }

    private static byte[] hmacSha512(byte[] key, byte[] text) {
        byte[] inner = Arrays.copyOf(key, 128);
        byte[] outer = Arrays.copyOf(key, 128);
        for (int at = 0; at < 128; at++) {
            inner[at] ^= 0x36;
            outer[at] ^= 0x5c;
        }
        return sha512(joined(outer, sha512(joined(inner, text))));
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] aesGcm(byte[] key, byte[] nonce, byte[] chunk) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            return cipher.doFinal(chunk);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int copied = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - copied, fixed, length - copied, copied);
        return fixed;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
