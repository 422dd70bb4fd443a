// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz;

import java.util.List;

/// One kind of input of a target.
///
/// @param name for messages
/// @param parser what reads it
/// @param seeds inputs to begin with; at least one of them is accepted
public record Kind(String name, Parser parser, List<byte[]> seeds) {

    public Kind {
        seeds = List.copyOf(seeds);
    }

    /// A kind with these seeds.
    public static Kind of(String name, Parser parser, byte[]... seeds) {
        return new Kind(name, parser, List.of(seeds));
    }

    @Override
    public String toString() {
        return name;
    }
}
