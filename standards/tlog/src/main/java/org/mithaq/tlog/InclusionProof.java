// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.List;
import org.mithaq.crypto.Hash;

/// Evidence that one leaf is in the tree that a checkpoint describes (RFC 6962 §2.1.1, RFC 9162 §2.1.3).
///
/// @param leafIndex counts from 0; less than `treeSize`
/// @param treeSize number of leaves, at least 1
/// @param path sibling hashes from the leaf upwards, at most [#PATH_HASHES_MAX]
public record InclusionProof(long leafIndex, long treeSize, List<Hash> path) {

    /// No tree whose size fits a signed 64-bit number is deeper.
    public static final int PATH_HASHES_MAX = 63;

    private static final String CLAUSE = "RFC 9162 §2.1.3.2 step ";

    /// Step 1 of RFC 9162 §2.1.3.2, and the bound on the path.
    ///
    /// @throws ProofRejected if there is no such leaf in a tree of this size, or the path is too long for any tree
    public InclusionProof {
        if (leafIndex < 0 || leafIndex >= treeSize) {
            throw new ProofRejected(CLAUSE + 1, "no leaf " + leafIndex + " in a tree of size " + treeSize);
        }
        if (path.size() > PATH_HASHES_MAX) {
            throw new ProofRejected(CLAUSE + 4, "a path of " + path.size() + " hashes is too long for any tree");
        }
        path = List.copyOf(path);
    }

    /// Checks that `leaf` is in the tree whose root is `root`. Returns quietly, or throws.
    ///
    /// @param leaf hash of the entry, from [TreeHasher#leaf]; computed here, never taken from the peer
    /// @param root root hash of a checkpoint whose signatures the caller has already verified
    /// @throws ProofRejected if the path is too short, too long, or leads to another root
    public void verify(Hash leaf, Hash root) {
        if (!rootFor(leaf).equals(root)) {
            throw new ProofRejected(CLAUSE + 5, "the path leads to another root");
        }
    }

    /// The root that this path leads to from `leaf`, by RFC 9162 §2.1.3.2; the numbers in the body are its steps.
    ///
    /// Says nothing until it has been compared with a root that the caller trusts.
    ///
    /// @throws ProofRejected if the path is too short or too long for the tree
    public Hash rootFor(Hash leaf) {
        TreeHasher hasher = new TreeHasher();
        // Steps 2 and 3.
        long fn = leafIndex;
        long sn = treeSize - 1;
        Hash r = leaf;
        // Step 4.
        for (Hash p : path) {
            // 4.a
            if (sn == 0) {
                throw new ProofRejected(CLAUSE + "4.a", "the path is longer than the tree is deep");
            }
            // 4.b
            if ((fn & 1) == 1 || fn == sn) {
                r = hasher.node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                r = hasher.node(r, p);
            }
            // 4.c
            fn >>>= 1;
            sn >>>= 1;
        }
        // Step 5, its first half.
        if (sn != 0) {
            throw new ProofRejected(CLAUSE + 5, "the path ends below the root");
        }
        return r;
    }
}
