// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.tlog.InclusionProof;

/// Where a payload stands in its signer's log, and a checkpoint that shows it (protocol, Log).
///
/// @param proof path from the leaf to the checkpoint's root
/// @param checkpoint the signed note, with the cosignatures that were there when it was sent; handed over, not copied
public record LogEvidence(InclusionProof proof, byte[] checkpoint) {

    private static final int PATH_MAX = 63;

    /// The fixed-size record that a log holds for a payload: SHA-256(label ‖ log salt ‖ payload hash).
    ///
    /// Dispatches, receipts, acts and dummies look alike: never content, never an unsalted hash.
    public static byte[] record(Hash logSalt, Hash payloadHash) {
        return Labels.LOG_RECORD.hash(logSalt, payloadHash).bytes();
    }

    /// Writes the evidence.
    public void write(CanonicalWriter out) {
        out.u64(proof.leafIndex())
                .u64(proof.treeSize())
                .list(proof.path(), CanonicalWriter::hash)
                .bytes(checkpoint);
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if it is anything else
    public static LogEvidence read(CanonicalReader in) {
        long index = in.u64("log.leafIndex");
        long size = in.u64("log.treeSize");
        if (index >= size) {
            throw in.refuse("log.leafIndex", "an index below the tree's size");
        }
        List<Hash> path = new ArrayList<>(in.list("log.path", PATH_MAX, each -> each.hash("log.path")));
        return new LogEvidence(
                new InclusionProof(index, size, path), in.bytes("log.checkpoint", Limits.CHECKPOINT_BYTES_MAX));
    }
}
