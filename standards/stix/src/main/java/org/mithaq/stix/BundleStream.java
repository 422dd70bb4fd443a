// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The document behind a stream: gzip is undone where it is found, and no more bytes come out than the limit.
final class BundleStream extends InputStream {

    /// The document goes beyond the limit, or its gzip is damaged: the sender's fault, where any other exception
    /// is the stream's.
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;
        private final String clause;

        Unreadable(String clause, String expected) {
            super(expected);
            this.clause = clause;
        }

        String clause() {
            return clause;
        }
    }

    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final boolean compressed;
    private final long bytesMax;
    private long remainingBytes;

    private BundleStream(InputStream in, boolean compressed, long bytesMax) {
        this.in = in;
        this.compressed = compressed;
        this.bytesMax = bytesMax;
        this.remainingBytes = bytesMax;
    }

    /// Looks at the first two bytes of `raw`: those of gzip (RFC 1952 §2.3.1) begin no JSON text.
    static BundleStream of(InputStream raw, long bytesMax) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        boolean compressed = magic.length == 2 && (magic[0] & 0xff) == MAGIC_1 && (magic[1] & 0xff) == MAGIC_2;
        if (!compressed) {
            return new BundleStream(in, false, bytesMax);
        }
        try {
            return new BundleStream(new GZIPInputStream(in, BUFFER_BYTES), true, bytesMax);
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count;
        try {
            count = in.read(bytes, from, length);
        } catch (ZipException | EOFException e) {
            if (compressed) {
                throw damaged(e);
            }
            throw e;
        }
        if (count > remainingBytes) {
            throw new Unreadable("limit inflatedBytesMax", "a document of at most " + bytesMax + " bytes");
        }
        remainingBytes -= Math.max(count, 0);
        return count;
    }

    private static Unreadable damaged(IOException cause) {
        Unreadable damaged = new Unreadable("RFC 1952", "gzip that can be undone to its end");
        damaged.initCause(cause);
        return damaged;
    }
}
