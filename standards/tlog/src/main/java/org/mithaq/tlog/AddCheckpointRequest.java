// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.crypto.Hash;

/// What a log sends to a witness (C2SP tlog-witness, add-checkpoint).
///
/// Only the form is checked here: what the numbers must be is the witness's decision, and each has its own status.
///
/// @param oldSize size that the log believes the witness last cosigned; 0 for none, or to ask for it
/// @param proof consistency path from there to the checkpoint, at most [#PROOF_HASHES_MAX]
/// @param checkpoint signed by the log, not verified
public record AddCheckpointRequest(long oldSize, List<Hash> proof, SignedCheckpoint checkpoint) {

    /// Most proof lines that a client may send.
    public static final int PROOF_HASHES_MAX = 63;

    /// Longest body that is read: 16 lines of the longest signatures, which are more than a log has keys, and the lines
    /// before them. What others have cosigned already is no news to a witness.
    public static final int BODY_BYTES_MAX = (128 << 10) + 4_096;

    private static final String CLAUSE = "C2SP tlog-witness, add-checkpoint";

    /// @throws MalformedTlog if the old size is negative or there are too many proof lines
    public AddCheckpointRequest {
        if (oldSize < 0) {
            throw new MalformedTlog(CLAUSE, "an old size is not " + oldSize);
        }
        if (proof.size() > PROOF_HASHES_MAX) {
            throw new MalformedTlog(CLAUSE, "at most 63 proof lines are allowed, not " + proof.size());
        }
        proof = List.copyOf(proof);
    }

    /// Reads a body of at most [#BODY_BYTES_MAX] bytes. Nothing is verified.
    ///
    /// @throws MalformedTlog naming what it breaks: status 400
    public static AddCheckpointRequest parse(byte[] body) {
        String text = TlogText.decode(CLAUSE, body, BODY_BYTES_MAX);
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new MalformedTlog(CLAUSE, "no empty line before the checkpoint");
        }
        String[] lines = text.substring(0, blank).split("\n", PROOF_HASHES_MAX + 2);
        if (!lines[0].startsWith("old ")) {
            throw new MalformedTlog(CLAUSE, "a line with the old size", lines[0]);
        }
        if (lines.length > PROOF_HASHES_MAX + 1) {
            throw new MalformedTlog(CLAUSE, "more than 63 proof lines");
        }
        List<Hash> proof = new ArrayList<>();
        for (int line = 1; line < lines.length; line++) {
            proof.add(TlogText.hash(CLAUSE, lines[line]));
        }
        return new AddCheckpointRequest(
                TlogText.decimal(CLAUSE, lines[0].substring("old ".length())),
                proof,
                SignedCheckpoint.of(SignedNote.parse(text.substring(blank + 2))));
    }

    /// The body as it is sent.
    public byte[] encode() {
        StringBuilder body = new StringBuilder("old " + oldSize + "\n");
        proof.forEach(hash -> body.append(TlogText.hash(hash)).append('\n'));
        return TlogText.utf8(
                body.append('\n').append(checkpoint.note().format()).toString());
    }
}
