// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import java.util.Locale;

/// The rules, in the order in which they are asked; the first that applies answers. `docs/policy.md` explains each.
public enum Rule {
    /// Nobody is addressed.
    AUDIENCE_EMPTY(false),
    /// The recipient is not among those addressed.
    NOT_ADDRESSED(false),
    /// The originator's terms have run out.
    EXPIRED(false),
    /// The object has a marking that cannot be looked up or understood.
    MARKING_UNKNOWN(false),
    /// Neither a marking nor the originator's terms say how it may be shared.
    UNMARKED(false),
    /// The originator forbade passing on, whatever the label.
    NO_ONWARD(false),
    /// TLP:RED, and the originator did not name the recipient.
    RED_NOT_NAMED(false),
    /// Passing on TLP:RED, TLP:AMBER+STRICT or TLP:AMBER takes the originator's permission, and there is none.
    RELAY_NOT_PERMITTED(false),
    /// TLP:GREEN stays in the federation's channels unless the originator sends it, or permits more.
    GREEN_OUTSIDE_COMMUNITY(false),
    /// TLP:RED to a recipient that the originator named.
    RED_NAMED(true),
    /// TLP:AMBER+STRICT to a member of the audience; it stays in that organisation.
    AMBER_STRICT_ADDRESSED(true),
    /// TLP:AMBER to a member of the audience; it stays in that organisation and its clients.
    AMBER_ADDRESSED(true),
    /// TLP:GREEN to a member of the audience.
    GREEN_ADDRESSED(true),
    /// TLP:CLEAR to a member of the audience.
    CLEAR_ADDRESSED(true);

    private final boolean releases;

    Rule(boolean releases) {
        this.releases = releases;
    }

    /// Whether an object may leave by this rule.
    public boolean releases() {
        return releases;
    }

    /// The stable name, such as `red-not-named`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The key under which each language has the sentence for people, such as `policy.withhold.red-not-named`.
    public String explanation() {
        return (releases ? "policy.release." : "policy.withhold.") + code();
    }
}
