// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;

/// A Merkle tree of fixed depth 12 in which an empty part cannot be told from a full one (protocol, Object tree).
///
/// Leaves stand at positions that the caller draws at random. Each largest empty subtree is one hash derived from a
/// secret seed, so that neither the index nor the hashes of a path say how many leaves there are, or where.
/// Making it costs at most 24 hashes a leaf, and a path 12.
final class SaltedTree {

    private final Label node;
    private final Label dummy;
    private final byte[] seed;
    private final List<Level> levels;

    /// One level: the indexes that have a leaf somewhere below, in order, and their hashes.
    private record Level(int[] indexes, Hash[] hashes) {

        Hash at(int index, SaltedTree tree, int level) {
            int found = Arrays.binarySearch(indexes, index);
            return found >= 0 ? hashes[found] : tree.dummy(level, index);
        }
    }

    /// @param node label of inner nodes
    /// @param dummy label of the hashes that stand for empty subtrees
    /// @param seed 32 secret bytes from which those hashes follow
    /// @param positions where the leaves stand, ascending, each 0 to 4,095, 1 to 4,096 of them
    /// @param leaves hash of the leaf at each position
    SaltedTree(Label node, Label dummy, byte[] seed, int[] positions, Hash[] leaves) {
        check(positions, leaves);
        this.node = node;
        this.dummy = dummy;
        this.seed = seed.clone();
        levels = new ArrayList<>(Limits.TREE_DEPTH + 1);
        levels.add(new Level(positions.clone(), leaves.clone()));
        for (int level = 0; level < Limits.TREE_DEPTH; level++) {
            levels.add(above(levels.get(level), level));
        }
    }

    private static void check(int[] positions, Hash[] leaves) {
        if (positions.length == 0 || positions.length != leaves.length) {
            throw new IllegalArgumentException("a tree has at least one leaf, and a position for each");
        }
        int previous = -1;
        for (int position : positions) {
            if (position <= previous || position >= Limits.LEAVES_MAX) {
                throw new IllegalArgumentException("positions ascend from 0 to " + (Limits.LEAVES_MAX - 1));
            }
            previous = position;
        }
    }

    /// The root hash.
    Hash root() {
        return levels.getLast().hashes()[0];
    }

    /// The 12 siblings of the leaf at `position`, from the leaf upwards.
    List<Hash> path(int position) {
        List<Hash> path = new ArrayList<>(Limits.TREE_DEPTH);
        for (int level = 0; level < Limits.TREE_DEPTH; level++) {
            path.add(levels.get(level).at((position >> level) ^ 1, this, level));
        }
        return List.copyOf(path);
    }

    /// The root that a leaf and its path lead to; the caller compares it with the signed one.
    ///
    /// @param path exactly 12 hashes, as the reader of the message has ensured
    static Hash rootOf(Label node, int position, Hash leaf, List<Hash> path) {
        Hash hash = leaf;
        int index = position;
        for (Hash sibling : path) {
            hash = (index & 1) == 0 ? node.hash(hash, sibling) : node.hash(sibling, hash);
            index >>= 1;
        }
        return hash;
    }

    private Level above(Level below, int level) {
        int[] indexes = new int[below.indexes().length];
        Hash[] hashes = new Hash[indexes.length];
        int count = 0;
        for (int at = 0; at < below.indexes().length; at++) {
            int index = below.indexes()[at];
            int parent = index >> 1;
            Hash left;
            Hash right;
            if ((index & 1) == 1) {
                left = dummy(level, index - 1);
                right = below.hashes()[at];
            } else if (at + 1 < below.indexes().length && below.indexes()[at + 1] == index + 1) {
                left = below.hashes()[at];
                right = below.hashes()[++at];
            } else {
                left = below.hashes()[at];
                right = dummy(level, index + 1);
            }
            indexes[count] = parent;
            hashes[count++] = node.hash(left, right);
        }
        return new Level(Arrays.copyOf(indexes, count), Arrays.copyOf(hashes, count));
    }

    private Hash dummy(int level, int index) {
        return dummy.hash(seed, new CanonicalWriter(16).u8(level).u16(index).toByteArray());
    }
}
