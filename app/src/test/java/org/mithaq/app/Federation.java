// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;

/// Two members, founded by the commands that a user would type, whose nodes run in this process.
final class Federation implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    private final Path folder;
    private final Map<String, RunningNode> nodes = new LinkedHashMap<>();

    private Federation(Path folder) {
        this.folder = folder;
    }

    /// What a command did, with what went through its pipes.
    record Piped(int code, byte[] out, String err) {}

    static Federation found(Path folder) throws IOException {
        Federation federation = new Federation(folder);
        for (String name : List.of("alpha", "beta")) {
            federation.init(name);
        }
        federation.done(
                "charter",
                "draft",
                "--name-ar",
                "اتحاد",
                "--name-fr",
                "F",
                "--name-en",
                "F",
                "--out",
                "draft",
                "alpha/card.json",
                "beta/card.json");
        for (String name : List.of("alpha", "beta")) {
            federation.done("charter", "sign", "draft", "--home", name, "--out", name + ".sig");
        }
        federation.done("charter", "assemble", "alpha.sig", "beta.sig", "--out", "act");
        for (String name : List.of("alpha", "beta")) {
            federation.done("charter", "adopt", "act", "--home", name);
            federation.start(name);
        }
        return federation;
    }

    private void init(String name) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
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
                "+999 1",
                "--set",
                "peers.listen=127.0.0.1:" + port);
        Files.writeString(
                folder.resolve(name).resolve("mithaq.yaml"),
                "peers:\n  listen: \"127.0.0.1:%d\"\nlocal:\n  listen: \"127.0.0.1:0\"\nlimits:\n  objectBytes: 20000\n"
                        .formatted(port));
    }

    /// Starts a member's node.
    void start(String name) {
        nodes.put(name, RunningNode.start(config(name)));
    }

    /// Ends a member's node.
    void stop(String name) throws IOException {
        RunningNode node = nodes.remove(name);
        if (node != null) {
            node.close();
        }
    }

    /// What its file says.
    NodeConfig config(String name) {
        return NodeConfig.read(folder.resolve(name).resolve("mithaq.yaml"), Map.of(), List.of(), folder);
    }

    /// Asks a member's node as the command line does.
    ControlClient client(String name) {
        return ControlClient.of(new NodeHome(folder.resolve(name)));
    }

    /// Runs a command.
    Run run(String... arguments) {
        return Run.of(folder, arguments);
    }

    /// Runs a command that has to succeed.
    Run done(String... arguments) {
        Run run = run(arguments);
        if (run.code() != 0) {
            throw new AssertionError(String.join(" ", arguments) + ": " + run);
        }
        return run;
    }

    /// Runs a command with bytes at its ends.
    Piped piped(byte[] in, String... arguments) {
        var out = new ByteArrayOutputStream();
        var text = new StringWriter();
        var err = new StringWriter();
        var surroundings = new Surroundings(
                new PrintWriter(text),
                new PrintWriter(err),
                Map.of(),
                false,
                folder,
                new Surroundings.Pipes(new ByteArrayInputStream(in), out, false));
        int code = Commands.in(surroundings).execute(arguments);
        out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        return new Piped(code, out.toByteArray(), err.toString());
    }

    /// Waits until `there` holds.
    static void await(String what, Callable<Boolean> there) throws Exception {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!there.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() throws IOException {
        for (RunningNode node : nodes.values()) {
            node.close();
        }
        nodes.clear();
    }
}
