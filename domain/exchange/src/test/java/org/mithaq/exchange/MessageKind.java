// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.function.Function;
import java.util.random.RandomGenerator;

/// One kind of message.
///
/// @param name of its golden file
/// @param valued whether two values with the same fields are equal in Java
record MessageKind<T>(
        String name, boolean valued, Function<Messages, T> draw, Function<T, byte[]> write, Function<byte[], T> parse) {

    T drawn(RandomGenerator random) {
        return draw.apply(new Messages(random));
    }

    byte[] written(RandomGenerator random) {
        return write.apply(drawn(random));
    }

    /// Reads, and writes again what was read.
    byte[] again(byte[] bytes) {
        return write.apply(parse.apply(bytes));
    }

    @Override
    public String toString() {
        return name;
    }
}
