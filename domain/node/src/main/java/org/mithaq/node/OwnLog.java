// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.ConsistencyProof;
import org.mithaq.tlog.HashTile;
import org.mithaq.tlog.InclusionProof;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.TreeHasher;

/// This node's transparency log in memory: about 64 bytes a leaf, made again from the ledger at each start.
///
/// Safe for threads: proofs are made while it grows.
public final class OwnLog {

    private static final int PAGE = 10_000;

    /// Levels of tiles that a tree whose size fits a signed 64-bit number can fill.
    private static final int TILE_LEVELS = 8;

    private MemoryTree tree = new MemoryTree();
    private long committed;
    private Optional<String> held = Optional.empty();
    private boolean heldForKeys;

    /// An empty log; [Core] fills it from the ledger.
    public OwnLog() {}

    /// Reads all records again, dropping what was not committed.
    synchronized void load(LogBook book) {
        if (tree.size() > committed || tree.size() != book.size()) {
            tree = new MemoryTree();
        }
        while (tree.size() < book.size()) {
            book.records(tree.size(), PAGE).forEach(record -> tree.append(TreeHasher.leafHash(record)));
        }
        committed = tree.size();
    }

    /// Lets nothing be appended any more, and so nothing be numbered, received or cosigned.
    synchronized void hold(String why) {
        held = Optional.of(why);
    }

    /// Lets records be appended again.
    synchronized void release() {
        held = Optional.empty();
    }

    /// Lets nothing be appended while keys are changed: what stands here is what the old ones vouch for.
    synchronized void holdForKeys() {
        heldForKeys = true;
    }

    /// Lets records be appended again, unless they are held back for another reason.
    synchronized void releaseForKeys() {
        heldForKeys = false;
    }

    /// Whether keys are being changed: soon over.
    public synchronized boolean isHeldForKeys() {
        return heldForKeys;
    }

    /// Whether nothing may be signed now (protocol, Starting), or keys are being changed.
    public synchronized boolean isHeld() {
        return held.isPresent() || heldForKeys;
    }

    /// @throws SigningHeld if nothing may be signed now
    synchronized void demandSigning() {
        if (held.isPresent()) {
            throw new SigningHeld(held.get());
        }
        if (heldForKeys) {
            throw new SigningHeld("keys are being changed: try again in a moment");
        }
    }

    /// Appends a record within a transaction, and returns its index.
    ///
    /// @throws SigningHeld if nothing may be signed now
    synchronized long append(byte[] record) {
        demandSigning();
        return tree.append(TreeHasher.leafHash(record));
    }

    /// Appends a record that others have kept, within a transaction: nothing new is said by it.
    synchronized void regain(byte[] record) {
        tree.append(TreeHasher.leafHash(record));
    }

    /// Index that the next record gets.
    synchronized long size() {
        return tree.size();
    }

    /// Says that all that was appended is durable; only then does anyone outside see it.
    synchronized void commit() {
        committed = tree.size();
    }

    /// Number of durable records.
    public synchronized long committedSize() {
        return committed;
    }

    /// Root of the first `size` records.
    public synchronized Hash root(long size) {
        return tree.root(checked(size));
    }

    /// Proof that the record at `leafIndex` is among the first `size`.
    public synchronized InclusionProof inclusion(long leafIndex, long size) {
        return tree.inclusion(leafIndex, checked(size));
    }

    /// Proof that the first `newSize` records begin with the first `oldSize`.
    public synchronized ConsistencyProof consistency(long oldSize, long newSize) {
        return tree.consistency(oldSize, checked(newSize));
    }

    /// Hashes of the leaves from `from`, at most `limit`: what a witness keeps so that we can be told our past.
    public synchronized List<Hash> leaves(long from, int limit) {
        return LongStream.range(from, Math.min(committed, from + limit))
                .mapToObj(tree::leaf)
                .toList();
    }

    /// Content of `tile` (C2SP tlog-tiles, Merkle Tree); nothing where the tree of `treeSize` records does not fill it.
    ///
    /// @param treeSize size of a signed tree, at most [#committedSize]
    public synchronized Optional<byte[]> tile(HashTile tile, long treeSize) {
        long end = tile.index() * HashTile.WIDTH + tile.width();
        long rows = tile.level() < TILE_LEVELS ? checked(treeSize) >>> (tile.level() * HashTile.HEIGHT) : 0;
        return end > 0 && end <= rows
                ? Optional.of(tree.readTiles(List.of(tile)).getFirst())
                : Optional.empty();
    }

    private long checked(long size) {
        if (size > committed) {
            throw new IllegalArgumentException("only " + committed + " records are durable, not " + size);
        }
        return size;
    }
}
