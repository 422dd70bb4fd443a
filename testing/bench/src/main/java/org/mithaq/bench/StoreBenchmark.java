// SPDX-License-Identifier: Apache-2.0
package org.mithaq.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mithaq.contracts.SampleRows;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Shelf;
import org.mithaq.store.SqliteLedger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Writing 1,000 objects in one transaction: time for one object, the wait for the disk included. Lies in the working
/// directory, because a folder for temporary files may be memory.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StoreBenchmark {

    private static final int OBJECTS = 1_000;
    private static final int SEALED_BYTES = 1_500 * OBJECTS;
    private static final long TIME_MICROS = 1_700_000_000_000_000L;

    private final Path folder = folder();
    private final SqliteLedger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
    private long batch;

    /// Made by JMH.
    public StoreBenchmark() {}

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("").toAbsolutePath(), "bench-store");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Removes what it wrote.
    @TearDown
    public void remove() throws IOException {
        ledger.close();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /// One batch with its objects.
    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public long write() {
        batch++;
        List<Shelf.ObjectRow> rows = new ArrayList<>(OBJECTS);
        Hash payload = SampleRows.hash("batch " + batch);
        for (int position = 0; position < OBJECTS; position++) {
            rows.add(SampleRows.object(
                    "indicator--00000000-0000-4000-8000-%012d".formatted(batch * OBJECTS + position),
                    "2026-01-01T00:00:00.000Z",
                    payload,
                    position));
        }
        ledger.write(tables -> {
            tables.shelf().addBatch(new Shelf.BatchRow(batch, new byte[16], new byte[SEALED_BYTES], new byte[0]));
            tables.shelf().addObjects(rows, TIME_MICROS);
        });
        return batch;
    }
}
