// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.demo.DemoChecks;
import org.mithaq.app.demo.DemoFederation;
import org.mithaq.app.demo.DemoRun;
import org.mithaq.app.demo.DemoScript;
import org.mithaq.app.demo.Tongue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Five members on this machine, each a process of its own, that really exchange.
@Command(
        name = "demo",
        description = "Watch five invented members found a federation and exchange signed, sealed, logged"
                + " intelligence on this machine. Ctrl-C leaves nothing running.")
final class DemoCommand implements Runnable {

    private static final int END_SECONDS_MAX = 60;

    private final Surroundings surroundings;
    private volatile boolean told;

    @Option(
            names = "--once",
            description =
                    "Play it without pauses, stop the nodes, and check every claim against their stores and" + " logs.")
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "FILE|DIR",
            description = "Share these STIX 2.1 bundles instead of our own scenario.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep the five nodes' folders in DIR.")
    private Optional<Path> keep = Optional.empty();

    @Option(
            names = "--lang",
            paramLabel = "ar|fr|en",
            description = "Tell it in this language; otherwise in that of your surroundings (LANG), or in English."
                    + " Names stay in the language of their member.")
    private Optional<String> language = Optional.empty();

    @Mixin
    private OutputOption output = new OutputOption();

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(boolean holds, List<DemoChecks.Claim> claims) {}

    @Override
    public void run() {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        // However it ends, by itself, by Ctrl-C or by a signal: no process and no folder with keys is left behind.
        Thread hook = new Thread(() -> {
            told = true;
            main.interrupt();
            awaitQuietly(stopped, Duration.ofSeconds(END_SECONDS_MAX));
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Path folder = keep.isPresent()
                    ? Files.createDirectories(surroundings.folder().resolve(keep.get()))
                    : Files.createTempDirectory("mithaq-demo");
            try {
                run(folder);
            } finally {
                if (keep.isEmpty()) {
                    delete(folder);
                }
            }
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.REFUSED, "The demo has no folder: " + failed.getMessage(), failed);
        } catch (RuntimeException broken) {
            // Whatever breaks when somebody ends the demo breaks for that; the exit code is that of the signal.
            if (!told) {
                throw broken;
            }
            surroundings
                    .err()
                    .println(Output.Human.clean("The demo was stopped. Its nodes have ended"
                            + keep.map(folder -> ", and their folders are in "
                                            + surroundings.folder().resolve(folder))
                                    .orElse(", and nothing of it is left")
                            + "."));
            surroundings.err().flush();
        } finally {
            stopped.countDown();
        }
    }

    private void run(Path folder) {
        String launcher = System.getProperty("mithaq.launcher", "");
        if (launcher.isEmpty()) {
            throw new CommandRefused(ExitCode.USAGE, "Start the demo by the launcher: ./mithaq demo");
        }
        // What cannot be read is told before five members are made.
        Optional<List<Path>> bundles = data.map(this::files);
        Output out = output.in(surroundings);
        DemoScript script = DemoScript.load();
        try (DemoFederation federation = new DemoFederation(
                script.cast(),
                folder,
                launcher,
                surroundings,
                (where, arguments) -> Commands.in(where).execute(arguments))) {
            play(federation, script, bundles, out, launcher);
        }
    }

    private void play(
            DemoFederation federation, DemoScript script, Optional<List<Path>> bundles, Output out, String launcher) {
        Tongue tongue = language.isEmpty()
                ? Tongue.spoken(surroundings.environment())
                : Tongue.of(language.get())
                        .orElseThrow(() -> new CommandRefused(ExitCode.USAGE, "--lang takes ar, fr or en"));
        try (DemoRun run = new DemoRun(federation, script, out, surroundings, tongue)) {
            run.begin();
            if (bundles.isPresent()) {
                run.playData(bundles.get());
            } else {
                run.playScript(!once);
            }
            if (once) {
                check(out, bundles.isPresent() ? run.checkData() : run.checkScript(launcher));
            } else {
                run.rest();
            }
        } catch (CommandRefused refused) {
            // What failed may have failed because a node has gone; then that is what to say.
            federation.check();
            throw refused;
        }
    }

    private static void check(Output out, List<DemoChecks.Claim> claims) {
        boolean holds = claims.stream().allMatch(DemoChecks.Claim::holds);
        out.answer(new Answer(holds, claims), human -> {
            for (DemoChecks.Claim claim : claims) {
                if (claim.holds()) {
                    human.good("holds  " + claim.claim() + " (" + claim.checked() + " checked)");
                } else {
                    human.bad("FAILS  " + claim.claim() + " (" + claim.checked() + " checked)");
                    claim.faults().forEach(fault -> human.line("         " + fault));
                }
            }
        });
        if (!holds) {
            throw new CommandRefused(ExitCode.REFUSED, "Not every claim held.");
        }
    }

    private static void awaitQuietly(CountDownLatch latch, Duration timeMax) {
        try {
            if (!latch.await(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> files(Path given) {
        Path path = surroundings.folder().resolve(given);
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(Files::isRegularFile)
                    .filter(file -> file.equals(path) || file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new CommandRefused(ExitCode.USAGE, "There are no bundles in " + path);
            }
            return new ArrayList<>(files);
        } catch (IOException unreadable) {
            throw new CommandRefused(ExitCode.USAGE, path + " cannot be read", unreadable);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
