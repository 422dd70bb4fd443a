// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Seeds written as text.
public final class Seed {

    private Seed() {}

    /// The text in UTF-8.
    public static byte[] of(String text) {
        return text.getBytes(UTF_8);
    }

    /// Each text in UTF-8.
    public static byte[][] of(String first, String... more) {
        byte[][] seeds = new byte[1 + more.length][];
        seeds[0] = of(first);
        Arrays.setAll(seeds, index -> of(index == 0 ? first : more[index - 1]));
        return seeds;
    }
}
