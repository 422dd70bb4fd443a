// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.mithaq.node.Command;
import org.mithaq.node.Core;
import org.mithaq.node.Effect;
import org.mithaq.node.Turns;

/// A thread that takes the turns of one node, all that waits in one transaction, and passes the effects on.
final class OneThread implements Turns, AutoCloseable {

    private final Core core;
    private final LinkedBlockingQueue<Core.Pending<?>> waiting = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Core.Pending<?>> convenient = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Consumer<Effect> effects = effect -> {};

    OneThread(Core core) {
        this.core = core;
        this.thread = Thread.ofPlatform().daemon().name("turns").start(this::work);
    }

    void tell(Consumer<Effect> listener) {
        effects = listener;
    }

    private void work() {
        try {
            while (true) {
                List<Core.Pending<?>> commands = new ArrayList<>();
                commands.add(waiting.take());
                waiting.drainTo(commands);
                convenient.drainTo(commands);
                core.turn(commands).forEach(effects);
            }
        } catch (InterruptedException closed) {
            waiting.clear();
        }
    }

    @Override
    public <R> R run(Command<R> command) {
        CompletableFuture<R> result = new CompletableFuture<>();
        waiting.add(new Core.Pending<>(command, result::complete, result::completeExceptionally));
        try {
            return result.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw failed;
        }
    }

    @Override
    public void whenConvenient(Command<?> command) {
        convenient.add(pending(command));
    }

    private static <R> Core.Pending<R> pending(Command<R> command) {
        return new Core.Pending<>(command, done -> {}, failed -> {});
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
