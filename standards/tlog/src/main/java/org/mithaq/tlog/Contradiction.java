// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.Collection;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// What the kinds of [SplitView] check alike.
final class Contradiction {

    static final String CLAUSE = "C2SP tlog-checkpoint, Signatures";

    private Contradiction() {}

    static void checkSigned(SplitView split, SignatureProvider provider, Collection<VerifierKey> logKeys) {
        String origin = split.first().checkpoint().origin();
        if (!origin.equals(split.second().checkpoint().origin())) {
            throw new ProofRejected(CLAUSE, "the checkpoints are of different logs");
        }
        split.first().verify(provider, logKeys);
        split.second().verify(provider, logKeys);
    }

    static void checkIncluded(Hash leaf, InclusionProof inclusion, Checkpoint checkpoint) {
        if (inclusion.treeSize() != checkpoint.size()) {
            throw new ProofRejected(CLAUSE, "the proof is for another size");
        }
        inclusion.verify(leaf, checkpoint.root());
    }

    static void checkDifferent(Hash first, Hash second) {
        if (first.equals(second)) {
            throw new ProofRejected(CLAUSE, "the checkpoints do not contradict each other");
        }
    }
}
