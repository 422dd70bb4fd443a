// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.mithaq.stix.Tlp;

/// What the originator said about the use of an object, beside the markings in it: its terms travel with it.
///
/// @param onward what it said about passing on
/// @param named those whom it named individually as recipients; the only ones who may see TLP:RED
/// @param stated the label that it stated for the object; the stricter of this and the markings holds
/// @param expires the moment from which on nobody may be given the object any more
public record Terms(Onward onward, Set<Party> named, Optional<Tlp> stated, Optional<Instant> expires) {

    /// What an originator can say about passing an object on.
    public enum Onward {
        /// Nothing: the label decides.
        UNSTATED,
        /// No onward: recipients keep it to themselves, whatever the label.
        FORBIDDEN,
        /// It may be relayed to whom its label allows.
        PERMITTED
    }

    private static final Terms NONE = new Terms(Onward.UNSTATED, Set.of(), Optional.empty(), Optional.empty());

    public Terms {
        named = Set.copyOf(named);
    }

    /// Of an originator that said nothing.
    public static Terms none() {
        return NONE;
    }

    /// The same, with `label` stated for the object.
    public Terms stating(Tlp label) {
        return new Terms(onward, named, Optional.of(label), expires);
    }

    /// The same, with these recipients named individually, and no others.
    public Terms naming(Set<Party> recipients) {
        return new Terms(onward, recipients, stated, expires);
    }

    /// The same, with another word on passing on.
    public Terms onward(Onward word) {
        return new Terms(word, named, stated, expires);
    }

    /// The same, ending at `moment`.
    public Terms until(Instant moment) {
        return new Terms(onward, named, stated, Optional.of(moment));
    }
}
