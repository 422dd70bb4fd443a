// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mithaq.app.bench.MadeObjects;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;

/// What the launcher lets the JVM watch for its AOT cache: two members found a federation in a folder that is thrown
/// away, run their nodes, and exchange objects, one by one and by the thousand, so that a node and the commands
/// start from what that loads, and compile at once what was seen to be run often. No command: started by its name.
final class Training {

    private static final long MILLIS_MAX = 120_000;
    private static final int TRIES_MAX = 100;

    /// Enough of each that the compilers' profiles of what a node does all day are kept too.
    private static final int MANY = 3_000;

    private static final int SINGLES = 40;
    private static final int SINGLES_WAITED_FOR = 500;
    private static final String OBJECT = "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private static final String BUNDLE = """
            {"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d", "objects": [
            {"type": "indicator", "spec_version": "2.1", "id": "%s", "created": "2026-01-01T00:00:00.000Z",
            "modified": "2026-01-01T00:00:00.000Z", "name": "training", "pattern": "[ipv4-addr:value = '198.51.100.1']",
            "pattern_type": "stix", "valid_from": "2026-01-01T00:00:00Z"}, {"type": "refused"}]}
            """.formatted(OBJECT);

    private final Path folder;

    private Training(Path folder) {
        this.folder = folder;
    }

    /// Lives that life once, and returns, or throws where something did not go well.
    ///
    /// @param arguments an empty folder
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().name("patience").start(Training::giveUp);
        new Training(Path.of(arguments[0]).toAbsolutePath()).live();
    }

    private static void giveUp() {
        try {
            Thread.sleep(MILLIS_MAX);
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.REFUSED.code());
    }

    private void live() throws IOException, InterruptedException {
        run("--help");
        for (String name : List.of("a", "b")) {
            init(name);
        }
        run(
                "charter",
                "draft",
                "--name-ar",
                "ت",
                "--name-fr",
                "T",
                "--name-en",
                "T",
                "--out",
                "draft",
                "a/card.json",
                "b/card.json");
        for (String name : List.of("a", "b")) {
            run("charter", "sign", "draft", "--home", name, "--out", name + ".sig");
        }
        run("charter", "assemble", "a.sig", "b.sig", "--out", "act");
        for (String name : List.of("a", "b")) {
            run("charter", "adopt", "act", "--home", name);
        }
        Files.writeString(folder.resolve("bundle.json"), BUNDLE);
        MadeObjects made = new MadeObjects(1);
        made.writeBundle(folder.resolve("many.json"), MANY);
        for (int single = 0; single < SINGLES + SINGLES_WAITED_FOR; single++) {
            made.writeBundle(folder.resolve(single + ".json"), 1);
        }
        try (RunningNode first = RunningNode.start(config("a"));
                RunningNode second = RunningNode.start(config("b"))) {
            exchange(first.greeting() + second.greeting());
        }
        run("log", "fsck", "--home", "b");
    }

    private void exchange(String greetings) throws InterruptedException {
        run("import", "bundle.json", "--home", "a", "--channel", "plenary", "--tlp", "clear");
        for (int single = 0; single < SINGLES; single++) {
            run("import", single + ".json", "--home", "a", "--channel", "plenary", "--tlp", "clear");
        }
        run("import", "many.json", "--home", "a", "--channel", "plenary", "--tlp", "clear");
        waitForEach();
        String held = "";
        for (int tries = 0; tries < TRIES_MAX && !held.contains(OBJECT); tries++) {
            Thread.sleep(50);
            held = run("objects", "--home", "b");
        }
        run("node", "status", "--home", "a");
        run("node", "status", "--home", "b", "--json");
        run("quarantine", "list", "--home", "a");
        run("export", "--home", "b", "--out", "held.json");
        run("evidence", OBJECT, "--home", "b", "--out", "proof");
        run("verify", "proof");
        if (!held.contains(OBJECT)) {
            throw new IllegalStateException("nothing was exchanged: " + greetings);
        }
    }

    /// One object after the other, each on its way alone: that has the least time, and code that was never run
    /// before is slow.
    private void waitForEach() {
        String how = ControlClient.with("/import", List.of("channel", "plenary", "tlp", "clear"));
        try (ControlClient a = client("a");
                ControlClient b = client("b")) {
            for (int single = SINGLES; single < SINGLES + SINGLES_WAITED_FOR; single++) {
                var _ = a.upload(how, folder.resolve(single + ".json"));
                long before = 1L + MANY + single;
                var _ = b.get("/objects?after=" + before + "&waitMillis=1000");
            }
        }
    }

    private ControlClient client(String name) {
        return ControlClient.of(new NodeHome(folder.resolve(name)));
    }

    private void init(String name) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        run(
                "node",
                "init",
                "--home",
                name,
                "--name-ar",
                "ت" + name,
                "--name-fr",
                name,
                "--name-en",
                name,
                "--domain",
                name + ".example",
                "--call-back",
                "none",
                "--set",
                "peers.listen=127.0.0.1:" + port,
                "--set",
                "local.listen=127.0.0.1:0");
    }

    private NodeConfig config(String name) {
        return NodeConfig.read(folder.resolve(name).resolve(NodeConfig.FILE_NAME), Map.of(), List.of(), folder);
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        var surroundings = new Surroundings(
                new PrintWriter(out),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                folder);
        var _ = Commands.in(surroundings).execute(arguments);
        return out.toString();
    }
}
