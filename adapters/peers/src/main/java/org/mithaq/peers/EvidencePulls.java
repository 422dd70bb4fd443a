// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.PullRequest;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.node.EvidenceDesk;

/// Asks one peer for newer log evidence of what it sent before it was witnessed (protocol, Log 7): some time after it
/// came, many dispatches at once, and ever more rarely while the peer has nothing better. One worker pulls; any thread
/// may say that something came.
final class EvidencePulls {

    private final PeersTools tools;
    private final MemberId peer;
    private final Duration least;
    private final Duration most;
    private Hash after = Hash.ZERO;
    private long waitNanos;
    private long dueNanos;
    private boolean waiting = true;

    /// @param least how long a dispatch may wait for its witnesses before its sender is asked
    /// @param most longest pause between two requests that brought nothing
    EvidencePulls(PeersTools tools, MemberId peer, Duration least, Duration most) {
        this.tools = tools;
        this.peer = peer;
        this.least = least;
        this.most = most;
        this.waitNanos = least.toNanos();
        this.dueNanos = System.nanoTime() + waitNanos;
    }

    /// Something came from the peer, perhaps before it was witnessed.
    synchronized void came(long nowNanos) {
        if (!waiting || waitNanos > least.toNanos()) {
            waiting = true;
            waitNanos = least.toNanos();
            dueNanos = nowNanos + waitNanos;
        }
    }

    /// Nanoseconds until the peer is asked; `Long.MAX_VALUE` where nothing is lacking.
    synchronized long nanosToNext(long nowNanos) {
        return waiting ? Math.max(0, dueNanos - nowNanos) : Long.MAX_VALUE;
    }

    /// Asks for one page, if that is due.
    ///
    /// @return whether something was done
    boolean pull(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        Hash from;
        synchronized (this) {
            if (nanosToNext(System.nanoTime()) > 0) {
                return false;
            }
            from = after;
        }
        Optional<PullRequest.Evidence> wanted = tools.evidence().wanted(peer, from);
        if (wanted.isEmpty()) {
            done();
            return false;
        }
        EvidenceDesk.Taken taken = tools.evidence().take(peer, wanted.get(), connection.pull(wanted.get()));
        next(wanted.get().payloadHashes().getLast(), taken.stored() > 0);
        return true;
    }

    private synchronized void done() {
        waiting = false;
        after = Hash.ZERO;
    }

    private synchronized void next(Hash last, boolean better) {
        after = last;
        waitNanos = better ? least.toNanos() : Math.min(2 * waitNanos, most.toNanos());
        // Where the last page brought something, there is likely more at once.
        dueNanos = System.nanoTime() + (better ? 0 : waitNanos);
    }
}
