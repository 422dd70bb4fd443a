// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// A key file that was not opened. Holds nothing of the secret, nor of what should have opened it.
public final class KeyFileRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What was wrong, for a program to decide by.
    public enum Reason {
        /// Something else than a key file.
        NOT_A_KEY_FILE,
        /// Written by a later program: its version or suite is not known here.
        UNSUPPORTED,
        /// Changed or cut since it was written.
        DAMAGED,
        /// It asks for more than is allowed, or than this process has.
        LIMIT,
        /// The key file of something else.
        OTHER_LABEL,
        /// Whole, but the passphrase or key is not the one it was sealed with.
        WRONG_KEY
    }

    private final Reason reason;

    /// @param reason what was wrong
    /// @param explanation the same in words
    public KeyFileRejected(Reason reason, String explanation) {
        super(explanation);
        this.reason = reason;
    }

    /// @param cause the refusal below
    public KeyFileRejected(Reason reason, String explanation, Throwable cause) {
        super(explanation, cause);
        this.reason = reason;
    }

    /// What was wrong.
    public Reason reason() {
        return reason;
    }
}
