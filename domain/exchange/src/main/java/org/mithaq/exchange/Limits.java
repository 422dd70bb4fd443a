// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

/// The bounds of every message, beside the parsers that keep to them (protocol, Limits).
public final class Limits {

    /// Depth of the object tree and of the order tree.
    public static final int TREE_DEPTH = 12;

    /// Positions in the object tree and in the order tree, 4,096.
    public static final int LEAVES_MAX = 1 << TREE_DEPTH;

    /// Bytes of one leaf's content.
    public static final int LEAF_BYTES_MAX = 8 << 20;

    /// Bytes of a sealed plaintext with its padding.
    public static final int PLAINTEXT_BYTES_MAX = 16 << 20;

    /// Bytes of a ciphertext: the plaintext, 56 bytes of salt and commitment, and 16 a chunk of 16 KiB.
    public static final int CIPHERTEXT_BYTES_MAX = PLAINTEXT_BYTES_MAX + 56 + 16 * (PLAINTEXT_BYTES_MAX / 16_384 + 1);

    /// Bytes of the manifest inside the plaintext.
    public static final int MANIFEST_BYTES_MAX = 1 << 20;

    /// Members that one dispatch goes to.
    public static final int RECIPIENTS_MAX = LEAVES_MAX;

    /// Bytes of a recipient's stanza: 1,120 of encapsulation, 32 of key and 16 of tag.
    public static final int STANZA_BYTES = 1_168;

    /// Bytes of any text that explains a refusal, in UTF-8.
    public static final int REASON_BYTES_MAX = 1_024;

    /// Bytes of the number of a clause, in UTF-8.
    public static final int CLAUSE_BYTES_MAX = 100;

    /// Bytes of the name of a bilateral channel, of a duty role and of a person's opaque id, in UTF-8.
    public static final int NAME_BYTES_MAX = 200;

    /// Bytes of a checkpoint with its cosignatures: the quorum of 256 members, each with four keys and the longest
    /// name.
    public static final int CHECKPOINT_BYTES_MAX = 2 << 20;

    /// Bytes of what a log signs in a checkpoint: with a line by each of four keys it fits in a contact statement, so
    /// that no log can keep members from showing each other what it has shown them.
    public static final int CHECKPOINT_TEXT_BYTES_MAX = 2_048;

    /// Bytes of a composite signature: 3,309 of ML-DSA-65 and 64 of Ed25519.
    public static final int SIGNATURE_BYTES_MAX = 3_373;

    /// The highest number in a line: whatever is counted above it by one still fits.
    public static final long SEQUENCE_MAX = 1L << 62;

    /// Recalls of one originator that are kept although their dispatches have not come.
    public static final int RECALLS_AHEAD_MAX = 4_096;

    /// All recalls of one dispatch, each with the checkpoint that proves it to others, in bytes.
    public static final long RECALL_PROOFS_BYTES_MAX = 64L << 20;

    /// Offers of one member that nobody has answered.
    public static final int OFFERS_MAX = 64;

    private Limits() {}
}
