// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// A stanza that does not yield a content key under the key and info given: made for another key or context, or
/// damaged.
///
/// Which of these it was cannot be told from it, and no secret is in it.
public final class StanzaRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String clause;

    /// @param clause standard and clause, such as `RFC 9180 §5.2`
    /// @param problem what is wrong, without any secret
    public StanzaRejected(String clause, String problem) {
        super("%s: %s".formatted(clause, problem));
        this.clause = clause;
    }

    /// @param cause the library's own refusal
    public StanzaRejected(String clause, String problem, Throwable cause) {
        super("%s: %s".formatted(clause, problem), cause);
        this.clause = clause;
    }

    /// Standard and clause, such as `RFC 9180 §5.2`.
    public String clause() {
        return clause;
    }
}
