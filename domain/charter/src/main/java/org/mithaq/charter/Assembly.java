// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;

/// What came of putting a founding act together.
public sealed interface Assembly {

    /// Every founder endorsed it, and nobody else.
    ///
    /// @param act ready to be folded
    record Complete(SignedAct act) implements Assembly {}

    /// Something is missing or wrong.
    ///
    /// @param faults at least one: who, and what
    record Incomplete(List<EndorsementFault> faults) implements Assembly {
        public Incomplete {
            faults = List.copyOf(faults);
        }
    }
}
