// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;

/// A catalogue with one parser, which is broken.
public final class Planted implements Catalogue {

    /// Called by name, in a process of its own.
    public Planted() {}

    @Override
    public Map<String, Supplier<Target>> makers() {
        return Map.of("toy", Planted::toy);
    }

    private static Target toy() {
        byte[] seed = {'T', 'L', 0, 1, 'n', 'o', 'n', 'e'};
        return new Target(
                "toy",
                64,
                List.of(),
                List.of(Kind.of("toy", Codec.readOnly(IllegalArgumentException.class, ToyParser::read), seed)));
    }
}
