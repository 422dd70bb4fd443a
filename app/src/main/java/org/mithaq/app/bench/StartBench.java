// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.control.ControlClient;

/// How long a node takes until it is ready, beside a server that says hello and does nothing else, both started by the
/// launcher in turn.
final class StartBench {

    private static final long UP_SECONDS_MAX = 90;
    private static final int REST_MILLIS = 3_000;

    private final BenchNodes nodes;
    private final Workload workload;
    private final Path folder;
    private final String launcher;
    private final Output output;

    /// @param nodes founded, and not started
    /// @param workload what the node holds when it starts
    /// @param folder for the other server's sign that it is ready
    /// @param launcher starts both
    StartBench(BenchNodes nodes, Workload workload, Path folder, String launcher, Output output) {
        this.nodes = nodes;
        this.workload = workload;
        this.folder = folder;
        this.launcher = launcher;
        this.output = output;
    }

    /// What it came to.
    ///
    /// @param held objects in the node's ledger
    /// @param node from the start of its process to the sign that its doors are open
    /// @param hello the same of the bare server
    /// @param ratioOfMedians of the two
    /// @param residentBytes of the node, some seconds after it was ready, on average
    /// @param helloResidentBytes the same of the bare server
    record Started(
            long held,
            Percentiles node,
            Percentiles hello,
            double ratioOfMedians,
            long residentBytes,
            long helloResidentBytes) {}

    /// @param runs how often each is started
    Started run(int runs) {
        output.progress("importing " + workload.hashes().size() + " objects, which the node is to hold");
        nodes.start(BenchNodes.A);
        try (ControlClient a = nodes.client(BenchNodes.A)) {
            a.upload("/import", workload.measured());
        }
        nodes.stop(BenchNodes.A);
        long[] node = new long[runs];
        long[] hello = new long[runs];
        long nodeBytes = 0;
        long helloBytes = 0;
        for (int index = 0; index < runs; index++) {
            output.progress("start " + (index + 1) + " of " + runs);
            helloBytes += hello(hello, index);
            long from = System.nanoTime();
            nodes.start(BenchNodes.A);
            node[index] = System.nanoTime() - from;
            BenchNodes.pause(REST_MILLIS);
            nodeBytes += nodes.figures(BenchNodes.A).residentBytes();
            nodes.stop(BenchNodes.A);
        }
        Percentiles ours = Percentiles.of(node);
        Percentiles bare = Percentiles.of(hello);
        return new Started(
                workload.hashes().size(),
                ours,
                bare,
                (double) ours.p50Micros() / bare.p50Micros(),
                nodeBytes / runs,
                helloBytes / runs);
    }

    /// Starts the bare server once; what it holds in memory.
    private long hello(long[] nanos, int index) {
        Path ready = folder.resolve("hello-" + index);
        try {
            ProcessBuilder builder = new ProcessBuilder(launcher, "bench", HELLO, ready.toString());
            builder.redirectErrorStream(true);
            builder.redirectOutput(folder.resolve("hello.log").toFile());
            long from = System.nanoTime();
            Process process = builder.start();
            try {
                while (!Files.exists(ready)) {
                    boolean late = System.nanoTime() - from > TimeUnit.SECONDS.toNanos(UP_SECONDS_MAX);
                    if (!process.isAlive() || late) {
                        throw new CommandRefused(ExitCode.REFUSED, "The bare server did not come up.");
                    }
                    BenchNodes.pause(5);
                }
                nanos[index] = System.nanoTime() - from;
                BenchNodes.pause(REST_MILLIS);
                return ProcessFigures.of(process.pid()).residentBytes();
            } finally {
                process.destroy();
                process.onExit().join();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The hidden command that runs the bare server.
    static final String HELLO = "hello";
}
