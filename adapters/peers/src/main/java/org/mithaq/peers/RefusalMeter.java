// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.mithaq.charter.MemberId;

/// Counts the signed refusals that each peer may still get: a store of them that fills again with time. Who has used
/// them up is turned away unread, so that rubbish costs neither a signature nor a transaction. Safe for threads.
final class RefusalMeter {

    private final int max;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Map<MemberId, Used> used = new HashMap<>();

    /// @param nanos when the count was last true
    private record Used(double count, long nanos) {}

    RefusalMeter(int max, Duration interval, LongSupplier nanoTime) {
        this.max = max;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /// Whether the peer may get one more.
    synchronized boolean allows(MemberId peer) {
        return count(peer, nanoTime.getAsLong()) <= max - 1;
    }

    /// It got one.
    synchronized void count(MemberId peer) {
        long now = nanoTime.getAsLong();
        used.put(peer, new Used(Math.min(max, count(peer, now) + 1), now));
    }

    private double count(MemberId peer, long now) {
        Used known = used.getOrDefault(peer, new Used(0, now));
        return Math.max(0, known.count() - (double) (now - known.nanos()) / intervalNanos);
    }
}
