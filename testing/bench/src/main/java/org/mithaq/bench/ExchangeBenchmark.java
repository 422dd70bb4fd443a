// SPDX-License-Identifier: Apache-2.0
package org.mithaq.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mithaq.node.Item;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Sealing and opening a dispatch of 1,000 objects: time for one object.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExchangeBenchmark {

    private static final int OBJECTS = 1_000;

    private final TwoMembers members = new TwoMembers();
    private final List<Item> items = TwoMembers.items(OBJECTS);
    private final byte[] delivery = members.delivery(items);

    /// Made by JMH.
    public ExchangeBenchmark() {}

    /// What the sender does before it decides.
    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public Object seal() {
        return members.seal(items);
    }

    /// What the recipient does before it decides.
    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public Object open() {
        return members.open(delivery);
    }
}
