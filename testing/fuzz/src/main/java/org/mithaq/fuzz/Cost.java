// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What reading one input has cost this thread.
///
/// @param allocatedBytes on the heap
/// @param cpuNanos of processor time, so that a busy machine breaks no bound
record Cost(long allocatedBytes, long cpuNanos) {

    /// What a parser may allocate whatever it is given: tables, digests, an exception with its trace.
    static final long ALLOCATED_BYTES_BASE = 2 << 20;

    /// What it may allocate besides for each byte of input. Values of JSON take some 50, and are checked some times.
    static final long ALLOCATED_BYTES_PER_BYTE = 1_024;

    /// No input that a fuzzer makes has any business to take as long.
    static final long CPU_NANOS_MAX = 2_000_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Reads `input`, and a second time where the first was dear: classes are loaded and tables made only once.
    ///
    /// @throws Finding if the second time was dear too
    static boolean bounded(Kind kind, byte[] input) throws Exception {
        Cost before = now();
        boolean accepted = kind.parser().accepts(input.clone());
        if (now().since(before).isBounded(input.length)) {
            return accepted;
        }
        before = now();
        accepted = kind.parser().accepts(input.clone());
        Cost again = now().since(before);
        if (!again.isBounded(input.length)) {
            throw new Finding("%s: %d bytes of input cost %,d bytes of memory and %,d µs"
                    .formatted(kind.name(), input.length, again.allocatedBytes(), again.cpuNanos() / 1_000));
        }
        return accepted;
    }

    private boolean isBounded(int inputBytes) {
        return allocatedBytes <= ALLOCATED_BYTES_BASE + ALLOCATED_BYTES_PER_BYTE * inputBytes
                && cpuNanos <= CPU_NANOS_MAX;
    }

    private static Cost now() {
        return new Cost(THREADS.getCurrentThreadAllocatedBytes(), THREADS.getCurrentThreadCpuTime());
    }

    private Cost since(Cost before) {
        return new Cost(allocatedBytes - before.allocatedBytes, cpuNanos - before.cpuNanos);
    }
}
