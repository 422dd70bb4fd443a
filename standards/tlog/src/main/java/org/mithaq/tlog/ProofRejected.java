// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.Objects;

/// A Merkle proof that does not prove what it claims. Whoever made or carried it is at fault.
public final class ProofRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String clause;

    ProofRejected(String clause, String reason) {
        super(clause + ": " + reason);
        this.clause = clause;
    }

    /// Clause and reason, never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /// Standard and clause that the proof failed, such as `RFC 9162 §2.1.3.2 step 4`.
    public String clause() {
        return clause;
    }
}
