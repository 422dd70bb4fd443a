// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// Everything that shows offline that an entry was logged and that witnesses saw it (C2SP tlog-proof). Immutable.
public final class TlogProof {

    /// Longest extra data that are read.
    public static final int EXTRA_BYTES_MAX = 1 << 16;

    /// Longest proof that is read: the longest note, and room for the lines before it.
    public static final int PROOF_BYTES_MAX = SignedNote.NOTE_BYTES_MAX + 4 * EXTRA_BYTES_MAX;

    /// What the file's name should end in.
    public static final String FILE_SUFFIX = ".tlog-proof";

    private static final String CLAUSE = "C2SP tlog-proof, Format";
    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    private final byte[] extra;
    private final long index;
    private final List<Hash> path;
    private final SignedCheckpoint checkpoint;

    /// A proof with extra data.
    ///
    /// @param extra data that nothing here authenticates, at most [#EXTRA_BYTES_MAX]; empty for none
    /// @param index of the entry in the log, counting from 0
    /// @param path inclusion path from the leaf upwards, at most [InclusionProof#PATH_HASHES_MAX]
    /// @param checkpoint with its cosignatures, not verified
    /// @throws MalformedTlog if a part is beyond its bounds
    public TlogProof(byte[] extra, long index, List<Hash> path, SignedCheckpoint checkpoint) {
        if (extra.length > EXTRA_BYTES_MAX) {
            throw new MalformedTlog(CLAUSE, "at most 65,536 bytes of extra data are read, not " + extra.length);
        }
        if (index < 0) {
            throw new MalformedTlog(CLAUSE, "an index is not " + index);
        }
        if (path.size() > InclusionProof.PATH_HASHES_MAX) {
            throw new MalformedTlog(CLAUSE, "a path has at most 63 hashes, not " + path.size());
        }
        this.extra = extra.clone();
        this.index = index;
        this.path = List.copyOf(path);
        this.checkpoint = checkpoint;
    }

    /// A proof without extra data.
    public TlogProof(InclusionProof inclusion, SignedCheckpoint checkpoint) {
        this(new byte[0], inclusion.leafIndex(), inclusion.path(), checkpoint);
    }

    /// A copy of the extra data, which nothing here authenticates; empty for none.
    public byte[] extra() {
        return extra.clone();
    }

    /// Index of the entry in the log, counting from 0.
    public long index() {
        return index;
    }

    /// Inclusion path from the leaf upwards.
    public List<Hash> path() {
        return path;
    }

    /// The checkpoint with its cosignatures, not verified.
    public SignedCheckpoint checkpoint() {
        return checkpoint;
    }

    /// Reads a proof of at most [#PROOF_BYTES_MAX] bytes. Nothing is verified.
    ///
    /// @throws MalformedTlog naming what it breaks
    public static TlogProof parse(byte[] proof) {
        String text = TlogText.decode(CLAUSE, proof, PROOF_BYTES_MAX);
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new MalformedTlog(CLAUSE, "no empty line before the checkpoint");
        }
        String[] lines = text.substring(0, blank).split("\n", InclusionProof.PATH_HASHES_MAX + 4);
        if (!lines[0].equals(FIRST_LINE)) {
            throw new MalformedTlog(CLAUSE, FIRST_LINE, lines[0]);
        }
        int at = 1;
        byte[] extra = new byte[0];
        if (at < lines.length && lines[at].startsWith(EXTRA)) {
            extra = TlogText.base64(CLAUSE, lines[at++].substring(EXTRA.length()));
            if (extra.length == 0) {
                throw new MalformedTlog(CLAUSE, "the line of extra data is there and empty");
            }
        }
        if (at == lines.length || !lines[at].startsWith(INDEX)) {
            throw new MalformedTlog(CLAUSE, "a line with the index", at == lines.length ? "" : lines[at]);
        }
        long index = TlogText.decimal(CLAUSE, lines[at++].substring(INDEX.length()));
        List<Hash> path = new ArrayList<>();
        for (; at < lines.length; at++) {
            path.add(TlogText.hash(CLAUSE, lines[at]));
        }
        SignedNote note = SignedNote.parse(text.substring(blank + 2));
        return new TlogProof(extra, index, path, SignedCheckpoint.of(note));
    }

    /// The proof as it is stored and sent.
    public byte[] encode() {
        StringBuilder text = new StringBuilder(FIRST_LINE + "\n");
        if (extra.length > 0) {
            text.append(EXTRA).append(TlogText.base64(extra)).append('\n');
        }
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(TlogText.hash(hash)).append('\n'));
        return TlogText.utf8(
                text.append('\n').append(checkpoint.note().format()).toString());
    }

    /// Verifies that the entry with hash `leaf` is in a log of `policy` and was witnessed as it asks.
    ///
    /// Follows tlog-proof, Verifying a tlog proof; the numbers in the body are its steps.
    ///
    /// @param leaf hash of the entry, from [TreeHasher#leaf] (step 1); computed here, never taken from the peer
    /// @throws NoteRejected if origin, signatures or quorum do not satisfy the policy
    /// @throws ProofRejected if the entry is not at this index of the tree of the checkpoint
    public WitnessedCheckpoint verify(SignatureProvider provider, Hash leaf, WitnessPolicy policy) {
        // Steps 2 and 3.
        WitnessedCheckpoint witnessed = policy.verify(provider, checkpoint);
        // Step 4.
        Checkpoint tree = witnessed.checkpoint();
        new InclusionProof(index, tree.size(), path).verify(leaf, tree.root());
        return witnessed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlogProof that
                && index == that.index
                && Arrays.equals(extra, that.extra)
                && path.equals(that.path)
                && checkpoint.equals(that.checkpoint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(index, Arrays.hashCode(extra), path, checkpoint);
    }
}
