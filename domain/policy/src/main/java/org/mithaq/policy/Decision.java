// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import org.mithaq.stix.StixId;

/// The answer to "may this object go to this recipient?".
///
/// Every answer names the rule that gave it, so that an audit can show why. There is no third kind and no null:
/// what no rule releases is withheld.
public sealed interface Decision {

    /// The object in question.
    StixId object();

    /// The rule that answered.
    Rule rule();

    /// The object may go.
    record Release(StixId object, Rule rule) implements Decision {
        public Release {
            if (!rule.releases()) {
                throw new IllegalArgumentException("this rule withholds: " + rule);
            }
        }
    }

    /// The object stays.
    record Withhold(StixId object, Rule rule) implements Decision {
        public Withhold {
            if (rule.releases()) {
                throw new IllegalArgumentException("this rule releases: " + rule);
            }
        }
    }
}
