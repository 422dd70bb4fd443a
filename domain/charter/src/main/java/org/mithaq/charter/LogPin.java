// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.Hash;

/// How far a log is vouched for: what stands in it from `size` on is not (Charter 8.3 and 9.5).
///
/// @param size number of leaves, 0 to 2⁵³ − 1
/// @param root root hash of the tree of so many leaves; of none it is SHA-256 of nothing
public record LogPin(long size, Hash root) {

    /// Largest size: the largest integer that JSON carries without loss.
    public static final long SIZE_MAX = (1L << 53) - 1;

    /// A log in which nothing is.
    public static final LogPin EMPTY = new LogPin(0, Hash.of());

    public LogPin {
        boolean admitted = size >= 0 && size <= SIZE_MAX && (size > 0 || root.equals(Hash.of()));
        if (!admitted) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.LOG_PIN, "size %d root %s".formatted(size, root));
        }
    }

    /// Whether a log that was `before` can have become this.
    boolean follows(LogPin before) {
        return size > before.size || (size == before.size && root.equals(before.root));
    }
}
