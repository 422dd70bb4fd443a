// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mithaq.crypto.Hash;
import org.mithaq.tlog.EntryTile;
import org.mithaq.tlog.HashTile;
import org.mithaq.tlog.TilePath;
import org.mithaq.tlog.TreeFrontier;
import org.mithaq.tlog.TreeHasher;

/// Cuts a log into its tiles and entry bundles while its records go by: full ones as soon as they are full, the partial
/// ones of the right edge at the end. Needs memory for one tile a level, whatever the log's size. Belongs to one
/// thread.
final class TileCutter {

    private final TreeFrontier tree = TreeFrontier.empty();
    private final TreeHasher hasher = new TreeHasher();
    private final List<List<Hash>> rows = new ArrayList<>();
    private final List<byte[]> entries = new ArrayList<>();
    private final Taker taker;

    /// Takes what was cut.
    @FunctionalInterface
    interface Taker {
        void take(TilePath tile, byte[] content) throws IOException;
    }

    TileCutter(Taker taker) {
        this.taker = taker;
    }

    long size() {
        return tree.size();
    }

    Hash root() {
        return tree.root();
    }

    void add(byte[] record) throws IOException {
        entries.add(record);
        tree.append(hasher.leaf(record), (level, index, hash) -> {
            while (rows.size() <= level) {
                rows.add(new ArrayList<>());
            }
            rows.get(level).add(hash);
        });
        if (entries.size() == HashTile.WIDTH) {
            cut(HashTile.WIDTH);
        }
    }

    /// What is left over is partial.
    void end() throws IOException {
        cut(1);
    }

    /// Takes every tile of at least `widthMin` rows away.
    private void cut(int widthMin) throws IOException {
        if (entries.size() >= widthMin) {
            EntryTile bundle = new EntryTile((size() - 1) / HashTile.WIDTH, entries.size());
            taker.take(bundle, bundle.encode(entries));
            entries.clear();
        }
        for (int level = 0; level < rows.size(); level++) {
            List<Hash> row = rows.get(level);
            if (row.size() >= widthMin) {
                long last = (size() >>> (level * HashTile.HEIGHT)) - 1;
                HashTile tile = new HashTile(level, last / HashTile.WIDTH, row.size());
                taker.take(tile, tile.encode(row));
                row.clear();
            }
        }
    }
}
