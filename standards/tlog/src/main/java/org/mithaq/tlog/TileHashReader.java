// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.mithaq.crypto.Hash;

/// Reads nodes of a tree of one size from its tiles; the seven levels between tiles are hashed anew.
///
/// Asks only for tiles that a tree of `treeSize` must have, each once per read.
public final class TileHashReader implements HashReader {

    private final TileReader tiles;
    private final long treeSize;

    /// Reads from `tiles` as they are for a checkpoint of `treeSize` leaves.
    public TileHashReader(TileReader tiles, long treeSize) {
        this.tiles = tiles;
        this.treeSize = treeSize;
    }

    /// @throws NoSuchElementException if a node is not complete in the tree, or a tile is not stored
    /// @throws MalformedTlog if a tile has another length than its width demands
    @Override
    public List<Hash> read(List<NodeId> nodes) {
        Map<HashTile, List<Hash>> rows = new LinkedHashMap<>();
        for (NodeId node : nodes) {
            rows.put(tileOf(node), List.of());
        }
        List<HashTile> wanted = List.copyOf(rows.keySet());
        List<byte[]> contents = tiles.readTiles(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            rows.put(wanted.get(i), wanted.get(i).decode(contents.get(i)));
        }
        TreeHasher hasher = new TreeHasher();
        List<Hash> hashes = new ArrayList<>(nodes.size());
        for (NodeId node : nodes) {
            hashes.add(node(node, rows.getOrDefault(tileOf(node), List.of()), hasher));
        }
        return hashes;
    }

    private HashTile tileOf(NodeId node) {
        if (node.treeSizeMin() > treeSize) {
            throw new NoSuchElementException(node + " is not in a tree of size " + treeSize);
        }
        int tileLevel = node.level() / HashTile.HEIGHT;
        long tileIndex = firstRow(node) / HashTile.WIDTH;
        return HashTile.of(tileLevel, tileIndex, treeSize);
    }

    private static Hash node(NodeId node, List<Hash> tileRows, TreeHasher hasher) {
        int from = (int) (firstRow(node) % HashTile.WIDTH);
        List<Hash> level = tileRows.subList(from, from + (1 << heightInTile(node)));
        while (level.size() > 1) {
            List<Hash> above = new ArrayList<>(level.size() / 2);
            for (int i = 0; i < level.size(); i += 2) {
                above.add(hasher.node(level.get(i), level.get(i + 1)));
            }
            level = above;
        }
        return level.getFirst();
    }

    private static int heightInTile(NodeId node) {
        return node.level() % HashTile.HEIGHT;
    }

    /// Index, along its tile level, of the first row below `node`.
    private static long firstRow(NodeId node) {
        return node.index() << heightInTile(node);
    }
}
