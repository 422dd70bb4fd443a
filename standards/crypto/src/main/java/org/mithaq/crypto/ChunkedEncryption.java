// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;

/// Seals a message of any length under a key and a context: C2SP chunked-encryption in its instance
/// *Cobblestone-256* (SHA-512 and `AEAD_AES_256_GCM`).
///
/// The ciphertext is salt (24 bytes), key commitment (32), then chunks of 16 KiB, each with a tag of 16 bytes,
/// the last one shorter and perhaps empty. Nothing of the key and the context can be exchanged without the
/// commitment telling.
public final class ChunkedEncryption {

    /// What a message of `n` bytes grows by, besides one tag for each full chunk of 16 KiB in it.
    public static final int OVERHEAD_BYTES = ChunkCipher.HEADER_BYTES + AesGcm.TAG_BYTES;

    private static final String CHUNKING = "C2SP chunked-encryption, Message chunking";
    private static final String LENGTHS = "C2SP chunked-encryption, Implementation notes";

    private ChunkedEncryption() {}

    /// Length of the ciphertext of `plaintextBytes` bytes.
    public static long sealedLength(long plaintextBytes) {
        return OVERHEAD_BYTES + plaintextBytes + plaintextBytes / ChunkCipher.CHUNK_BYTES * AesGcm.TAG_BYTES;
    }

    /// Seals a message that fits in memory.
    ///
    /// @param inputKey 32 uniformly random bytes
    /// @param context what the opener must state in the same bytes; may be empty
    /// @param random yields the salt, which must not repeat under one key
    /// @return [#sealedLength] bytes
    public static byte[] seal(SecretBytes inputKey, byte[] context, byte[] plaintext, SecureRandom random) {
        return seal(AesGcm.preferred(), inputKey, context, plaintext, random);
    }

    /// Opens a message that fits in memory; every byte of the answer was authenticated, and so was its end.
    ///
    /// All lengths that no sealing yields are refused before anything is computed, then the commitment is
    /// checked, then each chunk.
    ///
    /// @param limitBytes the longest plaintext that the caller takes
    /// @throws SealRejected if this is not a whole message sealed under `inputKey` and `context`, or exceeds
    ///     the limit
    public static byte[] open(SecretBytes inputKey, byte[] context, byte[] ciphertext, int limitBytes) {
        return open(AesGcm.preferred(), inputKey, context, ciphertext, limitBytes);
    }

    /// Seals a message of any length on its way to `to`, in memory for one chunk.
    ///
    /// The header is written at once. The message is complete only after [ChunkedSealer#finish].
    ///
    /// @param random yields the salt, which must not repeat under one key
    public static ChunkedSealer sealing(SecretBytes inputKey, byte[] context, OutputStream to, SecureRandom random)
            throws IOException {
        return new ChunkedSealer(AesGcm.preferred(), inputKey, context, to, random);
    }

    /// Opens a message of any length on its way from `from`, in memory for one chunk.
    ///
    /// Reads the header and checks the commitment at once. The stream yields authenticated bytes only, but that
    /// the message is whole is known only at its end: who stops earlier has a beginning and must treat it as
    /// one.
    ///
    /// @param limitBytes the longest plaintext that the caller takes
    /// @throws SealRejected here or from any later read, which then fails for ever: see [#open]
    public static InputStream opening(SecretBytes inputKey, byte[] context, InputStream from, long limitBytes)
            throws IOException {
        return new ChunkedOpener(AesGcm.preferred(), inputKey, context, from, limitBytes);
    }

    static byte[] seal(AesGcm gcm, SecretBytes inputKey, byte[] context, byte[] plaintext, SecureRandom random) {
        byte[] salt = new byte[ChunkCipher.SALT_BYTES];
        random.nextBytes(salt);
        byte[] sealed = new byte[Math.toIntExact(sealedLength(plaintext.length))];
        try (ChunkCipher chunks = new ChunkCipher(gcm, inputKey, salt, context)) {
            chunks.writeHeader(salt, sealed);
            long index = 0;
            int at = 0;
            int sealedAt = ChunkCipher.HEADER_BYTES;
            int length;
            do {
                length = Math.min(ChunkCipher.CHUNK_BYTES, plaintext.length - at);
                chunks.seal(index, plaintext, at, length, sealed, sealedAt);
                index++;
                at += length;
                sealedAt += length + AesGcm.TAG_BYTES;
            } while (length == ChunkCipher.CHUNK_BYTES);
        }
        return sealed;
    }

    static byte[] open(AesGcm gcm, SecretBytes inputKey, byte[] context, byte[] sealed, int limitBytes) {
        int plaintextBytes = openedLength(sealed.length);
        if (plaintextBytes > limitBytes) {
            throw tooLong(limitBytes);
        }
        byte[] plaintext = new byte[plaintextBytes];
        try (ChunkCipher chunks = ChunkCipher.opening(gcm, inputKey, context, sealed)) {
            long index = 0;
            int at = 0;
            for (int sealedAt = ChunkCipher.HEADER_BYTES; sealedAt < sealed.length; index++) {
                int length = Math.min(ChunkCipher.SEALED_CHUNK_BYTES, sealed.length - sealedAt);
                at += chunks.open(index, sealed, sealedAt, length, plaintext, at);
                sealedAt += length;
            }
        } catch (SealRejected e) {
            Arrays.fill(plaintext, (byte) 0);
            throw e;
        }
        return plaintext;
    }

    /// Length of the plaintext of `sealedBytes` bytes of ciphertext, if some plaintext yields that many.
    private static int openedLength(int sealedBytes) {
        if (sealedBytes < ChunkCipher.HEADER_BYTES) {
            throw shortHeader(sealedBytes);
        }
        int chunkBytes = sealedBytes - ChunkCipher.HEADER_BYTES;
        int full = chunkBytes / ChunkCipher.SEALED_CHUNK_BYTES;
        int last = chunkBytes % ChunkCipher.SEALED_CHUNK_BYTES;
        requireLast(last);
        return full * ChunkCipher.CHUNK_BYTES + last - AesGcm.TAG_BYTES;
    }

    /// Checks the length of what comes after the full chunks: a tag at least.
    static void requireLast(int sealedBytes) {
        if (sealedBytes == 0) {
            throw new SealRejected(CHUNKING, "the message is truncated: it lacks its last, short chunk");
        }
        if (sealedBytes < AesGcm.TAG_BYTES) {
            throw new SealRejected(LENGTHS, "the last chunk of %d bytes is shorter than a tag".formatted(sealedBytes));
        }
    }

    static SealRejected tooLong(long limitBytes) {
        return new SealRejected(CHUNKING, "the message exceeds the %d bytes allowed here".formatted(limitBytes));
    }

    static SealRejected shortHeader(int sealedBytes) {
        return new SealRejected(LENGTHS, "%d bytes are less than a header".formatted(sealedBytes));
    }
}
