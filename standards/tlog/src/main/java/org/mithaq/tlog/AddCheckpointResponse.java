// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mithaq.crypto.SignatureProvider;

/// What a witness answers with when it cosigns: signature lines, not verified (C2SP tlog-witness, add-checkpoint).
///
/// @param cosignatures 1 to [#COSIGNATURES_MAX]
public record AddCheckpointResponse(List<NoteSignature> cosignatures) {

    /// Most lines that one witness may answer with: more than it has keys.
    public static final int COSIGNATURES_MAX = 16;

    /// Longest body that is read: more than so many of the longest signatures.
    public static final int BODY_BYTES_MAX = 128 << 10;

    private static final String CLAUSE = "C2SP tlog-witness, add-checkpoint";

    /// @throws MalformedTlog if there are no cosignatures or too many
    public AddCheckpointResponse {
        if (cosignatures.isEmpty() || cosignatures.size() > COSIGNATURES_MAX) {
            throw new MalformedTlog(CLAUSE, "1 to 16 cosignatures are read, not " + cosignatures.size());
        }
        cosignatures = List.copyOf(cosignatures);
    }

    /// Reads a body of at most [#BODY_BYTES_MAX] bytes. Nothing is verified.
    ///
    /// @throws MalformedTlog naming what it breaks
    public static AddCheckpointResponse parse(byte[] body) {
        return new AddCheckpointResponse(SignedNote.signatures(TlogText.decode(CLAUSE, body, BODY_BYTES_MAX)));
    }

    /// The body as it is sent.
    public byte[] encode() {
        StringBuilder body = new StringBuilder();
        cosignatures.forEach(cosignature -> body.append(cosignature.line()));
        return TlogText.utf8(body.toString());
    }

    /// The cosignatures of `checkpoint` by keys of `witness` that state a time; those of other keys are ignored.
    ///
    /// @throws NoteRejected if a signature of a known key is bad, or if none is by a known key and states a time
    public List<NoteSignature> verifiedFor(
            Checkpoint checkpoint, SignatureProvider provider, Collection<VerifierKey> witness) {
        List<NoteSignature> verified = new ArrayList<>();
        for (VerifiedSignature signature : new SignedCheckpoint(checkpoint, cosignatures).verify(provider, witness)) {
            if (signature.statesTime()) {
                verified.add(signature.signature());
            }
        }
        if (verified.isEmpty()) {
            throw new NoteRejected(NoteRejected.Reason.NO_KNOWN_SIGNATURE, "no cosignature states a time");
        }
        return verified;
    }
}
