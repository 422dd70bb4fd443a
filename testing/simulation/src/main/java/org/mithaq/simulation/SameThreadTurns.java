// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.node.Command;
import org.mithaq.node.Core;
import org.mithaq.node.Effect;
import org.mithaq.node.Turns;

/// Runs each command at once, in one transaction with those that were not urgent. What was not urgent is lost when the
/// process dies.
final class SameThreadTurns implements Turns {

    private final Core core;
    private final List<Core.Pending<?>> convenient = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    SameThreadTurns(Core core) {
        this.core = core;
    }

    private static final class Outcome<R> {
        private final List<R> result = new ArrayList<>(1);
        private Optional<RuntimeException> failure = Optional.empty();
    }

    @Override
    public <R> R run(Command<R> command) {
        Outcome<R> outcome = new Outcome<>();
        List<Core.Pending<?>> batch = new ArrayList<>(convenient);
        convenient.clear();
        batch.add(new Core.Pending<>(command, outcome.result::add, failure -> outcome.failure = Optional.of(failure)));
        effects.addAll(core.turn(batch));
        if (outcome.failure.isPresent()) {
            throw outcome.failure.get();
        }
        return outcome.result.getFirst();
    }

    @Override
    public void whenConvenient(Command<?> command) {
        convenient.add(pending(command));
    }

    private static <R> Core.Pending<R> pending(Command<R> command) {
        return new Core.Pending<>(command, result -> {}, failure -> {});
    }

    /// Effects since the last call.
    List<Effect> takeEffects() {
        List<Effect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    /// Runs what was not urgent, if there is any.
    void flush() {
        if (!convenient.isEmpty()) {
            run(turn -> true);
        }
    }
}
