// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Counts the refusals that each caller may still get: a store of them that fills again with time. Who has used
/// them up is turned away unread, so that rubbish costs neither a signature nor a transaction. Safe for threads.
///
/// @param <C> what callers are told apart by; as many of them are remembered as ever were refused
public final class RefusalMeter<C> {

    private final int max;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Map<C, Used> used = new HashMap<>();

    /// @param nanos when the count was last true
    private record Used(double count, long nanos) {}

    /// @param max refusals that one caller gets at once
    /// @param interval after which it may get one more
    /// @param nanoTime a clock that never goes back, such as [System#nanoTime]
    public RefusalMeter(int max, Duration interval, LongSupplier nanoTime) {
        this.max = max;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /// Whether the caller may get one more.
    public synchronized boolean allows(C caller) {
        return count(caller, nanoTime.getAsLong()) <= max - 1;
    }

    /// It got one.
    public synchronized void count(C caller) {
        long now = nanoTime.getAsLong();
        used.put(caller, new Used(Math.min(max, count(caller, now) + 1), now));
    }

    private double count(C caller, long now) {
        Used known = used.getOrDefault(caller, new Used(0, now));
        return Math.max(0, known.count() - (double) (now - known.nanos()) / intervalNanos);
    }
}
