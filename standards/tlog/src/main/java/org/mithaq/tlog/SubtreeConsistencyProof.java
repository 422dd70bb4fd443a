// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.List;
import org.mithaq.crypto.Hash;

/// Evidence that a subtree holds the same leaves as that part of the whole tree
/// (draft-ietf-plants-merkle-tree-certs §4.4).
///
/// @param subtree the interval that is proved
/// @param treeSize number of leaves of the whole tree, not less than the end of `subtree`
/// @param path hashes in the order of §4.4.1, at most [ConsistencyProof#PATH_HASHES_MAX]
public record SubtreeConsistencyProof(Subtree subtree, long treeSize, List<Hash> path) {

    private static final String STEP = "draft-ietf-plants-merkle-tree-certs §4.4.3 step ";

    /// Step 1 of §4.4.3, and the bound on the path.
    ///
    /// @throws ProofRejected if the subtree ends after the tree, or the path is too long for any tree
    public SubtreeConsistencyProof {
        if (subtree.end() > treeSize) {
            throw new ProofRejected(STEP + 1, subtree + " ends after a tree of size " + treeSize);
        }
        if (path.size() > ConsistencyProof.PATH_HASHES_MAX) {
            throw new ProofRejected(STEP + 8, "a path of " + path.size() + " hashes is too long for any tree");
        }
        path = List.copyOf(path);
    }

    /// Checks that the subtree with `subtreeHash` is part of the tree with `root`. Returns quietly, or throws.
    ///
    /// Follows §4.4.3; the numbers in the body are its steps. An empty subtree is part of every tree, whatever its
    /// root (step 2).
    ///
    /// @throws ProofRejected if the path is too short, too long, or leads to another hash on either side
    public void verify(Hash subtreeHash, Hash root) {
        // Step 2.
        if (subtree.size() == 0) {
            if (!path.isEmpty() || !subtreeHash.equals(TreeHasher.EMPTY_ROOT)) {
                throw new ProofRejected(STEP + 2, "an empty subtree has no path and the hash of the empty string");
            }
            return;
        }
        // Step 3.
        long fn = subtree.start();
        long sn = subtree.end() - 1;
        long tn = treeSize - 1;
        // Steps 4 and 5: down to the subtree itself where it is a node of the tree, else to its last complete part.
        boolean reachesEnd = sn == tn;
        while (fn != sn && (reachesEnd || (sn & 1) == 1)) {
            fn >>>= 1;
            sn >>>= 1;
            tn >>>= 1;
        }
        // Steps 6 and 7.
        boolean isNode = fn == sn;
        if (!isNode && path.isEmpty()) {
            throw new ProofRejected(STEP + "7.1", "the path is empty");
        }
        Hash first = isNode ? subtreeHash : path.getFirst();
        fold(new Position(fn, sn, tn), first, isNode ? path : path.subList(1, path.size()), subtreeHash, root);
    }

    private record Position(long fn, long sn, long tn) {}

    private static void fold(Position from, Hash first, List<Hash> rest, Hash subtreeHash, Hash root) {
        TreeHasher hasher = new TreeHasher();
        long fn = from.fn;
        long sn = from.sn;
        long tn = from.tn;
        Hash fr = first;
        Hash sr = first;
        // Step 8.
        for (Hash c : rest) {
            // 8.1
            if (tn == 0) {
                throw new ProofRejected(STEP + "8.1", "the path is longer than the tree is deep");
            }
            // 8.2
            if ((sn & 1) == 1 || sn == tn) {
                if (fn < sn) {
                    fr = hasher.node(c, fr);
                }
                sr = hasher.node(c, sr);
                while ((sn & 1) == 0 && sn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                    tn >>>= 1;
                }
            } else {
                // 8.3
                sr = hasher.node(sr, c);
            }
            // 8.4
            fn >>>= 1;
            sn >>>= 1;
            tn >>>= 1;
        }
        // Step 9.
        if (tn != 0) {
            throw new ProofRejected(STEP + 9, "the path ends below the root");
        }
        if (!fr.equals(subtreeHash)) {
            throw new ProofRejected(STEP + 9, "the path leads to another subtree");
        }
        if (!sr.equals(root)) {
            throw new ProofRejected(STEP + 9, "the path leads to another root");
        }
    }
}
