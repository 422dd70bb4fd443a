// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/// Ends requests whose time is over: first the handler's thread is interrupted, and two seconds later the
/// exchange is given up, so that a handler that ignores interrupts cannot keep its caller waiting.
final class Watch {

    private static final long GRACE_NANOS = 2_000_000_000L;

    /// One request whose handler is at work.
    final class Turn {
        private final Thread worker = Thread.currentThread();
        private long dueNanos;
        private final LongPredicate stalls;
        private final Runnable giveUp;
        private boolean over;
        private boolean expired;
        private boolean givenUp;

        private Turn(long dueNanos, LongPredicate stalls, Runnable giveUp) {
            this.dueNanos = dueNanos;
            this.stalls = stalls;
            this.giveUp = giveUp;
        }

        /// Ends the turn; from here on nobody interrupts the thread. True if its time was over.
        boolean finish() {
            turns.remove(this);
            synchronized (this) {
                over = true;
                if (expired) {
                    // Ours, and done with: what follows may wait again.
                    Thread.interrupted();
                }
                return expired;
            }
        }

        private void check(long nowNanos) {
            boolean now;
            synchronized (this) {
                if (!over && !expired && (nowNanos - dueNanos >= 0 || stalls.test(nowNanos))) {
                    expired = true;
                    dueNanos = nowNanos;
                    worker.interrupt();
                }
                now = !over && !givenUp && nowNanos - dueNanos >= GRACE_NANOS;
                givenUp |= now;
            }
            if (now) {
                giveUp.run();
            }
        }
    }

    private final Set<Turn> turns = ConcurrentHashMap.newKeySet();

    /// Begins a turn of the calling thread.
    ///
    /// @param stalls whether, at a time, the other end keeps the handler waiting for its bytes: then time is over
    /// @param giveUp ends the exchange; called at most once
    Turn begin(Duration timeMax, LongPredicate stalls, Runnable giveUp) {
        Turn turn = new Turn(System.nanoTime() + timeMax.toNanos(), stalls, giveUp);
        turns.add(turn);
        return turn;
    }

    /// Looks at all turns. Called several times a second.
    void sweep(long nowNanos) {
        for (Turn turn : turns) {
            turn.check(nowNanos);
        }
    }

    int inProgress() {
        return turns.size();
    }
}
