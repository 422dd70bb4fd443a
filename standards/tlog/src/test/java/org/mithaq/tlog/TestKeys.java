// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.testkit.Seeds;

/// A log with some leaves and four witnesses, the same in every run.
final class TestKeys {

    static final SignatureProvider PROVIDER = SignatureProvider.best();
    static final String ORIGIN = "log.example/mithaq";
    static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

    static final NoteSigner LOG = new NoteSigner(ORIGIN, ed25519(1), PROVIDER);
    static final NoteSigner OTHER_KEY = new NoteSigner(ORIGIN, ed25519(2), PROVIDER);
    static final Cosigner W1 = new Cosigner.Ed25519("witness.example/w1", ed25519(3), PROVIDER);
    static final Cosigner W1_PQ = new Cosigner.MlDsa44("witness.example/w1", mlDsa44(3), PROVIDER);
    static final Cosigner W2 = new Cosigner.Ed25519("witness.example/w2", ed25519(4), PROVIDER);
    static final Cosigner W3 = new Cosigner.MlDsa44("witness.example/w3", mlDsa44(5), PROVIDER);
    static final List<Cosigner> WITNESSES = List.of(W1, W1_PQ, W2, W3);
    static final List<VerifierKey> LOG_KEYS = List.of(LOG.verifierKey());

    private TestKeys() {}

    static Ed25519PrivateKey ed25519(long seed) {
        return Ed25519PrivateKey.fromSeed(SecretBytes.copyOf(Seeds.bytes(Seeds.of(seed), 32)));
    }

    static MlDsa44PrivateKey mlDsa44(long seed) {
        return MlDsa44PrivateKey.fromSeed(SecretBytes.copyOf(Seeds.bytes(Seeds.of(seed), 32)));
    }

    static MemoryTree tree(int size) {
        return TreeProofsTest.treeOf(ReferenceTree.leaves(size, Seeds.of(100)));
    }

    /// The first `common` leaves of [#tree], and others up to `size`.
    static MemoryTree forkedTree(int common, int size) {
        List<Hash> leaves =
                new ArrayList<>(ReferenceTree.leaves(size, Seeds.of(100)).subList(0, common));
        leaves.addAll(ReferenceTree.leaves(size - common, Seeds.of(200)));
        return TreeProofsTest.treeOf(leaves);
    }

    static Checkpoint checkpoint(MemoryTree tree, long size) {
        return new Checkpoint(ORIGIN, size, tree.root(size));
    }

    static SignedCheckpoint signed(MemoryTree tree, long size) {
        return LOG.sign(checkpoint(tree, size));
    }

    static SignedCheckpoint cosigned(SignedCheckpoint checkpoint, Cosigner... witnesses) {
        List<NoteSignature> cosignatures = new ArrayList<>();
        for (Cosigner witness : witnesses) {
            cosignatures.add(witness.cosign(checkpoint.checkpoint(), TIME));
        }
        return checkpoint.with(cosignatures);
    }
}
