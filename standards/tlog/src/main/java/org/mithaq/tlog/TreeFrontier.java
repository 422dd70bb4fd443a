// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.mithaq.crypto.Hash;

/// The right edge of a growing tree: all that is needed to append to it and to know its root.
///
/// Holds one hash for each bit that is set in the size, so never more than 63. Belongs to one thread.
public final class TreeFrontier {

    /// Length of the longest encoding: the size and 63 hashes.
    public static final int ENCODED_BYTES_MAX = Long.BYTES + 63 * Hash.LENGTH_BYTES;

    private final TreeHasher hasher = new TreeHasher();
    private final List<Hash> completeRoots;
    private long size;

    private TreeFrontier(long size, List<Hash> completeRoots) {
        this.size = size;
        this.completeRoots = new ArrayList<>(completeRoots);
    }

    /// The edge of the tree without leaves.
    public static TreeFrontier empty() {
        return new TreeFrontier(0, List.of());
    }

    /// The edge that a stored tree had when it had `size` leaves.
    ///
    /// @throws java.util.NoSuchElementException if the stored tree is smaller
    public static TreeFrontier at(long size, HashReader stored) {
        return new TreeFrontier(size, stored.read(TreeRange.of(0, size).nodes()));
    }

    /// An independent frontier of the same tree, for work that may be undone.
    public TreeFrontier copy() {
        return new TreeFrontier(size, completeRoots);
    }

    /// Number of leaves.
    public long size() {
        return size;
    }

    /// Appends one leaf; hands the leaf, and each tile row above that it completes, to `sink`.
    ///
    /// @param leaf hash of the entry, from [TreeHasher#leaf]
    /// @throws IllegalStateException if the size would exceed a signed 64-bit number
    public void append(Hash leaf, TileRowSink sink) {
        if (size == Long.MAX_VALUE) {
            throw new IllegalStateException("the tree is full");
        }
        sink.row(0, size, leaf);
        Hash node = leaf;
        int level = 0;
        for (long carry = size; (carry & 1) == 1; carry >>>= 1) {
            node = hasher.node(completeRoots.removeLast(), node);
            level++;
            if (level % HashTile.HEIGHT == 0) {
                sink.row(level / HashTile.HEIGHT, size >>> level, node);
            }
        }
        completeRoots.add(node);
        size++;
    }

    /// Appends one leaf.
    public void append(Hash leaf) {
        append(leaf, TileRowSink.NONE);
    }

    /// Appends `leaves` in their order; see [#append(Hash, TileRowSink)].
    public void appendAll(List<Hash> leaves, TileRowSink sink) {
        for (Hash leaf : leaves) {
            append(leaf, sink);
        }
    }

    /// Root of the tree as it is now (RFC 6962 §2.1).
    public Hash root() {
        return TreeRange.fold(completeRoots, hasher);
    }

    /// The size as 8 big-endian bytes, then the roots of the complete subtrees from left to right.
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + completeRoots.size() * Hash.LENGTH_BYTES);
        out.putLong(size);
        for (Hash root : completeRoots) {
            out.put(root.bytes());
        }
        return out.array();
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws IllegalArgumentException if `encoded` is anything else; a changed hash is not noticed here
    public static TreeFrontier decode(byte[] encoded) {
        if (encoded.length < Long.BYTES) {
            throw new IllegalArgumentException("a tree frontier has at least 8 bytes, not " + encoded.length);
        }
        ByteBuffer in = ByteBuffer.wrap(encoded);
        long size = in.getLong();
        int roots = Long.bitCount(size);
        if (size < 0 || in.remaining() != roots * Hash.LENGTH_BYTES) {
            throw new IllegalArgumentException("not the frontier of a tree: " + encoded.length + " bytes");
        }
        return new TreeFrontier(size, HashTile.hashes(in, roots));
    }
}
