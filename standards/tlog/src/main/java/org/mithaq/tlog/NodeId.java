// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

/// Names one complete node of a growing tree, which never changes once it exists: the root over the leaves from
/// `index · 2^level` to `(index + 1) · 2^level − 1`.
///
/// @param level 0 for leaves, at most 62
/// @param index position within the level, counting from 0
public record NodeId(int level, long index) {

    /// @throws IllegalArgumentException if no tree whose size fits a signed 64-bit number has such a node
    public NodeId {
        if (level < 0 || level > 62 || index < 0 || index >= Long.MAX_VALUE >> level) {
            throw new IllegalArgumentException("no node " + index + " at level " + level);
        }
    }

    /// The least number of leaves of a tree in which this node is complete.
    public long treeSizeMin() {
        return (index + 1) << level;
    }
}
