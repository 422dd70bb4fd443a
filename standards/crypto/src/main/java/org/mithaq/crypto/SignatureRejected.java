// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// An envelope that proves nothing under the key and the type that the caller asked for.
///
/// The sender's fault or an adversary's, never ours. The message says which step failed and holds nothing of the
/// envelope.
public final class SignatureRejected extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// What was wrong, for a program to decide by.
    public enum Reason {
        /// The envelope cannot exist: its type or signature is not of the allowed form.
        MALFORMED,
        /// It is for something else: its payload type is not the one asked for.
        OTHER_TYPE,
        /// It names another key than the one asked for.
        OTHER_KEY,
        /// The signature is not one by this key over this type and payload.
        INVALID
    }

    private final Reason reason;

    /// @param reason what was wrong
    /// @param explanation the same in words, with the clause; nothing that came from the envelope
    public SignatureRejected(Reason reason, String explanation) {
        super(explanation);
        this.reason = reason;
    }

    /// What was wrong.
    public Reason reason() {
        return reason;
    }
}
