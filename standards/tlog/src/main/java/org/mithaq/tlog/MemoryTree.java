// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.mithaq.crypto.Hash;

/// A whole tree in memory, with every complete node kept: for tests, simulations and small logs.
///
/// Up to 2^31 − 1 leaves, some 150 bytes each. Belongs to one thread.
public final class MemoryTree implements HashReader, TileReader {

    private final TreeHasher hasher = new TreeHasher();
    private final TreeProofs proofs = new TreeProofs(this);
    private final List<List<Hash>> levels = new ArrayList<>(List.of(new ArrayList<>()));

    /// A tree without leaves.
    public MemoryTree() {}

    /// Number of leaves.
    public long size() {
        return levels.getFirst().size();
    }

    /// Appends one leaf hash and returns its index.
    public long append(Hash leaf) {
        long index = size();
        levels.getFirst().add(leaf);
        for (int level = 0; levels.get(level).size() % 2 == 0; level++) {
            List<Hash> row = levels.get(level);
            if (level + 1 == levels.size()) {
                levels.add(new ArrayList<>());
            }
            levels.get(level + 1).add(hasher.node(row.get(row.size() - 2), row.getLast()));
        }
        return index;
    }

    /// Hash of leaf `leafIndex`.
    ///
    /// @throws NoSuchElementException if there is no such leaf
    public Hash leaf(long leafIndex) {
        return read(new NodeId(0, leafIndex));
    }

    /// Root of all the leaves.
    public Hash root() {
        return root(size());
    }

    /// Root that the tree had when it had `treeSize` leaves.
    ///
    /// @throws NoSuchElementException if it is smaller
    public Hash root(long treeSize) {
        return proofs.root(treeSize);
    }

    /// See [TreeProofs#inclusion].
    public InclusionProof inclusion(long leafIndex, long treeSize) {
        return proofs.inclusion(leafIndex, treeSize);
    }

    /// See [TreeProofs#consistency].
    public ConsistencyProof consistency(long oldSize, long newSize) {
        return proofs.consistency(oldSize, newSize);
    }

    @Override
    public List<Hash> read(List<NodeId> nodes) {
        return nodes.stream().map(this::read).toList();
    }

    @Override
    public List<byte[]> readTiles(List<HashTile> tiles) {
        return tiles.stream().map(this::tile).toList();
    }

    private Hash read(NodeId node) {
        if (node.level() >= levels.size()
                || node.index() >= levels.get(node.level()).size()) {
            throw new NoSuchElementException(node + " is not in a tree of size " + size());
        }
        return levels.get(node.level()).get((int) node.index());
    }

    private byte[] tile(HashTile tile) {
        int level = tile.level() * HashTile.HEIGHT;
        long first = tile.index() * HashTile.WIDTH;
        if (level >= levels.size() || first + tile.width() > levels.get(level).size()) {
            throw new NoSuchElementException(tile.path() + " is not in a tree of size " + size());
        }
        return tile.encode(levels.get(level).subList((int) first, (int) first + tile.width()));
    }
}
