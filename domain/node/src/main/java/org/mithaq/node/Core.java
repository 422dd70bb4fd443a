// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mithaq.charter.LivingCharter;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.StorageFailed;

/// The state machine of a node: single-threaded, the same in the simulator and in production.
///
/// Commands in, results and effects out. All commands of one [#turn] are one transaction, and one wait for the disk;
/// results are handed out after it, never before.
public final class Core {

    private final Ledger ledger;
    private final InstantSource clock;
    private final SecureRandom random;
    private final NodeState state;
    private Ahead ahead = Ahead.NONE;
    private long lastMicros;

    /// A command and who waits for its result.
    ///
    /// @param command what to do
    /// @param done called after the commit with the result
    /// @param failed called with what the command threw, or what the ledger refused with; nothing was changed then
    /// @param <R> what the caller learns
    public record Pending<R>(Command<R> command, Consumer<R> done, Consumer<RuntimeException> failed) {}

    /// @param ledger where everything is kept
    /// @param self whose node
    /// @param charter what the charter's acts fold to; each turn takes it as it is when the turn begins
    /// @param log this node's log, which this fills from the ledger
    /// @param clock the one clock
    /// @param random cryptographic randomness; seeded in the simulator
    public Core(
            Ledger ledger,
            NodeIdentity self,
            LivingCharter charter,
            OwnLog log,
            InstantSource clock,
            SecureRandom random) {
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
        this.state = new NodeState(self, charter, log);
        reload();
    }

    /// Has what will have to be signed signed beside the wait for the disk. Called before the first turn.
    public void onUnsigned(Ahead signing) {
        ahead = signing;
    }

    /// Runs `commands` in their order in one transaction and then hands out their results. If one of them fails, all
    /// are run again each in a transaction of its own, so that only the guilty one fails. If the ledger fails, they
    /// all do.
    ///
    /// @return what has to happen outside
    public List<Effect> turn(List<Pending<?>> commands) {
        List<Runnable> results = new ArrayList<>(commands.size());
        List<Effect> effects;
        try {
            effects = together(commands, results);
        } catch (StorageFailed failure) {
            // No command is guilty, and all may be committed already: to run them again would make them twice.
            reload();
            commands.forEach(each -> each.failed().accept(failure));
            return List.of();
        } catch (RuntimeException failure) {
            reload();
            return commands.size() == 1 ? refuse(commands.getFirst(), failure) : oneByOne(commands);
        }
        // Durable from here on: what a listener throws is the listener's bug, and undoes nothing.
        results.forEach(Runnable::run);
        return effects;
    }

    private static List<Effect> refuse(Pending<?> command, RuntimeException failure) {
        command.failed().accept(failure);
        return List.of();
    }

    private List<Effect> oneByOne(List<Pending<?>> commands) {
        List<Effect> effects = new ArrayList<>();
        for (Pending<?> each : commands) {
            effects.addAll(turn(List.of(each)));
        }
        return effects;
    }

    private List<Effect> together(List<Pending<?>> commands, List<Runnable> results) {
        List<Effect> effects = new ArrayList<>();
        long before = state.log().committedSize();
        long nowMicros = nextMicros();
        ledger.write(tables -> {
            state.beginTurn();
            Turn turn = new Turn(state, tables, random, nowMicros, ahead);
            for (Pending<?> each : commands) {
                results.add(run(each, turn));
            }
            effects.addAll(turn.effects());
        });
        state.log().commit();
        if (state.log().committedSize() > before) {
            effects.addFirst(new Effect.LogGrew(state.log().committedSize()));
        }
        return effects;
    }

    private static <R> Runnable run(Pending<R> pending, Turn turn) {
        R result = pending.command().run(turn);
        return () -> pending.done().accept(result);
    }

    private void reload() {
        ledger.read(tables -> {
            state.load(tables);
            return true;
        });
    }

    /// Strictly increasing, whatever the machine's clock does.
    private long nextMicros() {
        Instant now = clock.instant();
        lastMicros = Math.max(lastMicros + 1, micros(now));
        return lastMicros;
    }

    /// Microseconds since 1970-01-01 UTC.
    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
    }

    /// The instant of a number of microseconds.
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    /// Runs one command alone and returns its result: for starts, tools and tests.
    ///
    /// @throws RuntimeException what the command threw
    public <R> R alone(Command<R> command) {
        Answer<R> answer = new Answer<>();
        turn(List.of(new Pending<>(command, answer::set, answer::fail)));
        return answer.value();
    }

    private static final class Answer<R> {

        private @Nullable R result;
        private @Nullable RuntimeException failure;

        void set(R value) {
            result = value;
        }

        void fail(RuntimeException thrown) {
            failure = thrown;
        }

        R value() {
            if (failure != null) {
                throw failure;
            }
            if (result == null) {
                throw new IllegalStateException("a command gives a result");
            }
            return result;
        }
    }
}
