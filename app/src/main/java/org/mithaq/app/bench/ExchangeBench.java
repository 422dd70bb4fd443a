// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.control.ControlClient;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.EvidenceBundle;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleObject;
import org.mithaq.stix.BundleReader;

/// From A to B: posted at the one, recorded, proved and readable at the other.
final class ExchangeBench {

    private static final List<String> HOW = List.of("channel", "plenary", "tlp", "green");
    private static final int PROOFS = 20;
    private static final int PAGE = 500;

    private final BenchNodes nodes;
    private final Workload workload;
    private final Output output;

    /// @param nodes founded, and not started
    /// @param workload what is posted
    ExchangeBench(BenchNodes nodes, Workload workload, Output output) {
        this.nodes = nodes;
        this.workload = workload;
        this.output = output;
    }

    /// Many objects at once.
    ///
    /// @param objects that were shared and arrived, each compared byte for byte afterwards
    /// @param seconds from the first byte that A was given to the last object that B could read
    /// @param settledSeconds until A had B's signed receipt for every dispatch
    /// @param cpuMicrosPerObject of both nodes together
    /// @param cpuMicrosPerObjectAtA of the posting one alone
    /// @param latency from recorded at A to recorded at B, by the clock that both share
    /// @param fsyncsPerDispatch of both nodes, but for SQLite's own checkpoints
    /// @param proofsChecked evidence of that many objects verified offline, at B's side
    record Sustained(
            long objects,
            double seconds,
            double settledSeconds,
            long objectsPerSecond,
            long cpuMicrosPerObject,
            long cpuMicrosPerObjectAtA,
            Percentiles latency,
            long dispatches,
            double fsyncsPerDispatch,
            long residentBytesAtA,
            long residentBytesAtB,
            int proofsChecked) {}

    /// One object at a time, and the next when B can read it.
    ///
    /// @param latency from the request to A to B's answer that it has it
    /// @param cpuMicrosPerObject of both nodes together, with what they do after that answer
    /// @param fsyncsPerDispatch of both nodes, but for SQLite's own checkpoints
    record Idle(long objects, Percentiles latency, long cpuMicrosPerObject, double fsyncsPerDispatch) {}

    /// Many who share one object each at the same time, again and again.
    ///
    /// @param posters how many
    /// @param seconds from the first request to the last object that B could read
    /// @param latency from a request to the answer that the object is durable at A and on its way
    /// @param objectsPerDispatch what came together went together
    record Crowd(
            long objects,
            int posters,
            double seconds,
            long objectsPerSecond,
            Percentiles latency,
            long dispatches,
            double objectsPerDispatch) {}

    /// Starts both nodes, and warms them up.
    void start() {
        nodes.startBoth();
        try (ControlClient a = nodes.client(BenchNodes.A);
                ControlClient b = nodes.client(BenchNodes.B)) {
            workload.warmUp().ifPresent(file -> {
                output.progress("warming up with " + workload.warmUpCount() + " objects");
                post(a, file);
                nodes.awaitObject(b, workload.warmUpCount());
            });
        }
        settle();
    }

    private void settle() {
        BenchNodes.await("receipts", () -> nodes.waiting(BenchNodes.A) == 0);
    }

    private static JsonObject post(ControlClient a, Path file) {
        JsonObject report = a.upload(ControlClient.with("/import", HOW), file);
        if (report.integer("withheld").orElse(0) > 0
                || report.integer("repeated").orElse(0) > 0) {
            throw new CommandRefused(
                    ExitCode.REFUSED, "Not every object of " + file + " was shared: some are repeated or withheld.");
        }
        return report;
    }

    Sustained sustained() {
        int count = workload.hashes().size();
        output.progress("sharing " + count + " objects");
        long before = nodes.objects(BenchNodes.B);
        Sample from = Sample.of(nodes, BenchNodes.A, BenchNodes.B);
        long cpuAtA = nodes.figures(BenchNodes.A).cpuMicros();
        double seconds;
        long started = System.nanoTime();
        try (ControlClient a = nodes.client(BenchNodes.A);
                ControlClient b = nodes.client(BenchNodes.B)) {
            post(a, workload.measured());
            nodes.awaitObject(b, before + count);
            seconds = seconds(System.nanoTime() - started);
        }
        settle();
        double settledSeconds = seconds(System.nanoTime() - started);
        Sample to = Sample.of(nodes, BenchNodes.A, BenchNodes.B);
        ProcessFigures atA = nodes.figures(BenchNodes.A);
        ProcessFigures atB = nodes.figures(BenchNodes.B);
        output.progress("comparing what came, and verifying proofs");
        int proofs = check(before, count);
        long dispatches = to.logSize() - from.logSize();
        return new Sustained(
                count,
                seconds,
                settledSeconds,
                Math.round(count / seconds),
                (to.cpuMicros() - from.cpuMicros()) / count,
                (atA.cpuMicros() - cpuAtA) / count,
                latency(before),
                dispatches,
                (double) (to.syncs() - from.syncs()) / Math.max(1, dispatches),
                atA.residentBytes(),
                atB.residentBytes(),
                proofs);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    Idle idle() {
        output.progress("sharing " + workload.single().size() + " objects one by one");
        long number = nodes.objects(BenchNodes.B);
        long[] nanos = new long[workload.single().size()];
        Sample from = Sample.of(nodes, BenchNodes.A, BenchNodes.B);
        try (ControlClient a = nodes.client(BenchNodes.A);
                ControlClient b = nodes.client(BenchNodes.B)) {
            for (int index = 0; index < nanos.length; index++) {
                long started = System.nanoTime();
                post(a, workload.single().get(index));
                number++;
                nodes.awaitObject(b, number);
                nanos[index] = System.nanoTime() - started;
            }
        }
        settle();
        Sample to = Sample.of(nodes, BenchNodes.A, BenchNodes.B);
        return new Idle(
                nanos.length,
                Percentiles.of(nanos),
                (to.cpuMicros() - from.cpuMicros()) / Math.max(1, nanos.length),
                (double) (to.syncs() - from.syncs()) / Math.max(1, to.logSize() - from.logSize()));
    }

    Crowd crowd(int posters) {
        List<Path> files = workload.crowd();
        output.progress(posters + " share " + files.size() + " objects one by one at the same time");
        long before = nodes.objects(BenchNodes.B);
        Sample from = Sample.of(nodes, BenchNodes.A, BenchNodes.B);
        List<Future<Long>> answers = new ArrayList<>();
        long started = System.nanoTime();
        double seconds;
        try (ExecutorService pool = Executors.newFixedThreadPool(posters);
                ControlClient a = nodes.client(BenchNodes.A);
                ControlClient b = nodes.client(BenchNodes.B)) {
            for (Path file : files) {
                answers.add(pool.submit(() -> {
                    long asked = System.nanoTime();
                    post(a, file);
                    return System.nanoTime() - asked;
                }));
            }
            nodes.awaitObject(b, before + files.size());
            seconds = seconds(System.nanoTime() - started);
        }
        settle();
        long dispatches = Sample.of(nodes, BenchNodes.A, BenchNodes.B).logSize() - from.logSize();
        return new Crowd(
                files.size(),
                posters,
                seconds,
                Math.round(files.size() / seconds),
                Percentiles.of(answers.stream().mapToLong(Future::resultNow).toArray()),
                dispatches,
                (double) files.size() / Math.max(1, dispatches));
    }

    /// Every object that was posted is at B in the same bytes, and a few of them are proved to a stranger.
    private int check(long before, int count) {
        Set<Hash> missing = new HashSet<>(workload.hashes());
        Path exported = nodes.home(BenchNodes.B).resolve("exported.json");
        try (ControlClient b = nodes.client(BenchNodes.B)) {
            try (OutputStream out = Files.newOutputStream(exported)) {
                b.download(ControlClient.with("/export", List.of("channel", "plenary")), out);
            }
            try (InputStream in = Files.newInputStream(exported)) {
                BundleReader reader = BundleReader.of(in, BundleLimits.standard());
                for (Optional<BundleObject> next = reader.next(); next.isPresent(); next = reader.next()) {
                    missing.remove(Hash.of(Workload.bytes(next.get())));
                }
            }
            if (!missing.isEmpty()) {
                throw new CommandRefused(
                        ExitCode.REFUSED, missing.size() + " objects did not come byte for byte as they were posted.");
            }
            int proofs = Math.min(PROOFS, count);
            for (int index = 0; index < proofs; index++) {
                long number = before + 1 + (long) index * count / proofs;
                EvidenceBundle.verify(SignatureProvider.best(), b.bytes("/evidence/" + number));
            }
            return proofs;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Percentiles latency(long before) {
        Map<String, Long> posted = recorded(BenchNodes.A, before);
        Map<String, Long> came = recorded(BenchNodes.B, before);
        long[] nanos = came.entrySet().stream()
                .filter(each -> posted.containsKey(each.getKey()))
                .mapToLong(each -> (each.getValue() - posted.getOrDefault(each.getKey(), 0L)) * 1_000)
                .toArray();
        return Percentiles.of(nanos);
    }

    /// When each object above a number was recorded, in microseconds since 1970, by id and version.
    private Map<String, Long> recorded(String key, long before) {
        Map<String, Long> recorded = new HashMap<>();
        try (ControlClient client = nodes.client(key)) {
            long after = before;
            while (true) {
                JsonArray page =
                        client.get("/objects?after=" + after).array("objects").orElseThrow();
                for (JsonValue each : page) {
                    JsonObject row = each.asObject().orElseThrow();
                    recorded.put(
                            row.string("id").orElse("") + "/"
                                    + row.string("version").orElse(""),
                            row.integer("addedMicros").orElse(0));
                    after = row.integer("number").orElse(0);
                }
                if (page.size() < PAGE) {
                    return recorded;
                }
            }
        }
    }
}
