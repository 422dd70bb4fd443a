// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.EnumSet;
import java.util.Set;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;

/// What the originator allows a holder to do with one object (protocol, Terms). Signed with it, and relayed with it.
///
/// @param onward whether a holder may pass the object on, still subject to policy
/// @param label the TLP 2.0 label that the originator states beside the object's own markings, the stricter of the two
///     holding: 0 none, 1 CLEAR, 2 GREEN, 3 AMBER, 4 AMBER+STRICT, 5 RED
/// @param expiryMicros when the terms end, in microseconds since 1970-01-01 UTC; 0 is never
/// @param permitted what a holder may do
public record Terms(Onward onward, int label, long expiryMicros, Set<Action> permitted) {

    /// What an originator can say about passing on.
    public enum Onward {
        /// Recipients keep it to themselves, whatever the label.
        FORBIDDEN(0),
        /// The label decides.
        UNSTATED(1),
        /// It may be relayed to whom its label allows.
        PERMITTED(2);

        private final int number;

        Onward(int number) {
            this.number = number;
        }
    }

    /// Highest number of a label.
    public static final int LABEL_MAX = 5;

    /// A use of an object, after the permitted actions of FIRST's IEP 2.0.
    public enum Action {
        /// Ask the originator what to do.
        CONTACT_ORIGINATOR(1),
        /// Act where nobody outside can see it, such as matching logs.
        INTERNAL(2),
        /// Act so that others may notice indirectly, such as blocking at the border.
        EXTERNAL_INDIRECT(4),
        /// Act on another's systems in the open, such as a takedown request.
        EXTERNAL_DIRECT(8);

        private final int bit;

        Action(int bit) {
            this.bit = bit;
        }
    }

    public Terms {
        if (expiryMicros < 0 || label < 0 || label > LABEL_MAX) {
            throw new IllegalArgumentException("an expiry after 1970, and a label from 0 to 5");
        }
        permitted = Set.copyOf(permitted);
    }

    /// Of an originator that says nothing: the object's markings decide, internal use alone, no end.
    public static Terms standard() {
        return new Terms(Onward.UNSTATED, 0, 0, Set.of(Action.CONTACT_ORIGINATOR, Action.INTERNAL));
    }

    /// The same with another word on passing on.
    public Terms onward(Onward word) {
        return new Terms(word, label, expiryMicros, permitted);
    }

    /// The same with a label stated.
    public Terms label(int number) {
        return new Terms(onward, number, expiryMicros, permitted);
    }

    void write(CanonicalWriter out) {
        int bits = 0;
        for (Action action : permitted) {
            bits |= action.bit;
        }
        out.u8(onward.number).u8(label).u64(expiryMicros).u16(bits);
    }

    static Terms read(CanonicalReader in) {
        int onward = in.u8("terms.onward");
        int label = in.u8("terms.label");
        if (onward >= Onward.values().length || label > LABEL_MAX) {
            throw in.refuse("terms.label", "onward from 0 to 2 and a label from 0 to 5");
        }
        long expiry = in.u64("terms.expiry");
        int bits = in.u16("terms.permitted");
        if (bits >>> Action.values().length != 0) {
            throw in.refuse("terms.permitted", "actions that this version knows");
        }
        Set<Action> permitted = EnumSet.noneOf(Action.class);
        for (Action action : Action.values()) {
            if ((bits & action.bit) != 0) {
                permitted.add(action);
            }
        }
        return new Terms(Onward.values()[onward], label, expiry, permitted);
    }
}
