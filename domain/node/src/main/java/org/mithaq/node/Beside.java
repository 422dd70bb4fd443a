// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Work that another thread may do meanwhile, once. Whoever needs its result before that thread has begun does it
/// itself: so it is never later than if it had not been handed to anybody. Safe for threads.
///
/// @param <T> what it results in
final class Beside<T> implements Runnable {

    private final Supplier<T> work;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /// @param work run at most once
    Beside(Supplier<T> work) {
        this.work = work;
    }

    /// Does the work, unless that was begun already.
    @Override
    public void run() {
        if (begun.compareAndSet(false, true)) {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error failed) {
                // Whoever asks for the result hears of it.
                result.completeExceptionally(failed);
            }
        }
    }

    /// The result, which is worked out or waited for.
    ///
    /// @throws RuntimeException what the work threw
    T result() {
        run();
        try {
            return result.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
