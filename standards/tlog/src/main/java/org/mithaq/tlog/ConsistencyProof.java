// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.List;
import org.mithaq.crypto.Hash;

/// Evidence that a log only grew: that the tree of `newSize` begins with the whole tree of `oldSize`
/// (RFC 6962 §2.1.2, RFC 9162 §2.1.4).
///
/// An old tree without leaves is a prefix of every tree and has no proof: who allows it says so where it does.
///
/// @param oldSize number of leaves before, at least 1
/// @param newSize number of leaves after, at least `oldSize`
/// @param path hashes in the order of RFC 6962 §2.1.2, at most [#PATH_HASHES_MAX]; empty where the sizes are equal
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {

    /// One more than the depth of the deepest tree whose size fits a signed 64-bit number.
    public static final int PATH_HASHES_MAX = 64;

    private static final String CLAUSE = "RFC 9162 §2.1.4.2";
    private static final String STEP = CLAUSE + " step ";

    /// Checks the preconditions of RFC 9162 §2.1.4.2, and the bound on the path.
    ///
    /// @throws ProofRejected if the sizes are not in order, or the path is too long for any tree
    public ConsistencyProof {
        if (oldSize < 1 || oldSize > newSize) {
            throw new ProofRejected(CLAUSE, "nothing to prove from size " + oldSize + " to size " + newSize);
        }
        if (path.size() > PATH_HASHES_MAX) {
            throw new ProofRejected(STEP + 6, "a path of " + path.size() + " hashes is too long for any tree");
        }
        path = List.copyOf(path);
    }

    /// Checks that the tree with `newRoot` extends the tree with `oldRoot`. Returns quietly, or throws.
    ///
    /// Follows RFC 9162 §2.1.4.2; the numbers in the body are its steps. The procedure assumes different sizes; a
    /// tree extends itself, with an empty path and the same root.
    ///
    /// @param oldRoot root of the old tree, which the caller already trusts
    /// @param newRoot root of a checkpoint whose signatures the caller has already verified
    /// @throws ProofRejected if the path is too short, too long, or leads to another root on either side
    public void verify(Hash oldRoot, Hash newRoot) {
        if (oldSize == newSize) {
            verifySameTree(oldRoot, newRoot);
            return;
        }
        // Step 1.
        if (path.isEmpty()) {
            throw new ProofRejected(STEP + 1, "the path is empty");
        }
        TreeHasher hasher = new TreeHasher();
        // Step 2: a complete old tree is itself the first node, and is left out of the path.
        boolean complete = (oldSize & (oldSize - 1)) == 0;
        // Step 3.
        long fn = oldSize - 1;
        long sn = newSize - 1;
        // Step 4.
        while ((fn & 1) == 1) {
            fn >>>= 1;
            sn >>>= 1;
        }
        // Step 5.
        Hash fr = complete ? oldRoot : path.getFirst();
        Hash sr = fr;
        // Step 6.
        for (Hash c : complete ? path : path.subList(1, path.size())) {
            // 6.a
            if (sn == 0) {
                throw new ProofRejected(STEP + "6.a", "the path is longer than the tree is deep");
            }
            // 6.b
            if ((fn & 1) == 1 || fn == sn) {
                fr = hasher.node(c, fr);
                sr = hasher.node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                sr = hasher.node(sr, c);
            }
            // 6.c
            fn >>>= 1;
            sn >>>= 1;
        }
        // Step 7.
        if (sn != 0) {
            throw new ProofRejected(STEP + 7, "the path ends below the root");
        }
        if (!fr.equals(oldRoot)) {
            throw new ProofRejected(STEP + 7, "the path leads to another old root");
        }
        if (!sr.equals(newRoot)) {
            throw new ProofRejected(STEP + 7, "the path leads to another new root");
        }
    }

    private void verifySameTree(Hash oldRoot, Hash newRoot) {
        if (!path.isEmpty()) {
            throw new ProofRejected(CLAUSE, "trees of one size need no path");
        }
        if (!oldRoot.equals(newRoot)) {
            throw new ProofRejected(CLAUSE, "two roots for one size");
        }
    }
}
