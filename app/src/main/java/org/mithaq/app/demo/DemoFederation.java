// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.MemberId;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;

/// The demo's members as a user would set them up: five folders made by `node init`, one founding act signed by every
/// root, and five processes of `node run` on this machine.
public final class DemoFederation implements AutoCloseable {

    private static final long UP_SECONDS_MAX = 90;
    private static final long SETTLED_MILLIS_MAX = 60_000;
    private static final long SIGNAL_MILLIS_MAX = 500;
    private static final int LOG_LINES = 12;

    private final DemoCast cast;
    private final Path folder;
    private final String launcher;
    private final Surroundings surroundings;
    private final BiFunction<Surroundings, String[], Integer> program;
    private final Map<String, Seat> seats = new LinkedHashMap<>();

    /// One member of the demo.
    ///
    /// @param key its name in the script
    /// @param home its folder
    /// @param peerPort where its node listens to peers
    public record Seat(String key, NodeHome home, int peerPort) {}

    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private final Map<String, MemberId> ids = new LinkedHashMap<>();

    /// @param cast who takes part
    /// @param folder an empty folder for everything
    /// @param launcher the program's launcher
    /// @param surroundings of this process
    /// @param program runs one of our commands in this process
    public DemoFederation(
            DemoCast cast,
            Path folder,
            String launcher,
            Surroundings surroundings,
            BiFunction<Surroundings, String[], Integer> program) {
        this.cast = cast;
        this.folder = folder;
        this.launcher = launcher;
        this.surroundings = surroundings;
        this.program = program;
    }

    /// Makes the members and founds the federation.
    public void found() {
        found(made -> {});
    }

    /// Makes the members and founds the federation.
    ///
    /// @param made hears of each member that is made, by its key
    void found(Consumer<String> made) {
        for (DemoCast.Member member : cast.members()) {
            seats.put(member.key(), init(member));
            made.accept(member.key());
        }
        List<String> draft = new ArrayList<>(List.of(
                "charter",
                "draft",
                "--name-ar",
                cast.federation().ar(),
                "--name-fr",
                cast.federation().fr(),
                "--name-en",
                cast.federation().en(),
                "--out",
                folder.resolve("founding.draft").toString()));
        for (DemoCast.ChannelPlan plan : cast.channels()) {
            plan.theme().ifPresent(theme -> draft.addAll(List.of("--community", plan.key() + "=" + cards(plan))));
        }
        seats.values().forEach(seat -> draft.add(seat.home().card().toString()));
        run(draft);
        List<String> assemble = new ArrayList<>(List.of(
                "charter", "assemble", "--out", folder.resolve("founding.act").toString()));
        for (Seat seat : seats.values()) {
            String part = folder.resolve(seat.key() + ".signature").toString();
            run(List.of(
                    "charter",
                    "sign",
                    "--home",
                    seat.home().folder().toString(),
                    "--out",
                    part,
                    folder.resolve("founding.draft").toString()));
            assemble.add(part);
        }
        run(assemble);
        for (Seat seat : seats.values()) {
            run(List.of(
                    "charter",
                    "adopt",
                    "--home",
                    seat.home().folder().toString(),
                    folder.resolve("founding.act").toString()));
        }
    }

    private String cards(DemoCast.ChannelPlan plan) {
        return plan.members().stream()
                .map(key -> seat(key).home().card().toString())
                .collect(Collectors.joining(","));
    }

    private Seat init(DemoCast.Member member) {
        NodeHome home = new NodeHome(folder.resolve(member.key()));
        int peerPort = freePort();
        String yaml =
                "peers:\n  listen: 127.0.0.1:%d\nlocal:\n  listen: 127.0.0.1:%d\n".formatted(peerPort, freePort());
        try {
            Files.createDirectories(home.folder());
            Files.writeString(home.folder().resolve("mithaq.yaml"), yaml);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        run(List.of(
                "node",
                "init",
                "--home",
                home.folder().toString(),
                "--name-ar",
                member.names().ar(),
                "--name-fr",
                member.names().fr(),
                "--name-en",
                member.names().en(),
                "--kind",
                member.kind().text(),
                "--domain",
                member.domain(),
                "--duty-role",
                member.contact().dutyRole(),
                "--languages",
                String.join(",", member.contact().languages()),
                "--call-back",
                member.contact().callBack()));
        return new Seat(member.key(), home, peerPort);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private void run(List<String> arguments) {
        StringWriter said = new StringWriter();
        Surroundings quiet =
                new Surroundings(new PrintWriter(said), new PrintWriter(said), Map.of(), false, surroundings.folder());
        int code = program.apply(quiet, arguments.toArray(String[]::new));
        if (code != ExitCode.OK.code()) {
            throw new CommandRefused(
                    ExitCode.REFUSED, "mithaq " + String.join(" ", arguments.subList(0, 2)) + " failed: " + said);
        }
    }

    /// Starts a member's node as a process, and waits until it answers.
    public void start(String key) {
        Seat seat = seat(key);
        try {
            ProcessBuilder builder = new ProcessBuilder(
                    launcher, "node", "run", "--home", seat.home().folder().toString());
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                    seat.home().folder().resolve("node.log").toFile()));
            running.put(key, builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Waits until a member's node answers.
    public void await(String key) {
        Seat seat = seat(key);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_SECONDS_MAX);
        while (!Files.exists(seat.home().control())) {
            Process process = running.get(key);
            if (process == null || !process.isAlive() || System.nanoTime() > until) {
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        "The node of %s did not come up%s. The end of its log:"
                                .formatted(key, process == null ? "" : how(process)),
                        endOfLog(key));
            }
            pause(50);
        }
    }

    /// Stops a member's node as Ctrl-C would, and waits until it is gone.
    public void stop(String key) {
        Process process = running.remove(key);
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Keys of the members whose nodes were started and not stopped.
    List<String> running() {
        return List.copyOf(running.keySet());
    }

    /// Checks that no node has ended by itself.
    ///
    /// @throws CommandRefused if one has; it says how, and quotes its log
    public void check() {
        for (var entry : running.entrySet()) {
            if (!entry.getValue().isAlive()) {
                // A signal to all of us ends the nodes too, and is no fault of theirs: whoever is told to stop hears
                // of it in this pause.
                pause(SIGNAL_MILLIS_MAX);
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        "The node of %s has ended by itself%s. The end of its log:"
                                .formatted(entry.getKey(), how(entry.getValue())),
                        endOfLog(entry.getKey()));
            }
        }
    }

    private static String how(Process process) {
        return process.isAlive() ? "" : " (exit code " + process.exitValue() + ")";
    }

    private List<String> endOfLog(String key) {
        Path log = seat(key).home().folder().resolve("node.log");
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException none) {
            return List.of("(there is none: " + none.getMessage() + ")");
        }
    }

    /// Waits until every node has delivered everything, and its log is witnessed.
    void settle(DemoView view) {
        for (String key : keys()) {
            if (!settle(key)) {
                view.say("    " + key + " has not settled in a minute");
            }
        }
    }

    /// Waits until a member's node has delivered everything, and its log is witnessed.
    ///
    /// @return whether it came to that within a minute
    private boolean settle(String key) {
        for (long waited = 0; waited < SETTLED_MILLIS_MAX; waited += 100) {
            check();
            try (ControlClient client = client(key)) {
                JsonObject status = client.get("/status");
                long waiting = status.array("peers").orElseGet(JsonArray::of).elements().stream()
                        .flatMap(each -> each.asObject().stream())
                        .mapToLong(each -> each.integer("waiting").orElse(0))
                        .sum();
                JsonObject log = status.object("log").orElseThrow();
                if (waiting == 0
                        && log.integer("size").orElse(0)
                                == log.integer("witnessedSize").orElse(-1)) {
                    return true;
                }
            }
            pause(100);
        }
        return false;
    }

    /// The time by the clock that every process of this machine shares, in microseconds since 1970.
    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /// Process id of a running node.
    public long pid(String key) {
        Process process = running.get(key);
        if (process == null) {
            throw new IllegalStateException("the node of " + key + " does not run");
        }
        return process.pid();
    }

    /// A client of a running node.
    public ControlClient client(String key) {
        return ControlClient.of(seat(key).home());
    }

    /// A member's place.
    public Seat seat(String key) {
        Seat seat = seats.get(key);
        if (seat == null) {
            throw new IllegalArgumentException("no member " + key);
        }
        return seat;
    }

    /// All members, in the order of the cast.
    public List<String> keys() {
        return List.copyOf(seats.keySet());
    }

    /// The id that a member got.
    public MemberId id(String key) {
        return ids.computeIfAbsent(key, each -> {
            try (ControlClient client = client(each)) {
                return MemberId.parse(client.get("/status").string("member").orElseThrow());
            }
        });
    }

    /// Who takes part.
    public DemoCast cast() {
        return cast;
    }

    /// Where everything lies.
    public Path folder() {
        return folder;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandRefused(ExitCode.REFUSED, "interrupted", interrupted);
        }
    }

    /// Stops every node that is left.
    @Override
    public void close() {
        // Whoever is interrupted still waits for the nodes to end in good order.
        boolean interrupted = Thread.interrupted();
        running.values().forEach(Process::destroy);
        List.copyOf(running.keySet()).forEach(this::stop);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
