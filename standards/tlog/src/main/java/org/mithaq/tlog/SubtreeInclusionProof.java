// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.List;
import org.mithaq.crypto.Hash;

/// Evidence that one leaf of a log is in a subtree of it (draft-ietf-plants-merkle-tree-certs §4.3).
///
/// @param leafIndex index in the whole log, within `subtree`
/// @param subtree the interval whose hash is known
/// @param path sibling hashes from the leaf upwards, at most [InclusionProof#PATH_HASHES_MAX]
public record SubtreeInclusionProof(long leafIndex, Subtree subtree, List<Hash> path) {

    /// @throws ProofRejected if the leaf is outside the subtree, or the path is too long for any tree
    public SubtreeInclusionProof {
        if (leafIndex < subtree.start() || leafIndex >= subtree.end()) {
            throw new ProofRejected(
                    "draft-ietf-plants-merkle-tree-certs §4.3.2 step 1", "leaf " + leafIndex + " is not in " + subtree);
        }
        path = new InclusionProof(leafIndex - subtree.start(), subtree.size(), path).path();
    }

    /// Checks that `leaf` is in the subtree whose hash is `subtreeHash`. Returns quietly, or throws.
    ///
    /// By §4.3.2 this is the procedure of RFC 9162 §2.1.3.2, with indices counted from the start of the subtree.
    ///
    /// @throws ProofRejected if the path is too short, too long, or leads to another hash
    public void verify(Hash leaf, Hash subtreeHash) {
        new InclusionProof(leafIndex - subtree.start(), subtree.size(), path).verify(leaf, subtreeHash);
    }
}
