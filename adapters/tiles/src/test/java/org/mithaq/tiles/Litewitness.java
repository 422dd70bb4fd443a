// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mithaq.charter.MemberCard;
import org.mithaq.testkit.ForeignProgram;
import org.mithaq.testkit.SharedData;
import org.mithaq.tlog.VerifierKey;

/// A running `litewitness` that knows one log: its key in an agent of its own, its database in a folder that goes away.
final class Litewitness implements AutoCloseable {

    private static final String PROGRAM = "filippo.io/torchwood/cmd/litewitness@v0.9.0";
    private static final long STEP_SECONDS_MAX = 20;
    private static final Pattern VERIFIER_KEY = Pattern.compile("vkey=\"?(\\S+?)\"?\\s");

    /// Its other command that would write these rows cannot be installed; the tables are the program's own.
    private static final String KNOW_LOG = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            database.execute("INSERT INTO log VALUES (?, 0, ?)", (sys.argv[2], sys.argv[4]))
            database.execute("INSERT INTO key VALUES (?, ?)", (sys.argv[2], sys.argv[3]))
            database.commit()
            """;

    /// Root of the empty tree: SHA-256 of nothing (RFC 9162 §2.1.1).
    private static final String EMPTY_ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private final List<Process> processes = new ArrayList<>();
    private final Path folder;
    private final int port;
    private final VerifierKey key;

    Litewitness(MemberCard log) throws IOException, InterruptedException {
        Path program = ForeignProgram.goInstalled(Path.of("target", "foreign"), PROGRAM);
        this.folder = Files.createTempDirectory("witness");
        this.port = freePort();
        Path agent = folder.resolve("agent");
        start("agent", List.of("ssh-agent", "-D", "-a", agent.toString()));
        await(() -> Files.exists(agent), "ssh-agent has no socket");
        Path sshKey = folder.resolve("key");
        String fingerprint = sshKey(agent, sshKey);
        Path database = folder.resolve("witness.db");
        start(
                "witness",
                List.of(
                        program.toString(),
                        "-db",
                        database.toString(),
                        "-key",
                        fingerprint,
                        "-name",
                        "witness.example/w1",
                        "-ssh-agent",
                        agent.toString(),
                        "-listen",
                        "127.0.0.1:" + port));
        await(() -> said("witness").contains("msg=listening"), "litewitness does not listen");
        Matcher announced = VERIFIER_KEY.matcher(said("witness"));
        if (!announced.find()) {
            throw new AssertionError("litewitness names no key: " + said("witness"));
        }
        this.key = VerifierKey.parse(announced.group(1));
        done(
                "python3",
                "-c",
                KNOW_LOG,
                database.toString(),
                log.log().origin(),
                log.log().verifierKeys().getFirst(),
                EMPTY_ROOT);
    }

    int port() {
        return port;
    }

    /// What verifies its cosignatures, as it announces it.
    VerifierKey key() {
        return key;
    }

    private String sshKey(Path agent, Path sshKey) throws InterruptedException {
        done("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", sshKey.toString());
        ForeignProgram.Ran added = ForeignProgram.run(
                STEP_SECONDS_MAX,
                List.of("ssh-add", "-q", sshKey.toString()),
                Map.of("SSH_AUTH_SOCK", agent.toString()),
                "");
        SharedData.require(added.exit() == 0, "ssh-add: " + added.output());
        return done("ssh-keygen", "-l", "-f", sshKey + ".pub").split(" ", 3)[1];
    }

    private static String done(String... command) throws InterruptedException {
        ForeignProgram.Ran ran = ForeignProgram.run(STEP_SECONDS_MAX, List.of(command));
        SharedData.require(ran.exit() == 0, command[0] + ": " + ran.output());
        return ran.output();
    }

    private void start(String name, List<String> command) throws IOException {
        processes.add(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start());
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(Condition condition, String otherwise) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STEP_SECONDS_MAX);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline || !processes.getLast().isAlive()) {
                close();
                SharedData.require(false, otherwise);
            }
            Thread.sleep(20);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes.reversed()) {
            process.destroy();
            process.onExit().join();
        }
        processes.clear();
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
