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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;

/// Members, founded by the commands that a user would type, whose nodes run in this process or each in its own.
final class Federation implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    private final Path folder;
    private final Map<String, RunningNode> nodes = new LinkedHashMap<>();
    private final Map<String, NodeProcess> processes = new LinkedHashMap<>();

    private Federation(Path folder) {
        this.folder = folder;
    }

    /// What a command did, with what went through its pipes.
    record Piped(int code, byte[] out, String err) {}

    /// Alpha and beta, both running in this process.
    static Federation found(Path folder) throws IOException {
        Federation federation = founded(folder, List.of("alpha", "beta"));
        federation.start("alpha");
        federation.start("beta");
        return federation;
    }

    /// Members none of which runs yet.
    static Federation founded(Path folder, List<String> names) throws IOException {
        return behind(folder, names, port -> port);
    }

    /// Members none of which runs yet, and who do not dial each other where they listen.
    ///
    /// @param dialled for the port at which a member listens, the one that the others dial; 0 where nobody can
    static Federation behind(Path folder, List<String> names, IntUnaryOperator dialled) throws IOException {
        Federation federation = new Federation(folder);
        founded(folder, names, dialled, arguments -> federation.done(arguments.toArray(String[]::new)));
        return federation;
    }

    /// Founds a federation of members who live in folders of their names, and starts none of them.
    ///
    /// @param program runs a command that has to succeed
    static void founded(Path folder, List<String> names, Consumer<List<String>> program) throws IOException {
        founded(folder, names, port -> port, program);
    }

    private static void founded(
            Path folder, List<String> names, IntUnaryOperator dialled, Consumer<List<String>> program)
            throws IOException {
        String draft = folder.resolve("draft").toString();
        String act = folder.resolve("act").toString();
        List<String> drafting = new ArrayList<>(List.of("charter", "draft", "--out", draft));
        drafting.addAll(called("ميثاق التجربة", "Pacte d’essai", "Covenant of Trial"));
        List<String> assembling = new ArrayList<>(List.of("charter", "assemble", "--out", act));
        for (String name : names) {
            program.accept(init(folder.resolve(name).toString(), name, dialled));
            drafting.add(folder.resolve(name).resolve("card.json").toString());
        }
        program.accept(drafting);
        for (String name : names) {
            String home = folder.resolve(name).toString();
            program.accept(List.of("charter", "sign", draft, "--home", home, "--out", home + ".sig"));
            assembling.add(home + ".sig");
        }
        program.accept(assembling);
        for (String name : names) {
            program.accept(List.of(
                    "charter", "adopt", act, "--home", folder.resolve(name).toString()));
        }
    }

    private static List<String> called(String ar, String fr, String en) {
        return List.of("--name-ar", ar, "--name-fr", fr, "--name-en", en);
    }

    private static List<String> init(String home, String name, IntUnaryOperator dialled) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> init = new ArrayList<>(List.of("node", "init", "--home", home));
        // One of them is called the same in two languages, as many are.
        String french = name.equals("beta") ? "Member " : "Membre ";
        init.addAll(called("عضو " + name, french + name, "Member " + name));
        init.addAll(List.of("--domain", name + ".example", "--call-back", "+999 1"));
        for (String setting :
                List.of("peers.listen=127.0.0.1:" + port, "local.listen=127.0.0.1:0", "limits.objectBytes=20000")) {
            init.addAll(List.of("--set", setting));
        }
        int other = dialled.applyAsInt(port);
        if (other == 0) {
            init.add("--calls-only");
        } else if (other != port) {
            init.addAll(List.of("--set", "peers.advertise=127.0.0.1:" + other));
        }
        return init;
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

    /// A member's running node.
    RunningNode node(String name) {
        return Optional.ofNullable(nodes.get(name)).orElseThrow();
    }

    /// Starts a member's node in a process of its own, which is not waited for.
    ///
    /// @param before what the process runs under, such as `unshare`; may be nothing
    NodeProcess launch(String name, String... before) throws IOException {
        NodeProcess process = NodeProcess.start(new NodeHome(folder.resolve(name)), List.of(before));
        processes.put(name, process);
        return process;
    }

    /// The process that was launched last for a member.
    NodeProcess process(String name) {
        return Objects.requireNonNull(processes.get(name));
    }

    /// What a member's running node shows of itself.
    NodeView view(String name) {
        return new NodeView(new NodeHome(folder.resolve(name)));
    }

    /// Makes a home of another name with what lies in the home of a node that does not run: ledger, card and
    /// charter.
    void copyOf(String name, String copy) throws IOException {
        Path data = folder.resolve(copy).resolve("data");
        Files.createDirectories(data);
        copyPublic(name, copy);
        Files.deleteIfExists(data.resolve("ledger.db-shm"));
        for (String file : List.of("ledger.db", "ledger.db-wal")) {
            Files.deleteIfExists(data.resolve(file));
            Path from = folder.resolve(name).resolve("data").resolve(file);
            if (Files.exists(from)) {
                Files.copy(from, data.resolve(file));
            }
        }
    }

    /// Copies what a check of a log needs beside the ledger.
    void copyPublic(String name, String copy) throws IOException {
        for (String file : List.of("card.json", "founding.act", "mithaq.yaml")) {
            Files.copy(
                    folder.resolve(name).resolve(file),
                    folder.resolve(copy).resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
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

    /// Runs a command about a member's node.
    Run at(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", name));
        return run(all.toArray(String[]::new));
    }

    /// Has a member import a bundle, from a file of that name.
    Run imported(String name, String file, byte[] bundle, String... more) throws IOException {
        Files.write(folder.resolve(file), bundle);
        List<String> all = new ArrayList<>(List.of("import", file));
        all.addAll(List.of(more));
        return at(name, all.toArray(String[]::new));
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
        processes.values().forEach(NodeProcess::close);
        processes.clear();
        for (RunningNode node : nodes.values()) {
            node.close();
        }
        nodes.clear();
    }
}
