// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What `mithaq simulate` runs: many seeds, and a summary of them.
public final class Simulate {

    private static final long PROGRESS_MILLIS = 5_000;
    private static final int SHRINKING_RUNS_MAX = 400;

    private final SimulateOptions options;
    private final PrintStream out;
    private final PrintStream err;
    private final Tally tally = new Tally();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicLong told = new AtomicLong();
    private final long startedMillis = System.currentTimeMillis();

    Simulate(SimulateOptions options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /// Runs the program.
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        SimulateOptions options;
        try {
            options = SimulateOptions.parse(List.of(arguments));
        } catch (SimulateOptions.Misused misused) {
            err.println("mithaq simulate: " + misused.getMessage() + "; --help says what there is");
            System.exit(2);
            return;
        }
        if (options.help()) {
            out.println(SimulateOptions.HELP);
            return;
        }
        Simulate program = new Simulate(options, out, err);
        System.exit((options.bugs().isPresent() ? program.hunt() : program.run()) ? 0 : 1);
    }

    /// Plays the seeds, and says whether all invariants held in all runs.
    boolean run() {
        try (ExecutorService workers = Executors.newFixedThreadPool(options.threads())) {
            for (long seed = options.first(); seed < options.first() + options.seeds(); seed++) {
                long next = seed;
                workers.execute(() -> play(next));
            }
        }
        double seconds = (System.currentTimeMillis() - startedMillis) / 1_000.0;
        if (options.json()) {
            out.println(new Summary(tally, seconds).json());
        } else {
            out.print(new Summary(tally, seconds).text());
        }
        return tally.failures().isEmpty();
    }

    /// Looks for the deliberate bugs, and says whether every one was found.
    boolean hunt() {
        Path root = Path.of(System.getProperty("mithaq.root", "."));
        String wanted = options.bugs().orElseThrow();
        List<DeliberateBug> bugs = DeliberateBug.in(BugHunt.folder(root)).stream()
                .filter(bug -> wanted.equals(SimulateOptions.ALL) || bug.name().contains(wanted))
                .toList();
        BugHunt hunt = new BugHunt(root, (int) options.seeds(), options.threads());
        List<BugHunt.Result> results = new ArrayList<>();
        for (DeliberateBug bug : bugs) {
            BugHunt.Result result = hunt.find(bug);
            results.add(result);
            err.printf(
                    Locale.ROOT,
                    "  %s: %s, %d seeds, %.0f s: %s%n",
                    bug.name(),
                    result.seed().map(seed -> "seed " + seed).orElse("NOT FOUND"),
                    result.seeds(),
                    result.seconds(),
                    result.found());
        }
        String table = BugTable.of(results);
        out.print(table);
        if (options.write()) {
            write(root.resolve("docs/simulation.md"), table);
        }
        return !results.isEmpty()
                && results.stream().allMatch(result -> result.seed().isPresent());
    }

    private static void write(Path document, String table) {
        try {
            Files.writeString(document, BugTable.within(Files.readString(document), table));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void play(long seed) {
        if (enough.get()) {
            return;
        }
        try {
            Simulation.Report report = Simulation.run(seed);
            tally.add(report);
            if (options.trace()) {
                err.printf(Locale.ROOT, "seed %d: trace %s%n", seed, report.traceHash());
            }
        } catch (RunFailed failed) {
            tally.add(failed);
            enough.set(options.firstOnly());
            failed(failed);
        } catch (RuntimeException | Error broken) {
            enough.set(true);
            throw broken;
        }
        progress();
    }

    private synchronized void failed(RunFailed failed) {
        err.printf(
                Locale.ROOT,
                "seed %d FAILS: %s%n  %s%n",
                failed.seed(),
                failed.invariant().words(),
                failed.found());
        if (options.trace()) {
            failed.trace().forEach(line -> err.println("  | " + line));
            Optional.ofNullable(failed.getCause()).ifPresent(cause -> cause.printStackTrace(err));
        }
        if (options.shrink()) {
            Shrinker.Shrunk shrunk = Shrinker.of(failed, SHRINKING_RUNS_MAX).shrink(failed.faults());
            err.printf(
                    Locale.ROOT,
                    "  of its %d faults these %d are enough (found in %d runs):%n",
                    failed.faults().size(),
                    shrunk.faults().size(),
                    shrunk.runs());
            shrunk.faults().forEach(fault -> err.println("    " + fault));
        }
        err.printf(Locale.ROOT, "  replay: mithaq simulate --seed %d --trace%n", failed.seed());
    }

    private void progress() {
        long now = System.currentTimeMillis() - startedMillis;
        long before = told.get();
        if (now - before >= PROGRESS_MILLIS && told.compareAndSet(before, now)) {
            err.printf(
                    Locale.ROOT,
                    "  %d of %d seeds, %d failed, %.1f seeds/s%n",
                    tally.seeds(),
                    options.seeds(),
                    tally.failures().size(),
                    tally.seeds() * 1_000.0 / now);
        }
    }
}
