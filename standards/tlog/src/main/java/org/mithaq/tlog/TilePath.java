// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/// One of the resources into which a tree is cut (tlog-tiles, APIs), named by its path below the log's prefix.
public sealed interface TilePath permits HashTile, EntryTile {

    /// Longest path that is read: what the greatest index needs.
    int PATH_CHARS_MAX = 64;

    /// The greatest index of any tile of a tree whose size fits a signed 64-bit number.
    long INDEX_MAX = Long.MAX_VALUE / HashTile.WIDTH;

    /// Position along its level, counting from 0.
    long index();

    /// Number of hashes or entries: 256, or 1 to 255 in a partial tile.
    int width();

    /// The path below the prefix of the log, without a leading slash.
    String path();

    /// Reads what [#path] writes and nothing else: no leading slash, no zeros beyond the padding to three digits.
    ///
    /// @throws MalformedTlog naming the clause of tlog-tiles
    static TilePath parse(String path) {
        if (path.length() > PATH_CHARS_MAX) {
            throw new MalformedTlog("C2SP tlog-tiles, APIs", "a path of at most 64 characters", path);
        }
        Matcher parts = TilePathText.PATH.matcher(path);
        if (!parts.matches()) {
            throw new MalformedTlog("C2SP tlog-tiles, APIs", "tile/<L>/<N>[.p/<W>] or tile/entries/<N>[.p/<W>]", path);
        }
        long index = TilePathText.index(parts.group("index"), path);
        String partial = parts.group("width");
        int width = partial == null ? HashTile.WIDTH : TilePathText.width(partial, path);
        String level = parts.group("level");
        return level.equals("entries")
                ? new EntryTile(index, width)
                : new HashTile(TilePathText.level(level, path), index, width);
    }

    /// All tiles, entry bundles included, that a log must write when it grows from `oldSize` to `newSize` leaves:
    /// level by level from the leaves up, entry bundles first; full tiles, then at most one partial tile a level.
    ///
    /// About one tile for each 128 new leaves: bound the step, not the list.
    ///
    /// @throws IllegalArgumentException unless 0 ≤ `oldSize` ≤ `newSize`
    static List<TilePath> between(long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException("a log does not grow from " + oldSize + " to " + newSize);
        }
        List<TilePath> tiles = new ArrayList<>();
        for (HashTile tile : HashTile.between(0, oldSize, newSize)) {
            tiles.add(new EntryTile(tile.index(), tile.width()));
        }
        for (int level = 0; level < HashTile.LEVELS; level++) {
            tiles.addAll(HashTile.between(level, oldSize, newSize));
        }
        return tiles;
    }
}
