// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.Collection;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// Proof against a log that signed two checkpoints that cannot both be true. Anyone can verify it.
///
/// A proof that fails shows nothing, since anybody can make one that fails. So each kind here holds proofs that
/// *verify*, and that together contradict each other.
public sealed interface SplitView {

    /// One of the two checkpoints.
    SignedCheckpoint first();

    /// The other.
    SignedCheckpoint second();

    /// Checks that both checkpoints are signed by the same log and contradict each other. Returns quietly, or throws.
    ///
    /// @param logKeys keys of the accused log, all of the same origin; never those of witnesses
    /// @throws NoteRejected if one of them is not signed by the log
    /// @throws ProofRejected if they do not contradict each other
    void verify(SignatureProvider provider, Collection<VerifierKey> logKeys);

    /// Two roots for one size.
    record TwoRoots(SignedCheckpoint first, SignedCheckpoint second) implements SplitView {

        @Override
        public void verify(SignatureProvider provider, Collection<VerifierKey> logKeys) {
            Contradiction.checkSigned(this, provider, logKeys);
            if (first.checkpoint().size() != second.checkpoint().size()) {
                throw new ProofRejected(Contradiction.CLAUSE, "the checkpoints have different sizes");
            }
            Contradiction.checkDifferent(
                    first.checkpoint().root(), second.checkpoint().root());
        }
    }

    /// The larger tree does not begin with the smaller one: a proof from `prefixRoot`, another root of the smaller
    /// size, leads to it.
    ///
    /// @param first the smaller
    /// @param second the larger
    /// @param prefixRoot root over the leaves of `second` up to the size of `first`
    /// @param prefix verifies from `prefixRoot` to the root of `second`
    record OtherPrefix(SignedCheckpoint first, SignedCheckpoint second, Hash prefixRoot, ConsistencyProof prefix)
            implements SplitView {

        @Override
        public void verify(SignatureProvider provider, Collection<VerifierKey> logKeys) {
            Contradiction.checkSigned(this, provider, logKeys);
            if (prefix.oldSize() != first.checkpoint().size()
                    || prefix.newSize() != second.checkpoint().size()) {
                throw new ProofRejected(Contradiction.CLAUSE, "the proof is between other sizes");
            }
            prefix.verify(prefixRoot, second.checkpoint().root());
            Contradiction.checkDifferent(prefixRoot, first.checkpoint().root());
        }
    }

    /// The two trees have different leaves at one index.
    ///
    /// @param firstInclusion verifies from `firstLeaf` to the root of `first`
    /// @param secondInclusion verifies from `secondLeaf` to the root of `second`, with the same index
    record OtherLeaf(
            SignedCheckpoint first,
            SignedCheckpoint second,
            Hash firstLeaf,
            InclusionProof firstInclusion,
            Hash secondLeaf,
            InclusionProof secondInclusion)
            implements SplitView {

        @Override
        public void verify(SignatureProvider provider, Collection<VerifierKey> logKeys) {
            Contradiction.checkSigned(this, provider, logKeys);
            if (firstInclusion.leafIndex() != secondInclusion.leafIndex()) {
                throw new ProofRejected(Contradiction.CLAUSE, "the leaves have different indices");
            }
            Contradiction.checkIncluded(firstLeaf, firstInclusion, first.checkpoint());
            Contradiction.checkIncluded(secondLeaf, secondInclusion, second.checkpoint());
            Contradiction.checkDifferent(firstLeaf, secondLeaf);
        }
    }
}
