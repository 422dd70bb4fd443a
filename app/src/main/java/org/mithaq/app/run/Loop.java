// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mithaq.node.Command;
import org.mithaq.node.Core;
import org.mithaq.node.Effect;
import org.mithaq.node.Turns;
import org.mithaq.node.port.StorageFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that takes the turns of the state machine: it waits for a command, drains what else is there, and
/// commits all of it at once. No delay when idle; under load, one wait for the disk serves hundreds.
public final class Loop implements Turns, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int BATCH_MAX = 512;
    /// Most commands of convenience that wait; what comes on top is dropped.
    public static final int CONVENIENT_MAX = 4_096;
    private static final long LATEST_MILLIS = 1_000;

    private final Core core;
    private final BlockingQueue<Core.Pending<?>> queue;
    private final ConcurrentLinkedQueue<Core.Pending<?>> convenient = new ConcurrentLinkedQueue<>();
    private final AtomicInteger convenientCount = new AtomicInteger();
    private final Consumer<Effect> effects;
    private final Thread thread;

    /// Results of the turn that runs, until its effects are under way. Touched by the deciding thread alone.
    private final List<Runnable> results = new ArrayList<>();

    private final AtomicLong turns = new AtomicLong();
    private volatile boolean closed;
    private volatile boolean refused;
    private volatile long beatNanos = System.nanoTime();

    /// @param core the state machine
    /// @param queueMax commands that wait at most; then callers wait
    /// @param effects called on this thread, and must not wait
    public Loop(Core core, int queueMax, Consumer<Effect> effects) {
        this.core = core;
        this.queue = new ArrayBlockingQueue<>(queueMax);
        this.effects = effects;
        this.thread = Thread.ofPlatform().name("decide").daemon().unstarted(this::work);
    }

    /// Begins to take turns.
    public void start() {
        thread.start();
    }

    @Override
    public <R> R run(Command<R> command) {
        if (closed) {
            throw new IllegalStateException("this node is stopping");
        }
        CompletableFuture<R> result = new CompletableFuture<>();
        try {
            queue.put(new Core.Pending<>(
                    command,
                    done -> results.add(() -> result.complete(done)),
                    failure -> results.add(() -> result.completeExceptionally(failure))));
            R done = result.get();
            refused = false;
            return done;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted while waiting for the disk", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof StorageFailed) {
                refused = true;
            }
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(failed.getCause());
        }
    }

    @Override
    public void whenConvenient(Command<?> command) {
        if (convenientCount.incrementAndGet() > CONVENIENT_MAX) {
            // What may be lost and made again is lost rather than let grow without a bound.
            convenientCount.decrementAndGet();
            return;
        }
        convenient.add(pending(command));
    }

    private static <R> Core.Pending<R> pending(Command<R> command) {
        return new Core.Pending<>(
                command, result -> {}, failure -> LOG.warn("a command of convenience failed", failure));
    }

    /// Number of commands that wait.
    public int waiting() {
        return queue.size();
    }

    /// Number of commands of convenience that wait.
    public int convenientWaiting() {
        return convenientCount.get();
    }

    /// Time since the thread last looked for work, in nanoseconds: seconds, unless a turn is stuck.
    public long silentNanos() {
        return System.nanoTime() - beatNanos;
    }

    /// Whether the disk has refused the newest command that had to be written.
    public boolean storageRefused() {
        return refused;
    }

    /// Number of turns since the start: each was one transaction, and one wait for the disk.
    public long turns() {
        return turns.get();
    }

    private void work() {
        List<Core.Pending<?>> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            beatNanos = System.nanoTime();
            batch.clear();
            Core.@Nullable Pending<?> first = next();
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, BATCH_MAX);
            }
            for (Core.Pending<?> more = convenient.poll(); more != null; more = convenient.poll()) {
                convenientCount.decrementAndGet();
                batch.add(more);
            }
            if (!batch.isEmpty()) {
                turn(batch);
            }
        }
    }

    private Core.@Nullable Pending<?> next() {
        try {
            return queue.poll(LATEST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            return null;
        }
    }

    private void turn(List<Core.Pending<?>> batch) {
        turns.incrementAndGet();
        try {
            core.turn(List.copyOf(batch)).forEach(effects);
        } catch (RuntimeException bug) {
            LOG.error("a turn failed outside its commands", bug);
        } finally {
            // Whoever waits for a result is woken last: what is woken first gets the processor, and an object goes on
            // its way by an effect.
            results.forEach(Runnable::run);
            results.clear();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
