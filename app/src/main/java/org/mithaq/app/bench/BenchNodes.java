// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.demo.DemoCast;
import org.mithaq.app.demo.DemoFederation;
import org.mithaq.charter.Channel;
import org.mithaq.charter.Contact;
import org.mithaq.charter.MemberKind;
import org.mithaq.charter.Names;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.stix.StixId;

/// Two invented members, each a process of its own that `node run` started, in one federation with a plenary: what the
/// demo does with five.
final class BenchNodes implements AutoCloseable {

    /// The member that posts.
    static final String A = "alpha";

    /// The member that receives.
    static final String B = "beta";

    private static final long WAIT_SECONDS_MAX = 900;
    private static final int LONG_POLL_MILLIS = 5_000;

    private final DemoFederation federation;

    private BenchNodes(DemoFederation federation) {
        this.federation = federation;
    }

    /// How our own program is started.
    ///
    /// @param launcher runs it as a process
    /// @param surroundings of this process
    /// @param inside runs one of its commands in this process
    record Program(String launcher, Surroundings surroundings, BiFunction<Surroundings, String[], Integer> inside) {}

    /// Makes two members and founds their federation; nothing runs yet.
    static BenchNodes found(Program program, Path folder) {
        DemoFederation federation =
                new DemoFederation(cast(), folder, program.launcher(), program.surroundings(), program.inside());
        federation.found();
        return new BenchNodes(federation);
    }

    private static DemoCast cast() {
        Names plenary = new Names("الجلسة العامة", "Plénière", "Plenary");
        return new DemoCast(
                new Names("قياس", "Mesure", "Bench"),
                List.of(member(A, "ألفا", "Alpha", 1), member(B, "بيتا", "Bêta", 2)),
                List.of(new DemoCast.ChannelPlan(
                        "plenary", Channel.Kind.PLENARY, Optional.empty(), plenary, List.of(A, B))));
    }

    private static DemoCast.Member member(String key, String arabic, String french, int number) {
        return new DemoCast.Member(
                key,
                new Names(arabic, french, key),
                MemberKind.STATE_CSIRT,
                "en",
                StixId.parse("identity--5b1c7d1e-0000-4000-8000-00000000000" + number),
                key + ".example",
                new Contact("Duty officer", List.of("en"), "+000 0"));
    }

    /// Starts both, and waits until they have met.
    void startBoth() {
        federation.start(A);
        federation.start(B);
        federation.await(A);
        federation.await(B);
        await("the two nodes to meet", () -> connected(A) && connected(B));
    }

    /// Starts one as it would be started anywhere.
    void start(String key) {
        federation.start(key);
        federation.await(key);
    }

    void stop(String key) {
        federation.stop(key);
    }

    /// Where a node says that it is ready.
    Path readyFile(String key) {
        return federation.seat(key).home().control();
    }

    Path home(String key) {
        return federation.seat(key).home().folder();
    }

    private boolean connected(String key) {
        return peers(key).stream().allMatch(peer -> peer.bool("connected").orElse(false));
    }

    private List<JsonObject> peers(String key) {
        List<JsonObject> peers = new ArrayList<>();
        status(key)
                .array("peers")
                .ifPresent(list -> list.forEach(each -> each.asObject().ifPresent(peers::add)));
        return peers;
    }

    /// Copies that a node still has to deliver.
    long waiting(String key) {
        return peers(key).stream()
                .mapToLong(peer -> peer.integer("waiting").orElse(0))
                .sum();
    }

    /// The process of a node now.
    ProcessFigures figures(String key) {
        return ProcessFigures.of(federation.pid(key));
    }

    JsonObject status(String key) {
        try (ControlClient client = client(key)) {
            return client.get("/status");
        }
    }

    ControlClient client(String key) {
        return federation.client(key);
    }

    /// Objects that a node holds.
    long objects(String key) {
        return status(key).integer("objects").orElse(0);
    }

    /// Waits until a node can read its object of this number.
    void awaitObject(ControlClient client, long number) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        String path = "/objects?after=" + (number - 1) + "&waitMillis=" + LONG_POLL_MILLIS;
        while (client.get(path).array("objects").map(JsonArray::size).orElse(0) == 0) {
            if (System.nanoTime() - until > 0) {
                throw new CommandRefused(
                        ExitCode.REFUSED, "Object " + number + " did not come in " + WAIT_SECONDS_MAX + " seconds.");
            }
        }
    }

    /// A question that is asked until it is answered with yes.
    interface Question {
        boolean answer();
    }

    static void await(String what, Question question) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (!question.answer()) {
            if (System.nanoTime() - until > 0) {
                throw new CommandRefused(
                        ExitCode.REFUSED, "Waited " + WAIT_SECONDS_MAX + " seconds in vain for " + what + ".");
            }
            pause(20);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandRefused(ExitCode.REFUSED, "interrupted", interrupted);
        }
    }

    /// Stops what runs.
    @Override
    public void close() {
        federation.close();
    }
}
