// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import org.mithaq.crypto.Hash;

/// All that a witness must remember of a log: the latest tree that it cosigned (C2SP tlog-witness).
///
/// @param size number of leaves, 0 for none cosigned yet
/// @param root root over them
public record WitnessState(long size, Hash root) {

    /// Before the first cosignature.
    public static final WitnessState NONE = new WitnessState(0, TreeHasher.EMPTY_ROOT);

    /// @throws IllegalArgumentException if the size is negative, or the empty tree has another root than its own
    public WitnessState {
        if (size < 0 || (size == 0 && !root.equals(TreeHasher.EMPTY_ROOT))) {
            throw new IllegalArgumentException("no tree of size " + size + " has the root " + root);
        }
    }
}
