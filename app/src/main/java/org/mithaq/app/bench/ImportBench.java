// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import org.mithaq.app.cli.Output;
import org.mithaq.app.control.ControlClient;

/// A bundle that is read into one node as a stream, and kept there.
final class ImportBench {

    private final BenchNodes nodes;
    private final Workload workload;
    private final Output output;

    /// @param nodes founded, and not started
    /// @param workload what is imported
    ImportBench(BenchNodes nodes, Workload workload, Output output) {
        this.nodes = nodes;
        this.workload = workload;
        this.output = output;
    }

    /// What it came to.
    ///
    /// @param objects that were read, each durable in the end
    /// @param seconds from the first byte to the report
    /// @param fsyncsPerThousand waits for the medium for 1,000 objects, but for SQLite's own checkpoints
    /// @param single objects imported one by one, from the request to the report
    record Imported(
            long objects,
            double seconds,
            long objectsPerSecond,
            long megabytesPerSecond,
            long cpuMicrosPerObject,
            double fsyncsPerThousand,
            Percentiles single,
            long residentBytes) {}

    Imported run() {
        nodes.start(BenchNodes.A);
        int count = workload.hashes().size();
        try (ControlClient a = nodes.client(BenchNodes.A)) {
            workload.warmUp().ifPresent(file -> {
                output.progress("warming up with " + workload.warmUpCount() + " objects");
                a.upload("/import", file);
            });
            output.progress("importing " + count + " objects");
            Sample from = Sample.of(nodes, BenchNodes.A);
            a.upload("/import", workload.measured());
            Sample to = Sample.of(nodes, BenchNodes.A);
            long[] nanos = new long[workload.single().size()];
            for (int index = 0; index < nanos.length; index++) {
                long started = System.nanoTime();
                a.upload("/import", workload.single().get(index));
                nanos[index] = System.nanoTime() - started;
            }
            double seconds = (to.nanos() - from.nanos()) / 1e9;
            return new Imported(
                    count,
                    seconds,
                    Math.round(count / seconds),
                    Math.round(count * workload.bytesPerObject() / seconds / 1e6),
                    (to.cpuMicros() - from.cpuMicros()) / count,
                    (to.syncs() - from.syncs()) * 1_000.0 / count,
                    Percentiles.of(nanos),
                    nodes.figures(BenchNodes.A).residentBytes());
        }
    }
}
