// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Opens a message while it is read; see [ChunkedEncryption#opening]. For one thread.
final class ChunkedOpener extends InputStream {

    private final ChunkCipher chunks;
    private final InputStream from;
    private final long limitBytes;
    private final byte[] sealed = new byte[ChunkCipher.SEALED_CHUNK_BYTES];
    private final byte[] plain = new byte[ChunkCipher.CHUNK_BYTES];
    private int at;
    private int end;
    private long index;
    private boolean last;
    private boolean closed;
    private @Nullable SealRejected refusal;

    ChunkedOpener(AesGcm gcm, SecretBytes inputKey, byte[] context, InputStream from, long limitBytes)
            throws IOException {
        byte[] header = from.readNBytes(ChunkCipher.HEADER_BYTES);
        if (header.length < ChunkCipher.HEADER_BYTES) {
            throw ChunkedEncryption.shortHeader(header.length);
        }
        this.chunks = ChunkCipher.opening(gcm, inputKey, context, header);
        this.from = from;
        this.limitBytes = limitBytes;
    }

    @Override
    public int read() throws IOException {
        return hasBytes() ? plain[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!hasBytes()) {
            return -1;
        }
        int part = Math.min(length, end - at);
        System.arraycopy(plain, at, bytes, offset, part);
        at += part;
        return part;
    }

    @Override
    public int available() {
        return end - at;
    }

    /// Destroys the keys and what was opened but not read, and closes the stream below.
    @Override
    public void close() throws IOException {
        closed = true;
        at = end;
        chunks.close();
        Arrays.fill(plain, (byte) 0);
        from.close();
    }

    private boolean hasBytes() throws IOException {
        if (closed) {
            throw new IOException("this message was closed");
        }
        if (refusal != null) {
            throw refusal;
        }
        if (at == end && !last) {
            try {
                openChunk();
            } catch (SealRejected e) {
                refusal = e;
                throw e;
            }
        }
        return at < end;
    }

    private void openChunk() throws IOException {
        int length = from.readNBytes(sealed, 0, sealed.length);
        boolean isLast = length < sealed.length;
        if (isLast) {
            ChunkedEncryption.requireLast(length);
        }
        if (index * ChunkCipher.CHUNK_BYTES + length - AesGcm.TAG_BYTES > limitBytes) {
            throw ChunkedEncryption.tooLong(limitBytes);
        }
        end = 0;
        at = 0;
        end = chunks.open(index, sealed, 0, length, plain, 0);
        index++;
        last = isLast;
    }
}
