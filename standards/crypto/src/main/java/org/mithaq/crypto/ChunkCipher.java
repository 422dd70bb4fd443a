// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// The keys of one message of [ChunkedEncryption], and its chunks one by one. For one thread.
final class ChunkCipher implements AutoCloseable {

    static final int CHUNK_BYTES = 16 * 1024;
    static final int SEALED_CHUNK_BYTES = CHUNK_BYTES + AesGcm.TAG_BYTES;
    static final int SALT_BYTES = 24;
    static final int COMMITMENT_BYTES = 32;
    static final int HEADER_BYTES = SALT_BYTES + COMMITMENT_BYTES;
    static final long CHUNKS_MAX = 1L << 38;

    private static final byte[] INFO_PREFIX =
            "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0".getBytes(StandardCharsets.US_ASCII);

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final SecretBytes baseNonce;
    private final byte[] commitment;

    // Room for one chunk each, made when a long message first needs them.
    private byte[] longInput = {};
    private byte[] longOutput = {};

    /// Derives the keys of one message (*Key derivation*).
    ///
    /// @param inputKey 32 uniformly random bytes
    /// @param salt 24 bytes, never twice with this key
    ChunkCipher(AesGcm gcm, SecretBytes inputKey, byte[] salt, byte[] context) {
        if (inputKey.length() != AesGcm.KEY_BYTES) {
            throw new IllegalArgumentException(
                    "an input key has %d bytes, not %d".formatted(AesGcm.KEY_BYTES, inputKey.length()));
        }
        byte[] info = Arrays.copyOf(INFO_PREFIX, INFO_PREFIX.length + SALT_BYTES + context.length);
        System.arraycopy(salt, 0, info, INFO_PREFIX.length, SALT_BYTES);
        System.arraycopy(context, 0, info, INFO_PREFIX.length + SALT_BYTES, context.length);
        int nonceEnd = AesGcm.KEY_BYTES + AesGcm.NONCE_BYTES;
        try (SecretBytes derived = Hkdf.expand("HmacSHA512", inputKey, info, nonceEnd + COMMITMENT_BYTES)) {
            byte[] bytes = derived.revealSecret();
            this.cipher = gcm.cipher();
            this.key = new SecretKeySpec(bytes, 0, AesGcm.KEY_BYTES, "AES");
            this.baseNonce = SecretBytes.handOver(Arrays.copyOfRange(bytes, AesGcm.KEY_BYTES, nonceEnd));
            this.commitment = Arrays.copyOfRange(bytes, nonceEnd, bytes.length);
        }
    }

    /// Reads a header and checks its commitment, as must happen before any chunk (*Key derivation*).
    ///
    /// @param sealed begins with at least [#HEADER_BYTES] bytes of header
    /// @throws SealRejected if the key or the context is another
    static ChunkCipher opening(AesGcm gcm, SecretBytes inputKey, byte[] context, byte[] sealed) {
        ChunkCipher chunks = new ChunkCipher(gcm, inputKey, Arrays.copyOf(sealed, SALT_BYTES), context);
        byte[] found = Arrays.copyOfRange(sealed, SALT_BYTES, HEADER_BYTES);
        if (!MessageDigest.isEqual(chunks.commitment, found)) {
            chunks.close();
            throw new SealRejected(
                    "C2SP chunked-encryption, Key derivation", "the commitment is that of another key or context");
        }
        return chunks;
    }

    /// Writes the header of the message.
    void writeHeader(byte[] salt, byte[] output) {
        System.arraycopy(salt, 0, output, 0, SALT_BYTES);
        System.arraycopy(commitment, 0, output, SALT_BYTES, COMMITMENT_BYTES);
    }

    /// Seals one chunk of `length` bytes and its tag into `output` at `outputAt`.
    void seal(long index, byte[] input, int inputAt, int length, byte[] output, int outputAt) {
        AesGcm.start(cipher, Cipher.ENCRYPT_MODE, key, nonce(index));
        try {
            compute(input, inputAt, length, output, outputAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not seal into a buffer of the right length", e);
        }
    }

    /// Opens one chunk of `length` bytes, tag included, into `output` at `outputAt`.
    ///
    /// @return number of bytes of plaintext
    /// @throws SealRejected if the chunk is not the one sealed under this index
    int open(long index, byte[] input, int inputAt, int length, byte[] output, int outputAt) {
        AesGcm.start(cipher, Cipher.DECRYPT_MODE, key, nonce(index));
        try {
            return compute(input, inputAt, length, output, outputAt);
        } catch (GeneralSecurityException e) {
            throw new SealRejected(
                    "C2SP chunked-encryption, AEAD usage", "chunk %d is not what was sealed there".formatted(index), e);
        }
    }

    /// Hands the library arrays of one chunk only: JNI copies an array whole, so that a long message would be copied
    /// once for each of its chunks.
    private int compute(byte[] input, int inputAt, int length, byte[] output, int outputAt)
            throws GeneralSecurityException {
        boolean isLong = input.length > SEALED_CHUNK_BYTES || output.length > SEALED_CHUNK_BYTES;
        if (!isLong) {
            return cipher.doFinal(input, inputAt, length, output, outputAt);
        }
        if (longInput.length == 0) {
            longInput = new byte[SEALED_CHUNK_BYTES];
            longOutput = new byte[SEALED_CHUNK_BYTES];
        }
        System.arraycopy(input, inputAt, longInput, 0, length);
        int computed = cipher.doFinal(longInput, 0, length, longOutput, 0);
        System.arraycopy(longOutput, 0, output, outputAt, computed);
        return computed;
    }

    /// The base nonce with the chunk's index over its last five bytes (*AEAD usage*).
    private byte[] nonce(long index) {
        if (index < 0 || index >= CHUNKS_MAX) {
            throw new SealRejected("C2SP chunked-encryption, Message chunking", "the message exceeds 2^38 chunks");
        }
        byte[] nonce = baseNonce.revealSecret().clone();
        for (int at = 0; at < 5; at++) {
            nonce[AesGcm.NONCE_BYTES - 1 - at] ^= (byte) (index >>> (Byte.SIZE * at));
        }
        return nonce;
    }

    @Override
    public void close() {
        baseNonce.close();
        Arrays.fill(longInput, (byte) 0);
        Arrays.fill(longOutput, (byte) 0);
    }
}
