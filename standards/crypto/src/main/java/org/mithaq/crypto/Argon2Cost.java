// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// What one guess at a passphrase costs: the parameters of Argon2id (RFC 9106 §3.1), version 0x13.
///
/// They stand in the file, in the hands of whoever wrote it. The upper bounds keep such a file from holding the
/// reader up for longer than minutes.
///
/// @param memoryKibibytes 8 × `parallelism` to 1,048,576 (1 GiB)
/// @param iterations 1 to 64
/// @param parallelism 1 to 16 lanes
public record Argon2Cost(int memoryKibibytes, int iterations, int parallelism) {

    /// The second recommended option of RFC 9106 §4, for machines that have not 2 GiB to spare: 64 MiB, 3
    /// passes, 4 lanes, with a salt of 128 bits and a tag of 256.
    public static final Argon2Cost RFC_9106_SECOND = new Argon2Cost(64 * 1024, 3, 4);

    static final int MEMORY_KIBIBYTES_MAX = 1024 * 1024;
    static final int ITERATIONS_MAX = 64;
    static final int PARALLELISM_MAX = 16;

    public Argon2Cost {
        requireWithin("lanes", parallelism, 1, PARALLELISM_MAX);
        requireWithin("kibibytes of memory", memoryKibibytes, 8 * parallelism, MEMORY_KIBIBYTES_MAX);
        requireWithin("iterations", iterations, 1, ITERATIONS_MAX);
    }

    private static void requireWithin(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "Argon2id with %d %s: allowed are %d to %d".formatted(value, what, min, max));
        }
    }
}
