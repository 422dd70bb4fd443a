// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mithaq.node.Effect;

/// Lets a request wait for objects to come, rather than ask again and again. Safe for threads.
final class Arrivals {

    /// Guarded by this.
    private long heard;

    /// Hears of every effect, on the deciding thread.
    synchronized void on(Effect effect) {
        if (effect instanceof Effect.Received || effect instanceof Effect.LogGrew) {
            heard++;
            notifyAll();
        }
    }

    /// What `look` finds, as soon as it finds anything, or nothing after `patience`.
    <T> List<T> await(Duration patience, Supplier<List<T>> look) {
        long untilNanos = System.nanoTime() + patience.toNanos();
        while (true) {
            long before = heard();
            List<T> found = look.get();
            if (!found.isEmpty() || !changed(before, untilNanos)) {
                return found;
            }
        }
    }

    private synchronized long heard() {
        return heard;
    }

    /// Whether anything came since `before`; waits for it until `untilNanos`.
    private synchronized boolean changed(long before, long untilNanos) {
        try {
            long left = untilNanos - System.nanoTime();
            while (heard == before && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
                left = untilNanos - System.nanoTime();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return heard != before;
    }
}
