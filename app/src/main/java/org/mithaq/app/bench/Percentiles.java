// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.util.Arrays;

/// The middle and the tail of some durations.
///
/// @param count how many there were, at least 1
/// @param p50Micros half of them took no longer, in microseconds
/// @param p99Micros 99 of 100 took no longer, in microseconds
public record Percentiles(int count, long p50Micros, long p99Micros) {

    static Percentiles of(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("no durations");
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted.length, at(sorted, 50) / 1_000, at(sorted, 99) / 1_000);
    }

    /// The nearest rank.
    private static long at(long[] sorted, int percent) {
        return sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
    }
}
