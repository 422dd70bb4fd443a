// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Seals one small payload under a key that seals nothing else, such as a key of a [PunctureTree]: AES-256-GCM
/// with a tag of 16 bytes and a nonce of 96 zero bits.
///
/// The nonce may be constant because the key is not: NIST SP 800-38D §8 asks that the probability of using one
/// nonce *with one key* for two different inputs be at most 2^-32, and here no key has a second input. A key
/// that might seal twice, a rewritten row included, must not come here: two payloads under one key and nonce
/// give away their difference and the authentication key. A changed payload takes a new leaf, never its old
/// one.
public final class ObjectCipher {

    /// What a payload grows by.
    public static final int OVERHEAD_BYTES = AesGcm.TAG_BYTES;

    private static final byte[] ZERO_NONCE = new byte[AesGcm.NONCE_BYTES];

    private ObjectCipher() {}

    /// Seals `plaintext`, bound to `aad`.
    ///
    /// @param key 32 uniformly random bytes that seal this payload and never another
    /// @param aad what the opener must state in the same bytes, such as the place where the payload is kept;
    ///     not empty unless there is nothing to confuse it with
    /// @return ciphertext and tag
    public static byte[] seal(SecretBytes key, byte[] aad, byte[] plaintext) {
        return seal(AesGcm.preferred(), key, aad, plaintext);
    }

    /// Opens what was sealed under the same key and `aad`.
    ///
    /// @throws SealRejected if it was not
    public static byte[] open(SecretBytes key, byte[] aad, byte[] ciphertext) {
        return open(AesGcm.preferred(), key, aad, ciphertext);
    }

    static byte[] seal(AesGcm gcm, SecretBytes key, byte[] aad, byte[] plaintext) {
        return new Run(gcm.cipher()).seal(key, aad, plaintext);
    }

    /// Begins to seal many payloads, one after the other.
    public static Run run() {
        return new Run(AesGcm.preferred().cipher());
    }

    /// Seals many payloads, each under a key of its own, with one cipher: to find one costs more than to seal a
    /// kilobyte. Belongs to one thread.
    public static final class Run {

        private final Cipher cipher;

        private Run(Cipher cipher) {
            this.cipher = cipher;
        }

        /// As [ObjectCipher#seal(SecretBytes, byte[], byte[])].
        public byte[] seal(SecretBytes key, byte[] aad, byte[] plaintext) {
            AesGcm.start(cipher, Cipher.ENCRYPT_MODE, AesGcm.key(key), ZERO_NONCE);
            try {
                cipher.updateAAD(aad);
                return cipher.doFinal(plaintext);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM did not seal", e);
            }
        }
    }

    static byte[] open(AesGcm gcm, SecretBytes key, byte[] aad, byte[] ciphertext) {
        SecretKeySpec aesKey = AesGcm.key(key);
        if (ciphertext.length < AesGcm.TAG_BYTES) {
            throw new SealRejected(
                    "NIST SP 800-38D §7.2",
                    "%d bytes are shorter than a tag of %d".formatted(ciphertext.length, AesGcm.TAG_BYTES));
        }
        Cipher cipher = gcm.cipher();
        AesGcm.start(cipher, Cipher.DECRYPT_MODE, aesKey, ZERO_NONCE);
        try {
            cipher.updateAAD(aad);
            return cipher.doFinal(ciphertext);
        } catch (GeneralSecurityException e) {
            throw new SealRejected("NIST SP 800-38D §7.2", "another key or context, or damaged", e);
        }
    }
}
