// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.List;

/// Where stored tiles are read: a folder, a web server, a tree in memory.
@FunctionalInterface
public interface TileReader {

    /// The contents of `tiles`, in their order, each of exactly the width asked for.
    ///
    /// A partial tile may have been deleted once the full one exists (tlog-tiles, Partial Tiles): the reader then
    /// answers with the first rows of the full one.
    ///
    /// @throws java.util.NoSuchElementException if a tile is not stored
    List<byte[]> readTiles(List<HashTile> tiles);
}
