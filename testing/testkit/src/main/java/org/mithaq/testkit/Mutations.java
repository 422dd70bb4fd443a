// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Damages byte strings the way disks, networks and adversaries do, for parsers under test.
public final class Mutations {

    private Mutations() {}

    /// A copy of `original` with one seeded fault: a flipped bit, a changed, removed or inserted byte, a cut tail, a
    /// doubled part, or a part replaced by random bytes. May equal `original` only when that is empty.
    public static byte[] mutate(byte[] original, RandomGenerator random) {
        if (original.length == 0) {
            return Seeds.bytes(random, random.nextInt(8));
        }
        int at = random.nextInt(original.length);
        return switch (random.nextInt(7)) {
            case 0 -> changed(original, at, 1 << random.nextInt(8));
            case 1 -> changed(original, at, 1 + random.nextInt(255));
            case 2 -> joined(Arrays.copyOf(original, at), Arrays.copyOfRange(original, at + 1, original.length));
            case 3 ->
                joined(
                        joined(Arrays.copyOf(original, at), Seeds.bytes(random, 1)),
                        Arrays.copyOfRange(original, at, original.length));
            case 4 -> Arrays.copyOf(original, at);
            case 5 -> joined(original, Arrays.copyOfRange(original, at, original.length));
            default -> {
                byte[] copy = original.clone();
                byte[] noise = Seeds.bytes(random, Math.min(1 + random.nextInt(8), original.length - at));
                System.arraycopy(noise, 0, copy, at, noise.length);
                yield copy;
            }
        };
    }

    private static byte[] changed(byte[] original, int at, int mask) {
        byte[] copy = original.clone();
        copy[at] ^= (byte) mask;
        return copy;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
