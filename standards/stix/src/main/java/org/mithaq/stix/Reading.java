// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.List;
import java.util.Optional;

/// The verdict on the bytes of one object.
public sealed interface Reading {

    /// All that was found wrong, not only the first; empty exactly for [Accepted].
    List<Defect> defects();

    /// The object, unless it was refused.
    Optional<StixObject> object();

    /// Nothing wrong was found.
    record Accepted(StixObject accepted) implements Reading {
        @Override
        public List<Defect> defects() {
            return List.of();
        }

        @Override
        public Optional<StixObject> object() {
            return Optional.of(accepted);
        }
    }

    /// Readable and safe to store, version and exchange, but not all that the text asks for.
    record KeptWithDefects(StixObject kept, List<Defect> defects) implements Reading {
        public KeptWithDefects {
            defects = List.copyOf(defects);
        }

        @Override
        public Optional<StixObject> object() {
            return Optional.of(kept);
        }

        /// Whether no MUST is broken: only advice of the text was not followed.
        public boolean conforms() {
            return defects.stream().allMatch(defect -> defect.severity() == Severity.SHOULD);
        }
    }

    /// Not safe to exchange: what it is, which version, what it points to or how it is marked cannot be told.
    record Refused(List<Defect> defects) implements Reading {
        public Refused {
            defects = List.copyOf(defects);
        }

        @Override
        public Optional<StixObject> object() {
            return Optional.empty();
        }
    }
}
