// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mithaq.node.port.StorageFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread on which the charter moves on: rounds of voting end here, and links and witnesses follow what was
/// decided. One for each node.
final class CharterClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CharterClock.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final NodeRuntime node;
    private final Runnable changed;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;

    /// Begins.
    ///
    /// @param changed called here when there is news of the charter
    CharterClock(NodeRuntime node, Runnable changed) {
        this.node = node;
        this.changed = changed;
        node.acts().onChange(news::release);
        this.thread = Thread.ofVirtual().name("charter").start(this::work);
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                boolean any = news.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
                step(any);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void step(boolean any) {
        try {
            if (any) {
                changed.run();
            }
            node.acts().tick();
            node.keys().tick(node.change(), node.nowMicros());
        } catch (StorageFailed full) {
            LOG.warn("the charter waits for the disk: {}", full.getMessage());
        } catch (RuntimeException failed) {
            // A bug, or the node is stopping: the next second tries again, and the log says so.
            LOG.warn("a step of the charter failed", failed);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
