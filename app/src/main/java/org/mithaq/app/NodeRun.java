// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.run.GarbageWatch;
import org.mithaq.app.seen.ProgramLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs a node until it is told to stop.
@Command(name = "run", description = "Run this member's node until it is told to stop (Ctrl-C).")
final class NodeRun implements Runnable {

    private static final int STOP_SECONDS_MAX = 15;

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    NodeRun(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        NodeConfig config = options.read(surroundings);
        ProgramLog.set(config.watch());
        try (RunningNode node = RunningNode.start(config)) {
            GarbageWatch.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "stop"));
            surroundings.out().println(Output.Human.clean(node.greeting()));
            surroundings.out().flush();
            node.misleadingCard().ifPresent(sentence -> {
                surroundings.err().println(Output.Human.clean("Warning: " + sentence));
                surroundings.err().flush();
            });
            stop.await();
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.REFUSED, "The node did not stop cleanly: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    /// The process lives until the node is closed, or has had its time: what is durable survives that too.
    private static void stop(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            var _ = stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
