// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import org.mithaq.app.cli.Output;

/// Figures for a person, each with its ratio to the ceiling that bounds it.
final class Tables {

    private static final double MEBIBYTE = 1 << 20;

    private Tables() {}

    static void show(Output.Human human, ExchangeBench.Sustained sustained, Ceilings ceilings) {
        human.line("sustained  %d objects in %.2f s: %d objects/s, %.2f of bare SQLite inserts; settled in %.2f s"
                .formatted(
                        sustained.objects(),
                        sustained.seconds(),
                        sustained.objectsPerSecond(),
                        (double) sustained.objectsPerSecond() / ceilings.sqliteInsertsPerSecond(),
                        sustained.settledSeconds()));
        human.line("           %d CPU-µs an object, both nodes together (%d at A)"
                .formatted(sustained.cpuMicrosPerObject(), sustained.cpuMicrosPerObjectAtA()));
        human.line("           recorded at A to recorded at B: %s".formatted(latency(sustained.latency())));
        human.line("           %d dispatches of %.0f objects, %.2f fsyncs a dispatch at both together"
                .formatted(
                        sustained.dispatches(),
                        (double) sustained.objects() / Math.max(1, sustained.dispatches()),
                        sustained.fsyncsPerDispatch()));
        human.line("           resident memory %.0f MiB at A, %.0f MiB at B; %d proofs verified, every byte compared"
                .formatted(
                        sustained.residentBytesAtA() / MEBIBYTE,
                        sustained.residentBytesAtB() / MEBIBYTE,
                        sustained.proofsChecked()));
    }

    static void show(Output.Human human, ExchangeBench.Idle idle, Ceilings ceilings) {
        human.line("idle       %d objects one by one: %s; p50 is %.1f bare fsyncs; %.2f fsyncs a dispatch"
                .formatted(
                        idle.objects(),
                        latency(idle.latency()),
                        (double) idle.latency().p50Micros()
                                / Math.max(1, ceilings.fsync().p50Micros()),
                        idle.fsyncsPerDispatch()));
        human.line("           %d CPU-µs an object, both nodes together".formatted(idle.cpuMicrosPerObject()));
    }

    static void show(Output.Human human, ExchangeBench.Crowd crowd) {
        human.line("crowd      %d objects one by one by %d posters at once: %d objects/s, %.1f objects a dispatch; %s"
                .formatted(
                        crowd.objects(),
                        crowd.posters(),
                        crowd.objectsPerSecond(),
                        crowd.objectsPerDispatch(),
                        latency(crowd.latency())));
    }

    static void show(Output.Human human, CatchUpBench.CaughtUp caughtUp) {
        human.line("catch-up   %d objects, shared in %.2f s, came in %.2f s (%d objects/s); settled in %.2f s"
                .formatted(
                        caughtUp.objects(),
                        caughtUp.postingSeconds(),
                        caughtUp.catchUpSeconds(),
                        caughtUp.objectsPerSecond(),
                        caughtUp.settledSeconds()));
        human.line("flash      %d meanwhile, %d of them before the last of the rest: %s"
                .formatted(caughtUp.flash().count(), caughtUp.flashBehind(), latency(caughtUp.flash())));
        human.line("           resident memory %.0f MiB at A before, at most %.0f MiB at A and %.0f MiB at B meanwhile"
                .formatted(
                        caughtUp.residentBytesAtA() / MEBIBYTE,
                        caughtUp.residentBytesMaxAtA() / MEBIBYTE,
                        caughtUp.residentBytesMaxAtB() / MEBIBYTE));
    }

    static void show(Output.Human human, ImportBench.Imported imported, Ceilings ceilings) {
        human.line("import     %d objects in %.2f s: %d objects/s, %d MB/s, %.2f of bare SQLite inserts"
                .formatted(
                        imported.objects(),
                        imported.seconds(),
                        imported.objectsPerSecond(),
                        imported.megabytesPerSecond(),
                        (double) imported.objectsPerSecond() / ceilings.sqliteInsertsPerSecond()));
        human.line("           %d CPU-µs an object, %.1f fsyncs for 1,000; resident memory %.0f MiB"
                .formatted(
                        imported.cpuMicrosPerObject(),
                        imported.fsyncsPerThousand(),
                        imported.residentBytes() / MEBIBYTE));
        human.line("one by one %s".formatted(latency(imported.single())));
    }

    static void show(Output.Human human, StartBench.Started started) {
        human.line("node       ready after %s, holding %d objects; resident memory %.0f MiB"
                .formatted(latency(started.node()), started.held(), started.residentBytes() / MEBIBYTE));
        human.line("bare Jetty ready after %s; resident memory %.0f MiB"
                .formatted(latency(started.hello()), started.helloResidentBytes() / MEBIBYTE));
        human.line("ratio      %.2f (p50 to p50, %d starts of each)"
                .formatted(started.ratioOfMedians(), started.node().count()));
    }

    private static String latency(Percentiles latency) {
        return "p50 %.2f ms, p99 %.2f ms".formatted(latency.p50Micros() / 1_000.0, latency.p99Micros() / 1_000.0);
    }
}
