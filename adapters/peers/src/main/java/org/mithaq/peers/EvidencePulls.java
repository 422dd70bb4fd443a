// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.http.PeerUnreachable;

/// Asks one peer for log evidence of what it signed (protocol, Log 7 and Receipts 8): some time after it came,
/// many at once, and ever more rarely while the peer has nothing better. One worker pulls; any thread may say
/// that something came.
final class EvidencePulls {

    /// What is lacking, page by page, and from the first again after the last. Owned by one worker.
    interface Pages {

        /// The next page; empty where nothing is lacking.
        Optional<Page> next();
    }

    /// Some of what is lacking.
    ///
    /// @param request what is asked for
    /// @param full whether there are likely more
    /// @param take takes the answer, and says how much of it was good
    record Page(PullRequest request, boolean full, ToIntFunction<Parcels> take) {}

    private final Pages pages;
    private final Duration least;
    private final Duration most;
    private long waitNanos;
    private long dueNanos;
    private boolean waiting = true;

    /// @param least how long something may wait for its witnesses before its signer is asked
    /// @param most longest pause between two requests that brought nothing
    EvidencePulls(Pages pages, Duration least, Duration most) {
        this.pages = pages;
        this.least = least;
        this.most = most;
        this.waitNanos = least.toNanos();
        this.dueNanos = System.nanoTime() + waitNanos;
    }

    /// Something came from the peer, perhaps before it was witnessed.
    ///
    /// @return whether the peer is to be asked sooner now than before
    synchronized boolean came(long nowNanos) {
        if (waiting && waitNanos <= least.toNanos()) {
            return false;
        }
        waiting = true;
        waitNanos = least.toNanos();
        dueNanos = nowNanos + waitNanos;
        return true;
    }

    /// Nanoseconds until the peer is asked; `Long.MAX_VALUE` where nothing is lacking.
    synchronized long nanosToNext(long nowNanos) {
        return waiting ? Math.max(0, dueNanos - nowNanos) : Long.MAX_VALUE;
    }

    /// Asks for one page, if that is due.
    ///
    /// @return whether something was done
    boolean pull(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        if (nanosToNext(System.nanoTime()) > 0) {
            return false;
        }
        Optional<Page> page = pages.next();
        if (page.isEmpty()) {
            done();
            return false;
        }
        int better = page.get().take().applyAsInt(connection.pull(page.get().request()));
        next(better > 0, page.get().full());
        return true;
    }

    private synchronized void done() {
        waiting = false;
    }

    private synchronized void next(boolean better, boolean full) {
        waitNanos = better ? least.toNanos() : Math.min(2 * waitNanos, most.toNanos());
        // Where the last page brought something and was not the last, there is likely more at once.
        dueNanos = System.nanoTime() + (better && full ? 0 : waitNanos);
    }
}
