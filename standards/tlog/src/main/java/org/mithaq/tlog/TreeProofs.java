// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.crypto.Hash;

/// Makes roots and proofs, for any size that a stored tree has had, with one read of at most some 130 hashes each.
///
/// Believes what it reads: from an untrusted store, verify each proof against a signed root before use. Arguments
/// beyond the stored tree are the caller's error.
public final class TreeProofs {

    private final HashReader stored;

    /// Makes proofs from `stored`.
    public TreeProofs(HashReader stored) {
        this.stored = stored;
    }

    /// Root of the first `treeSize` leaves (RFC 6962 §2.1).
    public Hash root(long treeSize) {
        return root(new Subtree(0, treeSize));
    }

    /// Hash of `subtree`.
    public Hash root(Subtree subtree) {
        return hashes(List.of(TreeRange.of(subtree.start(), subtree.end()))).getFirst();
    }

    /// PATH(m, D\[n]) of RFC 6962 §2.1.1.
    ///
    /// @throws IllegalArgumentException if there is no leaf `leafIndex` in a tree of `treeSize`
    public InclusionProof inclusion(long leafIndex, long treeSize) {
        return new InclusionProof(leafIndex, treeSize, path(leafIndex, new Subtree(0, treeSize)));
    }

    /// Proof that leaf `leafIndex` is in `subtree` (draft-ietf-plants-merkle-tree-certs §4.3).
    ///
    /// @throws IllegalArgumentException if it is not
    public SubtreeInclusionProof subtreeInclusion(long leafIndex, Subtree subtree) {
        return new SubtreeInclusionProof(leafIndex, subtree, path(leafIndex, subtree));
    }

    /// PROOF(m, D\[n]) of RFC 6962 §2.1.2; empty where the sizes are equal.
    ///
    /// @throws IllegalArgumentException unless 1 ≤ `oldSize` ≤ `newSize`
    public ConsistencyProof consistency(long oldSize, long newSize) {
        if (oldSize < 1 || oldSize > newSize) {
            throw new IllegalArgumentException("no proof from size " + oldSize + " to size " + newSize);
        }
        return new ConsistencyProof(oldSize, newSize, subtreePath(new Subtree(0, oldSize), newSize));
    }

    /// SUBTREE_PROOF(start, end, D_n) of draft-ietf-plants-merkle-tree-certs §4.4.1.
    ///
    /// @throws IllegalArgumentException if `subtree` ends after `treeSize`
    public SubtreeConsistencyProof subtreeConsistency(Subtree subtree, long treeSize) {
        if (subtree.end() > treeSize) {
            throw new IllegalArgumentException(subtree + " is not in a tree of size " + treeSize);
        }
        return new SubtreeConsistencyProof(subtree, treeSize, subtreePath(subtree, treeSize));
    }

    private List<Hash> path(long leafIndex, Subtree tree) {
        if (leafIndex < tree.start() || leafIndex >= tree.end()) {
            throw new IllegalArgumentException("leaf " + leafIndex + " is not in " + tree);
        }
        List<TreeRange> siblings = new ArrayList<>();
        long start = tree.start();
        long end = tree.end();
        while (end - start > 1) {
            long middle = start + largestPowerOfTwoBelow(end - start);
            if (leafIndex < middle) {
                siblings.add(TreeRange.of(middle, end));
                end = middle;
            } else {
                siblings.add(TreeRange.of(start, middle));
                start = middle;
            }
        }
        return hashes(siblings.reversed());
    }

    private List<Hash> subtreePath(Subtree subtree, long treeSize) {
        if (subtree.size() == 0) {
            return List.of();
        }
        List<TreeRange> siblings = new ArrayList<>();
        long start = 0;
        long end = treeSize;
        // What is still to be reached; its start moves where it straddles the middle, and its hash is then not known.
        long wantedStart = subtree.start();
        boolean known = true;
        while (wantedStart != start || subtree.end() != end) {
            long middle = start + largestPowerOfTwoBelow(end - start);
            if (subtree.end() <= middle) {
                siblings.add(TreeRange.of(middle, end));
                end = middle;
            } else {
                siblings.add(TreeRange.of(start, middle));
                if (wantedStart < middle) {
                    wantedStart = middle;
                    known = false;
                }
                start = middle;
            }
        }
        if (!known) {
            siblings.add(TreeRange.of(start, end));
        }
        return hashes(siblings.reversed());
    }

    /// Reads the nodes of all `ranges` at once and folds each range to its hash.
    private List<Hash> hashes(List<TreeRange> ranges) {
        List<NodeId> nodes = new ArrayList<>();
        for (TreeRange range : ranges) {
            nodes.addAll(range.nodes());
        }
        List<Hash> read = stored.read(nodes);
        TreeHasher hasher = new TreeHasher();
        List<Hash> hashes = new ArrayList<>(ranges.size());
        int at = 0;
        for (TreeRange range : ranges) {
            int next = at + range.nodes().size();
            hashes.add(TreeRange.fold(read.subList(at, next), hasher));
            at = next;
        }
        return hashes;
    }

    /// For `width` of at least 2.
    private static long largestPowerOfTwoBelow(long width) {
        return Long.highestOneBit(width - 1);
    }
}
