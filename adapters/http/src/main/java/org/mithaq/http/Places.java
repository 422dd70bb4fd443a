// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// What one request holds while it is answered: a share of its caller's, and a permit of its route. Of one thread.
final class Places implements AutoCloseable {

    private static final Headers SOON = Headers.of("Retry-After", "1");

    private final Shares shares;
    private final List<Runnable> held = new ArrayList<>(2);

    Places(Shares shares) {
        this.shares = shares;
    }

    /// Takes both: the caller's share first, so that whoever asks too much takes no permit from the others.
    ///
    /// @throws Refused with 429 if the caller has no share left, with 503 if the route has no permit left
    void take(String caller, Semaphore permits) {
        if (!shares.take(caller)) {
            throw new Refused(Problems.tooManyRequests(), SOON);
        }
        held.add(() -> shares.giveBack(caller));
        if (!permits.tryAcquire()) {
            throw new Refused(Problems.busy(), SOON);
        }
        held.add(permits::release);
    }

    @Override
    public void close() {
        held.forEach(Runnable::run);
        held.clear();
    }
}
