// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.mithaq.node.Command;
import org.mithaq.node.Core;
import org.mithaq.node.Turns;

/// Takes turns on whatever thread asks for one, one after another.
final class OneAtATime implements Turns {

    private final Core core;
    private final ReentrantLock lock = new ReentrantLock();

    OneAtATime(Core core) {
        this.core = core;
    }

    @Override
    public <R> R run(Command<R> command) {
        CompletableFuture<R> result = new CompletableFuture<>();
        lock.lock();
        try {
            core.turn(List.of(new Core.Pending<>(command, result::complete, result::completeExceptionally)));
        } finally {
            lock.unlock();
        }
        try {
            return result.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    @Override
    public void whenConvenient(Command<?> command) {
        run(command);
    }
}
