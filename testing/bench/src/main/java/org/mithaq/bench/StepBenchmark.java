// SPDX-License-Identifier: Apache-2.0
package org.mithaq.bench;

import java.util.concurrent.TimeUnit;
import org.mithaq.app.bench.MadeObjects;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.json.JsonLimits;
import org.mithaq.stix.StixReader;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.TreeHasher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The steps that a dispatch or an object takes once each.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {

    private static final int HEADER_BYTES = 400;

    private final CompositePrivateKey key = TestFederation.keys(0).signing();
    private final byte[] header = new byte[HEADER_BYTES];
    private final DsseEnvelope envelope = Dsse.sign(TestFederation.SIGNATURES, key, PayloadTypes.DISPATCH, header);
    private final byte[] object = new MadeObjects(1).next();
    private MemoryTree tree = new MemoryTree();

    /// Made by JMH.
    public StepBenchmark() {}

    /// A tree does not grow over the whole of a run.
    @Setup(Level.Iteration)
    public void plant() {
        tree = new MemoryTree();
    }

    /// A hybrid signature (ML-DSA-65 and Ed25519) over a header.
    @Benchmark
    public Object sign() {
        return Dsse.sign(TestFederation.SIGNATURES, key, PayloadTypes.DISPATCH, header);
    }

    /// Verifies it.
    @Benchmark
    public Object verify() {
        return Dsse.verify(TestFederation.SIGNATURES, key.publicKey(), PayloadTypes.DISPATCH, envelope);
    }

    /// Reads and checks one STIX object.
    @Benchmark
    public Object readStix() {
        return StixReader.read(object, JsonLimits.standard());
    }

    /// Appends a record to the log.
    @Benchmark
    public long append() {
        return tree.append(TreeHasher.leafHash(header));
    }
}
