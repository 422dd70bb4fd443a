// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import java.util.Set;

/// Whom a dispatch is addressed to.
///
/// @param kind what binds them together
/// @param members all of them; nobody when empty, never everybody
public record Audience(Kind kind, Set<Party> members) {

    /// What binds an audience together.
    public enum Kind {
        /// All members of the federation.
        PLENARY(true),
        /// A thematic community of the federation, founded with or by the charter.
        COMMUNITY(true),
        /// Two members, whose channel the charter does not know and which survives an expulsion.
        BILATERAL(false),
        /// Some, named one by one for this occasion.
        NAMED(false);

        private final boolean ofTheFederation;

        Kind(boolean ofTheFederation) {
            this.ofTheFederation = ofTheFederation;
        }

        /// Whether the charter says who belongs to it, so that it is a part of the community of TLP:GREEN.
        public boolean isOfTheFederation() {
            return ofTheFederation;
        }
    }

    public Audience {
        members = Set.copyOf(members);
    }
}
