// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Parsers that are fuzzed together, as they read the same family of formats.
///
/// An input of a target with one kind is what that kind reads. With more, the first byte names the kind: `a` the
/// first, `b` the second. New kinds are added at the end, so that inputs that are kept go on meaning the same.
///
/// @param name of the target and of its folders; `a-z` and hyphens
/// @param inputBytesMax longest input worth trying
/// @param words what the formats are made of, for a fuzzer to put together
/// @param kinds in their order, at least one
public record Target(String name, int inputBytesMax, List<String> words, List<Kind> kinds) {

    private static final int FIRST_LETTER = 'a';

    public Target {
        words = List.copyOf(words);
        kinds = List.copyOf(kinds);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a target has a kind of input");
        }
    }

    /// Gives `input` to the parser that it is for, and holds it to what it may cost.
    ///
    /// @return whether it was accepted
    /// @throws Exception whatever must not happen
    public boolean feed(byte[] input) throws Exception {
        if (kinds.size() == 1) {
            return Cost.bounded(kinds.getFirst(), input);
        }
        if (input.length == 0) {
            return false;
        }
        Kind kind = kinds.get(Math.floorMod(input[0] - FIRST_LETTER, kinds.size()));
        return Cost.bounded(kind, Arrays.copyOfRange(input, 1, input.length));
    }

    /// The seeds of all kinds, as inputs of this target.
    public List<byte[]> seeds() {
        List<byte[]> inputs = new ArrayList<>();
        for (int index = 0; index < kinds.size(); index++) {
            for (byte[] seed : kinds.get(index).seeds()) {
                inputs.add(kinds.size() == 1 ? seed : named(index, seed));
            }
        }
        return inputs;
    }

    private static byte[] named(int kind, byte[] seed) {
        byte[] input = new byte[1 + seed.length];
        input[0] = (byte) (FIRST_LETTER + kind);
        System.arraycopy(seed, 0, input, 1, seed.length);
        return input;
    }

    @Override
    public String toString() {
        return name;
    }
}
