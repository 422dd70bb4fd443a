// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Runs a property over many seeds; a failure names the seed that replays it.
public final class Seeds {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Seeds() {}

    /// A generator that yields the same numbers for the same `seed` on every machine.
    public static RandomGenerator of(long seed) {
        return FACTORY.create(seed);
    }

    /// Calls `property` with generators of the seeds 0 to `seedsMax` − 1, or with the one seed of `-Dmithaq.seed`.
    ///
    /// @throws AssertionError naming the seed, with the property's own failure as its cause
    public static void forAll(int seedsMax, Consumer<RandomGenerator> property) {
        Long only = Long.getLong("mithaq.seed");
        long first = only == null ? 0 : only;
        long end = only == null ? seedsMax : only + 1;
        for (long seed = first; seed < end; seed++) {
            try {
                property.accept(of(seed));
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        "failed with seed " + seed + " (replay with -Dmithaq.seed=" + seed + ")", failure);
            }
        }
    }

    /// `length` bytes drawn from `random`.
    public static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
