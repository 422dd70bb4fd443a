// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.nio.charset.StandardCharsets;

/// Keeps the makers of messages to the bounds that the readers of messages refuse by.
final class Bounded {

    private Bounded() {}

    /// Returns `text`, which has at most `bytesMax` bytes of UTF-8.
    ///
    /// @throws IllegalArgumentException if it has more
    static String text(String what, String text, int bytesMax) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > bytesMax) {
            throw new IllegalArgumentException(
                    "%s has at most %,d bytes of UTF-8, not %,d".formatted(what, bytesMax, bytes));
        }
        return text;
    }
}
