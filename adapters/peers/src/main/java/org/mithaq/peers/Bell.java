// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one waiting worker. A ring before the wait is not lost, and many rings are one.
final class Bell {

    private final Semaphore rung = new Semaphore(0);

    /// Never waits.
    void ring() {
        rung.release();
    }

    /// Waits until it rings, at most `nanos`; returns at once if it has rung since the last wait.
    void await(long nanos) throws InterruptedException {
        if (rung.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }
}
