// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// A ciphertext that is not what was sealed under this key and context, or is longer than the caller allows.
///
/// Nothing of the plaintext is in it.
public final class SealRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String clause;

    /// @param clause standard and clause, such as `C2SP chunked-encryption, Message chunking`
    /// @param problem what is wrong, without any secret
    public SealRejected(String clause, String problem) {
        super("%s: %s".formatted(clause, problem));
        this.clause = clause;
    }

    /// @param cause the library's own refusal
    public SealRejected(String clause, String problem, Throwable cause) {
        super("%s: %s".formatted(clause, problem), cause);
        this.clause = clause;
    }

    /// Standard and clause, such as `C2SP chunked-encryption, Message chunking`.
    public String clause() {
        return clause;
    }
}
