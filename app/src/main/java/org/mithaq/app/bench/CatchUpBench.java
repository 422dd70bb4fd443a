// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.control.ControlClient;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.Core;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleObject;
import org.mithaq.stix.BundleReader;
import org.mithaq.stix.Reading;

/// A member that was stopped comes back to all that waits for it; meanwhile flash messages are sent to it.
final class CatchUpBench {

    private static final List<String> ROUTINE = List.of("channel", "plenary", "tlp", "green");
    private static final List<String> FLASH = List.of("channel", "plenary", "tlp", "green", "lane", "flash");
    private static final int PAGE = 500;
    private static final int FLASH_PAUSE_MILLIS = 500;

    private final BenchNodes nodes;
    private final Workload workload;
    private final Output output;
    private long mostAtA;
    private long mostAtB;

    /// @param nodes founded, and not started
    /// @param workload what is posted while B is stopped, and single objects that are sent as flash messages
    CatchUpBench(BenchNodes nodes, Workload workload, Output output) {
        this.nodes = nodes;
        this.workload = workload;
        this.output = output;
    }

    /// What it came to.
    ///
    /// @param objects that waited
    /// @param postingSeconds until all of them were durable at A, B being stopped
    /// @param catchUpSeconds from the start of B's process until it held the last of them
    /// @param settledSeconds the same until A had the receipts for them
    /// @param flash from the request to A until it was recorded at B, both clocks being one, while the rest came
    /// @param flashBehind flash messages that were recorded at B before the last of what had waited
    /// @param residentBytesAtA before B came back
    /// @param residentBytesMaxAtA most that it held while B caught up
    /// @param residentBytesMaxAtB most that it held while it caught up
    record CaughtUp(
            long objects,
            double postingSeconds,
            double catchUpSeconds,
            double settledSeconds,
            long objectsPerSecond,
            Percentiles flash,
            long flashBehind,
            long residentBytesAtA,
            long residentBytesMaxAtA,
            long residentBytesMaxAtB) {}

    CaughtUp run() {
        nodes.startBoth();
        workload.warmUp().ifPresent(this::warmUp);
        nodes.stop(BenchNodes.B);
        int count = workload.hashes().size();
        output.progress("sharing " + count + " objects with a member that is stopped");
        long started = System.nanoTime();
        try (ControlClient a = nodes.client(BenchNodes.A)) {
            a.upload(ControlClient.with("/import", ROUTINE), workload.measured());
        }
        double posting = seconds(started);
        long residentAtA = nodes.figures(BenchNodes.A).residentBytes();
        long before = workload.warmUpCount();
        started = System.nanoTime();
        nodes.start(BenchNodes.B);
        output.progress("it is back, and catches up");
        Map<String, Long> sent = flashUntil(before + count);
        double caughtUp = seconds(started);
        BenchNodes.await("receipts", () -> nodes.waiting(BenchNodes.A) == 0);
        double settled = seconds(started);
        Flashes flashes = flashes(sent, before);
        return new CaughtUp(
                count,
                posting,
                caughtUp,
                settled,
                Math.round(count / caughtUp),
                Percentiles.of(flashes.nanos()),
                flashes.behind(),
                residentAtA,
                mostAtA,
                mostAtB);
    }

    private void warmUp(Path file) {
        try (ControlClient a = nodes.client(BenchNodes.A);
                ControlClient b = nodes.client(BenchNodes.B)) {
            a.upload(ControlClient.with("/import", ROUTINE), file);
            nodes.awaitObject(b, workload.warmUpCount());
        }
        BenchNodes.await("receipts", () -> nodes.waiting(BenchNodes.A) == 0);
    }

    /// Sends flash messages one after the other until B holds `total` objects of the others.
    ///
    /// @return when each was sent, in microseconds since 1970, by id
    private Map<String, Long> flashUntil(long total) {
        Map<String, Long> sent = new HashMap<>();
        try (ControlClient a = nodes.client(BenchNodes.A)) {
            int next = 0;
            long held = nodes.objects(BenchNodes.B);
            while (held < total + sent.size()) {
                if (held > workload.warmUpCount() && next < workload.single().size()) {
                    Path file = workload.single().get(next++);
                    long micros = Core.micros(Clock.systemUTC().instant());
                    a.upload(ControlClient.with("/import", FLASH), file);
                    sent.put(id(file), micros);
                }
                BenchNodes.pause(FLASH_PAUSE_MILLIS);
                mostAtA = Math.max(mostAtA, nodes.figures(BenchNodes.A).residentBytes());
                mostAtB = Math.max(mostAtB, nodes.figures(BenchNodes.B).residentBytes());
                held = nodes.objects(BenchNodes.B);
            }
        }
        if (sent.isEmpty()) {
            throw new CommandRefused(ExitCode.USAGE, "It caught up before a flash message was sent: use more objects.");
        }
        return sent;
    }

    private static String id(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            BundleObject object =
                    BundleReader.of(in, BundleLimits.standard()).next().orElseThrow();
            return object.reading() instanceof Reading.Accepted accepted
                    ? accepted.accepted().id().toString()
                    : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// @param nanos from the request to its record at B, one for each flash message
    /// @param behind how many were there before the last of the rest
    private record Flashes(long[] nanos, long behind) {}

    private Flashes flashes(Map<String, Long> sent, long before) {
        List<Long> micros = new ArrayList<>();
        long behind = 0;
        long waitingSeen = 0;
        try (ControlClient b = nodes.client(BenchNodes.B)) {
            long after = before;
            for (JsonArray page = page(b, after); page.size() > 0; page = page(b, after)) {
                for (JsonValue each : page) {
                    JsonObject row = each.asObject().orElseThrow();
                    after = row.integer("number").orElse(0);
                    String id = row.string("id").orElse("");
                    if (!sent.containsKey(id)) {
                        waitingSeen++;
                        continue;
                    }
                    micros.add(row.integer("addedMicros").orElse(0) - sent.getOrDefault(id, 0L));
                    if (waitingSeen < workload.hashes().size()) {
                        behind++;
                    }
                }
            }
        }
        return new Flashes(micros.stream().mapToLong(each -> each * 1_000).toArray(), behind);
    }

    private static JsonArray page(ControlClient client, long after) {
        return client.get("/objects?after=" + after + "&limit=" + PAGE)
                .array("objects")
                .orElseThrow();
    }

    private static double seconds(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e9;
    }
}
