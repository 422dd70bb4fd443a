// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Has the heap's old garbage collected before the heap grows over it.
///
/// The serial collector looks at what has grown old only when the heap may grow no more, which by default is at a
/// quarter of the machine's memory; until then each batch of megabytes that outlives a young collection takes fresh
/// pages of the system. Here the whole heap is collected whenever it has doubled, so that it stays near what is in use
/// and a collection costs little beside what was made since the one before. Another collector finds nothing to do.
public final class GarbageWatch {

    /// Below this the heap grows as it likes.
    static final long COMMITTED_BYTES_MIN = 256L << 20;

    private static final long PAUSE_MILLIS = 500;

    private final LongSupplier committedBytes;
    private final Runnable collect;
    private long limitBytes = COMMITTED_BYTES_MIN;

    /// @param committedBytes what the heap has of the system's memory now
    /// @param collect collects all of it
    GarbageWatch(LongSupplier committedBytes, Runnable collect) {
        this.committedBytes = committedBytes;
        this.collect = collect;
    }

    /// Begins to watch this process's heap, on a thread that ends with the process.
    public static void start() {
        Runtime runtime = Runtime.getRuntime();
        GarbageWatch watch = new GarbageWatch(runtime::totalMemory, runtime::gc);
        Thread.ofPlatform().name("garbage").daemon().start(watch::work);
    }

    private void work() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                look();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Collects if the heap has doubled since the last time.
    void look() {
        if (committedBytes.getAsLong() > limitBytes) {
            collect.run();
            limitBytes = Math.max(COMMITTED_BYTES_MIN, 2 * committedBytes.getAsLong());
        }
    }
}
