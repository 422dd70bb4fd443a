// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.mithaq.crypto.Hash;

/// A run of up to 256 consecutive hashes of every eighth level of a tree (tlog-tiles, Merkle Tree).
///
/// @param level 0 for leaf hashes, n for roots over 256^n leaves; at most 63
/// @param index position along the level, counting from 0
/// @param width number of hashes: 256, or 1 to 255 in a partial tile
public record HashTile(int level, long index, int width) implements TilePath {

    /// Hashes in a full tile.
    public static final int WIDTH = 256;

    /// Levels of the tree in one level of tiles.
    public static final int HEIGHT = 8;

    /// The greatest level that the format knows.
    public static final int LEVEL_MAX = 63;

    /// Levels that a tree whose size fits a signed 64-bit number can fill.
    static final int LEVELS = 8;

    private static final String CLAUSE = "C2SP tlog-tiles, Merkle Tree";

    /// @throws IllegalArgumentException if a number is out of its bounds
    public HashTile {
        if (level < 0 || level > LEVEL_MAX) {
            throw new IllegalArgumentException("a tile's level is 0 to 63, not " + level);
        }
        if (index < 0 || index > INDEX_MAX) {
            throw new IllegalArgumentException("a tile's index is 0 to " + INDEX_MAX + ", not " + index);
        }
        if (width < 1 || width > WIDTH) {
            throw new IllegalArgumentException("a tile's width is 1 to 256, not " + width);
        }
    }

    /// The tile as a tree of `treeSize` leaves has it: full, or partial at the right edge.
    ///
    /// @throws NoSuchElementException if it would be empty
    public static HashTile of(int level, long index, long treeSize) {
        long rows = rows(level, treeSize) - index * WIDTH;
        if (rows <= 0) {
            throw new NoSuchElementException("no tile " + index + " at level " + level + " for size " + treeSize);
        }
        return new HashTile(level, index, (int) Math.min(rows, WIDTH));
    }

    /// The tiles of `level` that a tree of `newSize` leaves has and one of `oldSize` had not, in order of the index.
    static List<HashTile> between(int level, long oldSize, long newSize) {
        long oldRows = rows(level, oldSize);
        long newRows = rows(level, newSize);
        List<HashTile> tiles = new ArrayList<>();
        if (oldRows < newRows) {
            for (long index = oldRows / WIDTH; index * WIDTH < newRows; index++) {
                tiles.add(of(level, index, newSize));
            }
        }
        return tiles;
    }

    /// Number of hashes along `level` in a tree of `treeSize` leaves.
    private static long rows(int level, long treeSize) {
        return level >= LEVELS ? 0 : treeSize >>> (level * HEIGHT);
    }

    /// Whether this is the right edge of a tree and not yet a full tile.
    public boolean isPartial() {
        return width < WIDTH;
    }

    @Override
    public String path() {
        return TilePathText.format(Integer.toString(level), index, width);
    }

    /// The content of this tile: its hashes one after the other.
    ///
    /// @throws IllegalArgumentException unless there are exactly `width` of them
    public byte[] encode(List<Hash> rows) {
        if (rows.size() != width) {
            throw new IllegalArgumentException(path() + " has " + width + " hashes, not " + rows.size());
        }
        ByteBuffer out = ByteBuffer.allocate(width * Hash.LENGTH_BYTES);
        for (Hash row : rows) {
            out.put(row.bytes());
        }
        return out.array();
    }

    /// The hashes in the content of this tile.
    ///
    /// @throws MalformedTlog if it is longer or shorter than `width` hashes
    public List<Hash> decode(byte[] content) {
        if (content.length != width * Hash.LENGTH_BYTES) {
            throw new MalformedTlog(CLAUSE, path() + " has " + width + " hashes of 32 bytes, not " + content.length);
        }
        return hashes(ByteBuffer.wrap(content), width);
    }

    static List<Hash> hashes(ByteBuffer in, int count) {
        List<Hash> hashes = new ArrayList<>(count);
        byte[] next = new byte[Hash.LENGTH_BYTES];
        for (int i = 0; i < count; i++) {
            in.get(next);
            hashes.add(Hash.wrap(next));
        }
        return hashes;
    }
}
