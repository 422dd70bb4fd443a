// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;

/// Seals a message while it is written; see [ChunkedEncryption#sealing]. For one thread.
///
/// Closing does *not* complete the message: an exception on the way closes a stream too, and what was written
/// until then must not pass for all of it. Without [#finish] the ciphertext is truncated, and no opener accepts
/// it.
public final class ChunkedSealer extends OutputStream {

    private final ChunkCipher chunks;
    private final OutputStream to;
    private final byte[] plain = new byte[ChunkCipher.CHUNK_BYTES];
    private final byte[] sealed = new byte[ChunkCipher.SEALED_CHUNK_BYTES];
    private int filled;
    private long index;
    private boolean ended;

    ChunkedSealer(AesGcm gcm, SecretBytes inputKey, byte[] context, OutputStream to, SecureRandom random)
            throws IOException {
        byte[] salt = new byte[ChunkCipher.SALT_BYTES];
        random.nextBytes(salt);
        this.chunks = new ChunkCipher(gcm, inputKey, salt, context);
        this.to = to;
        byte[] header = new byte[ChunkCipher.HEADER_BYTES];
        chunks.writeHeader(salt, header);
        to.write(header);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int part = Math.min(plain.length - filled, end - at);
            System.arraycopy(bytes, at, plain, filled, part);
            filled += part;
            at += part;
            if (filled == plain.length) {
                writeChunk();
            }
        }
    }

    /// Writes the last, short chunk, which says that the message ends here, and flushes. Nothing may follow.
    public void finish() throws IOException {
        requireOpen();
        writeChunk();
        ended = true;
        to.flush();
    }

    /// Passes on what is complete; a chunk cannot be written before it is full.
    @Override
    public void flush() throws IOException {
        to.flush();
    }

    /// Destroys the keys and closes the stream below, without completing the message.
    @Override
    public void close() throws IOException {
        ended = true;
        chunks.close();
        Arrays.fill(plain, (byte) 0);
        to.close();
    }

    private void writeChunk() throws IOException {
        chunks.seal(index, plain, 0, filled, sealed, 0);
        to.write(sealed, 0, filled + AesGcm.TAG_BYTES);
        index++;
        filled = 0;
    }

    private void requireOpen() throws IOException {
        if (ended) {
            throw new IOException("this message was finished or given up");
        }
    }
}
