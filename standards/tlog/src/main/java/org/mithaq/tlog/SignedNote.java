// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mithaq.crypto.SignatureProvider;

/// A text with signature lines, none of which is verified until [#verify] (C2SP signed-note).
///
/// @param text what was signed, ending in a newline; says nothing before it is verified
/// @param signatures 1 to [#SIGNATURES_MAX], in the order of their lines
public record SignedNote(String text, List<NoteSignature> signatures) {

    /// Longest note that is read or written: a quorum of 170 of 256 cosigners fits, each with one line by Ed25519 and
    /// three by ML-DSA-44 under the longest name.
    public static final int NOTE_BYTES_MAX = 2 << 20;

    /// Most signatures that a note may carry: four keys of each of 256 cosigners; the document asks for at least 16.
    public static final int SIGNATURES_MAX = 1_024;

    private static final String CLAUSE = "C2SP signed-note, Format";

    /// @throws MalformedTlog if the text does not end in a newline or has a control character, or if there are no
    ///     signatures or too many
    public SignedNote {
        if (!text.endsWith("\n")) {
            throw new MalformedTlog(CLAUSE, "the text does not end in a newline");
        }
        TlogText.checkCharacters(CLAUSE, text);
        if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
            throw new MalformedTlog(
                    CLAUSE, "1 to " + SIGNATURES_MAX + " signatures are read, not " + signatures.size());
        }
        signatures = List.copyOf(signatures);
    }

    /// Reads a note of at most [#NOTE_BYTES_MAX] bytes. Nothing is verified.
    ///
    /// @throws MalformedTlog naming what it breaks
    public static SignedNote parse(byte[] note) {
        return parse(TlogText.decode(CLAUSE, note, NOTE_BYTES_MAX));
    }

    /// Reads text that [TlogText#decode] has let through.
    static SignedNote parse(String note) {
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw new MalformedTlog(CLAUSE, "no blank line before the signatures");
        }
        return new SignedNote(note.substring(0, blank + 1), signatures(note.substring(blank + 2)));
    }

    /// Reads signature lines only, such as a witness answers with.
    static List<NoteSignature> signatures(String lines) {
        if (!lines.endsWith("\n")) {
            throw new MalformedTlog(CLAUSE, "the last signature line does not end in a newline");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (int at = 0, end; at < lines.length(); at = end + 1) {
            if (signatures.size() == SIGNATURES_MAX) {
                throw new MalformedTlog(CLAUSE, "more than " + SIGNATURES_MAX + " signatures");
            }
            end = lines.indexOf('\n', at);
            signatures.add(NoteSignature.parse(lines.substring(at, end)));
        }
        return signatures;
    }

    /// The note as it is stored and sent.
    public byte[] encode() {
        return TlogText.utf8(format());
    }

    String format() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    /// Verifies every signature that names one of `known`, and returns those signatures in their order, at least one.
    ///
    /// Lines of other keys are ignored, even where they share a known key's name or its id
    /// (signed-note, Signatures).
    ///
    /// @param known keys that the caller was securely configured with
    /// @throws NoteRejected if a signature of a known key is bad, or if no signature is of a known key
    /// @throws IllegalArgumentException if two different keys of `known` share name and id
    public List<VerifiedSignature> verify(SignatureProvider provider, Collection<VerifierKey> known) {
        KeyRing ring = KeyRing.of(known);
        List<VerifiedSignature> verified = new ArrayList<>();
        for (NoteSignature signature : signatures) {
            ring.find(signature).ifPresent(key -> verified.add(key.verify(provider, text, signature)));
        }
        if (verified.isEmpty()) {
            throw new NoteRejected(NoteRejected.Reason.NO_KNOWN_SIGNATURE, "none of the signatures is by a known key");
        }
        return verified;
    }
}
