// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.home.NodeHome;

/// `mithaq node run` as a process of its own, which a test may kill at any moment.
final class NodeProcess implements AutoCloseable {

    private static final long UP_MILLIS_MAX = 60_000;
    private static final long END_SECONDS_MAX = 30;

    private final NodeHome home;
    private final Path log;
    private final Process process;

    private NodeProcess(NodeHome home, Path log, Process process) {
        this.home = home;
        this.log = log;
        this.process = process;
    }

    static NodeProcess start(NodeHome home, List<String> before) throws IOException {
        // What a killed node left behind would let nobody in, and is no sign that this one is up.
        Files.deleteIfExists(home.control());
        Path log = home.folder().resolve("node.log");
        List<String> command = new ArrayList<>(before);
        command.addAll(Program.command("-Xmx192m"));
        command.addAll(List.of("node", "run", "--home", home.folder().toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new NodeProcess(home, log, process);
    }

    /// Waits until it answers.
    void awaitUp() throws InterruptedException {
        long end = System.nanoTime() + UP_MILLIS_MAX * 1_000_000;
        while (process.isAlive() && System.nanoTime() < end) {
            if (Files.exists(home.control()) && answers()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the node did not come up:\n" + log());
    }

    private boolean answers() {
        try {
            var _ = new NodeView(home).status();
            return true;
        } catch (CommandRefused notYet) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    /// As `kill -9`; returns when it is gone.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("the node outlived kill -9");
        }
    }

    /// As Ctrl-C; the exit code.
    int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /// Waits for its end.
    int exitCode() throws InterruptedException {
        if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("the node did not end:\n" + log());
        }
        return process.exitValue();
    }

    /// All that it and its predecessors in this home have said.
    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException none) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            var _ = process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
