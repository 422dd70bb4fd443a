// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.crypto.Hash;

/// The leaves `[start, end)` of a tree, aligned as those of a node of it or of a [Subtree], and the complete nodes that
/// they fall into.
record TreeRange(List<NodeId> nodes) {

    /// The fewest complete nodes over the leaves, from left to right and so in falling size.
    ///
    /// @param start a multiple of the least power of two that is not less than `end − start`
    static TreeRange of(long start, long end) {
        if (start < 0 || start > end) {
            throw new IllegalArgumentException("no leaves from " + start + " to " + end);
        }
        List<NodeId> nodes = new ArrayList<>();
        for (long at = start; at < end; ) {
            long width = Long.highestOneBit(end - at);
            int level = Long.numberOfTrailingZeros(width);
            nodes.add(new NodeId(level, at >>> level));
            at += width;
        }
        return new TreeRange(nodes);
    }

    /// Root over the leaves (RFC 6962 §2.1), from the hashes of [#nodes].
    static Hash fold(List<Hash> hashes, TreeHasher hasher) {
        if (hashes.isEmpty()) {
            return TreeHasher.EMPTY_ROOT;
        }
        Hash root = hashes.getLast();
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = hasher.node(hashes.get(i), root);
        }
        return root;
    }
}
