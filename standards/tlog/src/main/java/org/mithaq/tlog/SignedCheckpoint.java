// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mithaq.crypto.SignatureProvider;

/// A checkpoint with the signatures of its log and the cosignatures of witnesses (C2SP tlog-checkpoint).
///
/// @param checkpoint what was signed; says nothing before it is verified
/// @param signatures 1 to [SignedNote#SIGNATURES_MAX], not verified
public record SignedCheckpoint(Checkpoint checkpoint, List<NoteSignature> signatures) {

    /// @throws MalformedTlog if there are no signatures or too many
    public SignedCheckpoint {
        signatures = new SignedNote(checkpoint.body(), signatures).signatures();
    }

    /// Reads a note whose text is a checkpoint. Nothing is verified.
    ///
    /// @param note at most [SignedNote#NOTE_BYTES_MAX] bytes
    /// @throws MalformedTlog naming what it breaks
    public static SignedCheckpoint parse(byte[] note) {
        return of(SignedNote.parse(note));
    }

    /// Reads the text of `note` as a checkpoint.
    ///
    /// @throws MalformedTlog if it is none
    public static SignedCheckpoint of(SignedNote note) {
        return new SignedCheckpoint(Checkpoint.parse(note.text()), note.signatures());
    }

    /// The note of this checkpoint.
    public SignedNote note() {
        return new SignedNote(checkpoint.body(), signatures);
    }

    /// The checkpoint as it is stored, served and sent.
    public byte[] encode() {
        return note().encode();
    }

    /// See [SignedNote#verify].
    ///
    /// @throws NoteRejected if a signature of a known key is bad, or if no signature is of a known key
    public List<VerifiedSignature> verify(SignatureProvider provider, Collection<VerifierKey> known) {
        return note().verify(provider, known);
    }

    /// This checkpoint with `more` signatures; each takes the place of an older one by the same key.
    ///
    /// @throws MalformedTlog if that makes too many
    public SignedCheckpoint with(List<NoteSignature> more) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        for (NoteSignature signature : more) {
            all.removeIf(signature::isBySameKeyAs);
            all.add(signature);
        }
        return new SignedCheckpoint(checkpoint, all);
    }
}
