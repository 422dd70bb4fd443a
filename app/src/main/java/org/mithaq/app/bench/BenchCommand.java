// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.http.BareServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures real nodes on this machine.
@Command(
        name = "bench",
        description = "Measure real nodes on this machine, beside what the machine can do at best. Each command makes"
                + " its own nodes in a folder of its own, and leaves nothing behind.",
        footer = {
            "",
            "Figures are only as good as their conditions: let nothing else run, use a folder on the disk that a"
                    + " node would use, and compare medians of several runs. docs/performance.md says how each is"
                    + " taken."
        })
public final class BenchCommand {

    private BenchCommand() {}

    /// The command and those below it.
    ///
    /// @param inside runs one of our commands in this process
    public static CommandLine in(Surroundings surroundings, BiFunction<Surroundings, String[], Integer> inside) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new Import(surroundings, inside))
                .addSubcommand(new Exchange(surroundings, inside))
                .addSubcommand(new CatchUp(surroundings, inside))
                .addSubcommand(new Start(surroundings, inside))
                .addSubcommand(new Hello());
    }

    /// What every measurement needs.
    abstract static class Measurement implements Runnable {

        static final int OBJECTS_MAX = 5_000_000;

        private final Surroundings surroundings;
        private final BiFunction<Surroundings, String[], Integer> inside;

        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "A folder on the medium that is to be measured (default: the system's folder for"
                        + " temporary files). A file system in memory is refused.")
        private Optional<Path> folder = Optional.empty();

        @Option(
                names = "--seed",
                paramLabel = "NUMBER",
                defaultValue = "1",
                description = "Of the invented objects: the same seed makes the same (default: ${DEFAULT-VALUE}).")
        private long seed;

        @Option(
                names = "--data",
                paramLabel = "FILE",
                description = "A STIX 2.1 bundle to use instead of invented objects of 1 to 2 kB.")
        private Optional<Path> data = Optional.empty();

        @Mixin
        private OutputOption output = new OutputOption();

        Measurement(Surroundings surroundings, BiFunction<Surroundings, String[], Integer> inside) {
            this.surroundings = surroundings;
            this.inside = inside;
        }

        /// What a measurement works with.
        record Bench(
                BenchFolder folder, BenchNodes nodes, Workload workload, Ceilings ceilings, Conditions conditions) {}

        abstract void measure(Bench bench, Output out);

        final void with(Amounts amounts, int crowd) {
            with(amounts.objects, amounts.warmUp, amounts.single, crowd);
        }

        final void with(int objects, int warmUp, int single, int crowd) {
            positive("--objects", objects);
            if (warmUp < 0 || warmUp > OBJECTS_MAX || single < 1 || single > OBJECTS_MAX) {
                throw new CommandRefused(
                        ExitCode.USAGE, "Counts are at least 1 (--warm-up: 0) and at most " + OBJECTS_MAX + ".");
            }
            Output out = output.in(surroundings);
            Optional<Path> file = data.map(surroundings.folder()::resolve);
            file.filter(each -> !Files.isRegularFile(each)).ifPresent(each -> {
                throw new CommandRefused(ExitCode.USAGE, "There is no file " + each);
            });
            try (BenchFolder own = BenchFolder.in(folder.map(surroundings.folder()::resolve))) {
                Workload workload =
                        Workload.prepare(own.path(), new Workload.Wanted(seed, objects, warmUp, single, crowd, file));
                Conditions conditions = Conditions.of(own, seed, workload.name(), workload.bytesPerObject());
                out.progress("measuring what this machine can do at best, in " + own.path());
                Ceilings ceilings = Ceilings.measure(own.path());
                founded(own, new Prepared(workload, ceilings, conditions), out);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private record Prepared(Workload workload, Ceilings ceilings, Conditions conditions) {}

        private void founded(BenchFolder own, Prepared prepared, Output out) {
            var program = new BenchNodes.Program(launcher(), surroundings, inside);
            CountDownLatch stopped = new CountDownLatch(1);
            Thread main = Thread.currentThread();
            BenchNodes nodes = BenchNodes.found(program, own.path());
            Thread hook = new Thread(() -> {
                main.interrupt();
                nodes.close();
                await(stopped);
            });
            Runtime.getRuntime().addShutdownHook(hook);
            try (nodes) {
                measure(new Bench(own, nodes, prepared.workload(), prepared.ceilings(), prepared.conditions()), out);
                Runtime.getRuntime().removeShutdownHook(hook);
            } finally {
                stopped.countDown();
            }
        }

        final String launcher() {
            String launcher = System.getProperty("mithaq.launcher", "");
            if (launcher.isEmpty()) {
                throw new CommandRefused(ExitCode.USAGE, "Start this by the launcher: ./mithaq bench");
            }
            return launcher;
        }

        static void positive(String option, int value) {
            if (value < 1 || value > OBJECTS_MAX) {
                throw new CommandRefused(ExitCode.USAGE, option + " is from 1 to " + OBJECTS_MAX + ", not " + value);
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// How much is measured; a picocli mixin.
    static final class Amounts {

        @Option(
                names = "--objects",
                paramLabel = "COUNT",
                defaultValue = "50000",
                description = "Objects in the one large bundle (default: ${DEFAULT-VALUE}).")
        private int objects;

        @Option(
                names = "--warm-up",
                paramLabel = "COUNT",
                defaultValue = "20000",
                description = "Objects before, which are not counted (default: ${DEFAULT-VALUE}).")
        private int warmUp;

        @Option(
                names = "--single",
                paramLabel = "COUNT",
                defaultValue = "200",
                description = "Objects that follow one at a time (default: ${DEFAULT-VALUE}).")
        private int single;
    }

    @Command(
            name = "exchange",
            description = "Two nodes, A and B: posted at A; recorded, proved and readable at B. Many objects at once,"
                    + " then one at a time.")
    static final class Exchange extends Measurement {

        @Mixin
        private Amounts amounts = new Amounts();

        /// What the node's own door takes at once.
        private static final int POSTERS_MAX = 16;

        private static final int OBJECTS_A_POSTER = 25;

        @Option(
                names = "--posters",
                paramLabel = "COUNT",
                defaultValue = "16",
                description = "How many share single objects at the same time, in the last part (default:"
                        + " ${DEFAULT-VALUE}).")
        private int posters;

        Exchange(Surroundings surroundings, BiFunction<Surroundings, String[], Integer> inside) {
            super(surroundings, inside);
        }

        /// What `--json` shows.
        record ExchangeAnswer(
                Conditions conditions,
                Ceilings ceilings,
                ExchangeBench.Sustained sustained,
                ExchangeBench.Idle idle,
                ExchangeBench.Crowd crowd) {}

        @Override
        public void run() {
            positive("--posters", posters);
            if (posters > POSTERS_MAX) {
                throw new CommandRefused(ExitCode.USAGE, "--posters is at most " + POSTERS_MAX + ".");
            }
            with(amounts, posters * OBJECTS_A_POSTER);
        }

        @Override
        void measure(Bench bench, Output out) {
            ExchangeBench exchange = new ExchangeBench(bench.nodes(), bench.workload(), out);
            exchange.start();
            ExchangeAnswer answer = new ExchangeAnswer(
                    bench.conditions(),
                    bench.ceilings(),
                    exchange.sustained(),
                    exchange.idle(),
                    exchange.crowd(posters));
            out.answer(answer, human -> {
                answer.conditions().show(human);
                Conditions.show(human, answer.ceilings());
                Tables.show(human, answer.sustained(), answer.ceilings());
                Tables.show(human, answer.idle(), answer.ceilings());
                Tables.show(human, answer.crowd());
            });
        }
    }

    @Command(
            name = "catch-up",
            description =
                    "Two nodes, A and B: much is shared while B is stopped; it comes back and catches up, and flash"
                            + " messages to it overtake the rest.")
    static final class CatchUp extends Measurement {

        @Mixin
        private Amounts amounts = new Amounts();

        CatchUp(Surroundings surroundings, BiFunction<Surroundings, String[], Integer> inside) {
            super(surroundings, inside);
        }

        /// What `--json` shows.
        record CatchUpAnswer(Conditions conditions, Ceilings ceilings, CatchUpBench.CaughtUp caughtUp) {}

        @Override
        public void run() {
            with(amounts, 0);
        }

        @Override
        void measure(Bench bench, Output out) {
            CatchUpBench.CaughtUp caughtUp = new CatchUpBench(bench.nodes(), bench.workload(), out).run();
            CatchUpAnswer answer = new CatchUpAnswer(bench.conditions(), bench.ceilings(), caughtUp);
            out.answer(answer, human -> {
                answer.conditions().show(human);
                Conditions.show(human, answer.ceilings());
                Tables.show(human, answer.caughtUp());
            });
        }
    }

    @Command(name = "import", description = "One node: a bundle is read as a stream, and kept.")
    static final class Import extends Measurement {

        @Mixin
        private Amounts amounts = new Amounts();

        Import(Surroundings surroundings, BiFunction<Surroundings, String[], Integer> inside) {
            super(surroundings, inside);
        }

        /// What `--json` shows.
        record ImportAnswer(Conditions conditions, Ceilings ceilings, ImportBench.Imported imported) {}

        @Override
        public void run() {
            with(amounts, 0);
        }

        @Override
        void measure(Bench bench, Output out) {
            ImportBench.Imported imported = new ImportBench(bench.nodes(), bench.workload(), out).run();
            ImportAnswer answer = new ImportAnswer(bench.conditions(), bench.ceilings(), imported);
            out.answer(answer, human -> {
                answer.conditions().show(human);
                Conditions.show(human, answer.ceilings());
                Tables.show(human, answer.imported(), answer.ceilings());
            });
        }
    }

    @Command(
            name = "start",
            description = "From the start of a node's process to its being ready, and the memory that it takes, beside"
                    + " a bare server that is started the same way.")
    static final class Start extends Measurement {

        @Option(
                names = "--objects",
                paramLabel = "COUNT",
                defaultValue = "100000",
                description = "Objects that the node holds (default: ${DEFAULT-VALUE}).")
        private int objects;

        @Option(
                names = "--runs",
                paramLabel = "COUNT",
                defaultValue = "5",
                description = "Starts of each (default: ${DEFAULT-VALUE}).")
        private int runs;

        Start(Surroundings surroundings, BiFunction<Surroundings, String[], Integer> inside) {
            super(surroundings, inside);
        }

        /// What `--json` shows.
        record StartAnswer(Conditions conditions, Ceilings ceilings, StartBench.Started started) {}

        @Override
        public void run() {
            positive("--runs", runs);
            with(objects, 0, 1, 0);
        }

        @Override
        void measure(Bench bench, Output out) {
            StartBench.Started started = new StartBench(
                            bench.nodes(), bench.workload(), bench.folder().path(), launcher(), out)
                    .run(runs);
            StartAnswer answer = new StartAnswer(bench.conditions(), bench.ceilings(), started);
            out.answer(answer, human -> {
                answer.conditions().show(human);
                Conditions.show(human, answer.ceilings());
                Tables.show(human, answer.started());
            });
        }
    }

    @Command(name = StartBench.HELLO, hidden = true, description = "A bare server, for comparison.")
    static final class Hello implements Runnable {

        @Parameters(paramLabel = "FILE", description = "Made when it is ready.")
        private Path ready = Path.of("");

        @Override
        public void run() {
            try (BareServer server = BareServer.open()) {
                Files.writeString(ready, Integer.toString(server.port()));
                new CountDownLatch(1).await();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
