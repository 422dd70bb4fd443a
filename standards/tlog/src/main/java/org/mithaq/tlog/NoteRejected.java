// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.Objects;

/// A well-formed note that proves nothing to who holds these keys. Whoever made or carried it is at fault.
public final class NoteRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    NoteRejected(Reason reason, String explanation) {
        super(reason.clause + ": " + explanation);
        this.reason = reason;
    }

    /// Clause and reason, never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /// What was wrong.
    public Reason reason() {
        return reason;
    }

    /// What can be wrong with a well-formed note.
    public enum Reason {
        /// A signature names a known key and does not verify under it.
        BAD_SIGNATURE("C2SP signed-note, Signatures"),
        /// No signature names a known key.
        NO_KNOWN_SIGNATURE("C2SP signed-note, Signatures"),
        /// The origin is not that of a log of the policy.
        UNKNOWN_ORIGIN("C2SP tlog-proof, Verifying a tlog proof, step 2"),
        /// Witnesses signed, the log did not.
        NO_LOG_SIGNATURE("C2SP tlog-proof, Verifying a tlog proof, step 2"),
        /// The witnesses that cosigned are not strong enough for the policy.
        NO_QUORUM("C2SP tlog-policy, Defining the quorum");

        private final String clause;

        Reason(String clause) {
            this.clause = clause;
        }

        /// Document and section.
        public String clause() {
            return clause;
        }
    }
}
