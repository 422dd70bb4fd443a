// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A request body that ends in a refusal when it is too large or comes too slowly.
///
/// Remembers its failure, so that a handler that swallows it does not turn a part into a whole. Read by one
/// thread.
final class BoundedBody extends InputStream {

    static final long GRACE_NANOS = 5_000_000_000L;

    private final InputStream in;
    private final long limitBytes;
    private final long bytesPerSecondMin;
    private final LongSupplier nanoTime;
    private final long beganNanos;
    private long read;
    private Optional<IOException> failure = Optional.empty();
    private boolean ended;
    private volatile boolean waiting;
    private volatile long readSoFar;

    /// @param nanoTime a clock that never goes back, such as [System#nanoTime]
    BoundedBody(InputStream in, long limitBytes, long bytesPerSecondMin, LongSupplier nanoTime) {
        this.in = in;
        this.limitBytes = limitBytes;
        this.bytesPerSecondMin = bytesPerSecondMin;
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
    }

    /// What ended the body before its end.
    Optional<IOException> failure() {
        return failure;
    }

    /// True when the last byte has been read.
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (length == 0) {
            return 0;
        }
        waiting = true;
        try {
            int count = in.read(buffer, offset, length);
            if (count < 0) {
                ended = true;
            } else {
                read += count;
                readSoFar = read;
                check();
            }
            return count;
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        } finally {
            waiting = false;
        }
    }

    /// Whether a reader waits for bytes that come too slowly, or not at all: then only somebody else can end it.
    /// Safe for threads.
    boolean stalls(long nowNanos) {
        return waiting && isTooSlow(readSoFar, nowNanos);
    }

    private boolean isTooSlow(long bytes, long nowNanos) {
        long elapsedNanos = nowNanos - beganNanos;
        return elapsedNanos > GRACE_NANOS && bytes < bytesPerSecondMin * (elapsedNanos / 1_000_000_000L);
    }

    private void check() throws BodyRefused {
        if (read > limitBytes) {
            throw BodyRefused.tooLarge(limitBytes);
        }
        if (isTooSlow(read, nanoTime.getAsLong())) {
            throw BodyRefused.tooSlow(bytesPerSecondMin);
        }
    }
}
