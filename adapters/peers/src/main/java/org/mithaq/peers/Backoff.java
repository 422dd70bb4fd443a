// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waits that double from failure to failure up to a bound, each shortened by a random part of up to half, so that
/// many peers do not come back at one moment. Owned by one thread.
final class Backoff {

    private static final int DOUBLINGS_MAX = 30;

    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
    }

    /// The wait after one more failure: at least half of the least, at most the greatest.
    Duration next() {
        double doubled = (double) min.toNanos() * Math.scalb(1.0, Math.min(failures, DOUBLINGS_MAX));
        failures++;
        long nanos = (long) Math.min(doubled, (double) max.toNanos());
        return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
    }

    /// All is well: the next failure is the first again.
    void reset() {
        failures = 0;
    }
}
