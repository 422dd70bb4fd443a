// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.mithaq.node.Effect;

/// Lets a request wait for objects to come, rather than ask again and again. Safe for threads.
final class Arrivals {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Guarded by `lock`.
    private long heard;

    /// Hears of every effect, on the deciding thread.
    void on(Effect effect) {
        if (effect instanceof Effect.Received || effect instanceof Effect.LogGrew) {
            lock.lock();
            try {
                heard++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
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

    private long heard() {
        lock.lock();
        try {
            return heard;
        } finally {
            lock.unlock();
        }
    }

    /// Whether anything came since `before`; waits for it until `untilNanos`.
    private boolean changed(long before, long untilNanos) {
        lock.lock();
        try {
            long left = untilNanos - System.nanoTime();
            while (heard == before && left > 0) {
                left = changed.awaitNanos(left);
            }
            return heard != before;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
