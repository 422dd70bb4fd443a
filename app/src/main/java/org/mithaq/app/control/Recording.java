// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.mithaq.node.Posting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A batch that is being recorded on a thread of its own while its caller does something else.
final class Recording {

    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    private final FutureTask<Posting.Outcome> task;

    private Recording(FutureTask<Posting.Outcome> task) {
        this.task = task;
    }

    /// Begins.
    ///
    /// @param record returns when all of it is durable
    static Recording of(Supplier<Posting.Outcome> record) {
        FutureTask<Posting.Outcome> task = new FutureTask<>(record::get);
        Thread.ofVirtual().name("recording").start(task);
        return new Recording(task);
    }

    /// What became of it, as soon as it is durable.
    ///
    /// @throws RuntimeException what recording it threw, as it was thrown
    Posting.Outcome outcome() {
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted while waiting for the disk", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(failed.getCause());
        }
    }

    /// Waits until it is over, however it ends: for a caller that has failed already, and says so itself.
    void end() {
        try {
            var _ = outcome();
        } catch (RuntimeException second) {
            LOG.debug("the batch before failed too", second);
        }
    }
}
