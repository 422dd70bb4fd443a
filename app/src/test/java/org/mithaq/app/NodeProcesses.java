// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.json.JsonObject;

/// Members whose nodes run as processes of their own, set up by the commands that a user would type.
final class NodeProcesses implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;
    private final Map<String, Process> running = new LinkedHashMap<>();

    NodeProcesses(Path folder) {
        this.folder = folder;
    }

    /// Makes a member whose node listens at a free port of this address.
    void init(String name, String address) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            port = free.getLocalPort();
        }
        Files.createDirectories(folder.resolve(name));
        Files.writeString(
                folder.resolve(name).resolve("mithaq.yaml"),
                "peers:\n  listen: \"%s:%d\"\nlocal:\n  listen: \"127.0.0.1:0\"\n".formatted(address, port));
        done(
                "node",
                "init",
                "--home",
                name,
                "--name-ar",
                "عضو " + name,
                "--name-fr",
                "Membre " + name,
                "--name-en",
                "Member " + name,
                "--domain",
                name + ".example",
                "--call-back",
                "+999 1");
    }

    /// Founds a federation of these members.
    void found(List<String> names) {
        List<String> draft = new ArrayList<>(List.of(
                "charter", "draft", "--name-ar", "اتحاد", "--name-fr", "F", "--name-en", "F", "--out", "draft"));
        names.forEach(name -> draft.add(name + "/card.json"));
        done(draft.toArray(String[]::new));
        List<String> assemble = new ArrayList<>(List.of("charter", "assemble", "--out", "act"));
        for (String name : names) {
            done("charter", "sign", "draft", "--home", name, "--out", name + ".sig");
            assemble.add(name + ".sig");
        }
        done(assemble.toArray(String[]::new));
        names.forEach(name -> done("charter", "adopt", "act", "--home", name));
    }

    /// Starts a member's node, and waits until it answers.
    void start(String name) throws Exception {
        spawn(name);
        awaitUp(name);
    }

    /// Starts a member's node.
    void spawn(String name) throws IOException {
        running.put(name, process(name + ".log", "node", "run", "--home", name));
    }

    /// Waits until a member's node answers.
    void awaitUp(String name) throws Exception {
        await("the node of " + name + " is up", () -> {
            if (!running(name).isAlive()) {
                throw new AssertionError("the node of " + name + " ended:\n" + log(name));
            }
            return Files.exists(home(name).control());
        });
    }

    /// A command as a process of its own, whose output goes to `log`.
    Process process(String log, String... arguments) throws IOException {
        List<String> command = Program.command("-Xmx160m");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
                .start();
    }

    private Process running(String name) {
        return Optional.ofNullable(running.get(name)).orElseThrow();
    }

    String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    NodeHome home(String name) {
        return new NodeHome(folder.resolve(name).toAbsolutePath());
    }

    /// Ends a member's node as a power failure would.
    void kill(String name) throws Exception {
        Process process = running(name);
        running.remove(name);
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
        Files.deleteIfExists(home(name).control());
    }

    /// Ends a member's node as an operator would.
    void stop(String name) throws Exception {
        Process process = running(name);
        running.remove(name);
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    /// Asks a member's node.
    JsonObject ask(String name, String path) {
        try (ControlClient client = ControlClient.of(home(name))) {
            return client.get(path);
        }
    }

    /// The epoch that a member's node has reached.
    long epoch(String name) {
        return ask(name, "/charter").integer("epoch").orElse(0);
    }

    /// Runs a command that has to succeed.
    Run done(String... arguments) {
        Run run = Run.of(folder, arguments);
        if (run.code() != 0) {
            throw new AssertionError(String.join(" ", arguments) + ": " + run);
        }
        return run;
    }

    Run run(String... arguments) {
        return Run.of(folder, arguments);
    }

    static void await(String what, Callable<Boolean> there) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!there.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        for (String name : List.copyOf(running.keySet())) {
            running(name)
                    .destroyForcibly()
                    .onExit()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }
    }
}
