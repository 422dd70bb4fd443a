// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import org.mithaq.crypto.Hash;

/// Takes the hashes that become rows of tiles while a tree grows, each exactly once and in order of the index within
/// its level.
@FunctionalInterface
public interface TileRowSink {

    /// Drops everything, for a tree of which only the root matters.
    TileRowSink NONE = (tileLevel, index, hash) -> {};

    /// Hash number `index` of all the tiles of `tileLevel`: row `index mod 256` of tile `index / 256`.
    ///
    /// @param tileLevel 0 for leaf hashes, n for roots over 256^n leaves
    /// @param index counts from 0 along the level
    void row(int tileLevel, long index, Hash hash);
}
