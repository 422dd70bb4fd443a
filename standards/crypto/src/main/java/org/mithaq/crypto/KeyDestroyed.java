// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// The key that was asked for was destroyed on purpose, and nothing that remains leads back to it.
public final class KeyDestroyed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int leaf;

    /// @param leaf index of the key in its tree
    public KeyDestroyed(int leaf) {
        super("the key of leaf %d was destroyed".formatted(leaf));
        this.leaf = leaf;
    }

    /// Index of the key in its tree.
    public int leaf() {
        return leaf;
    }
}
