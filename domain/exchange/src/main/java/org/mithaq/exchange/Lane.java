// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;

/// How urgent a dispatch is (protocol, Lanes). Each lane has its own sequence and its own share of the link, so that a
/// flash message is never behind a catch-up.
public enum Lane {
    /// Asks for a person's acknowledgement by a deadline.
    FLASH(0),
    /// Ahead of the routine.
    PRIORITY(1),
    /// All the rest.
    ROUTINE(2);

    private final int number;

    Lane(int number) {
        this.number = number;
    }

    /// The number on the wire.
    public int number() {
        return number;
    }

    static Lane read(CanonicalReader in) {
        int number = in.u8("lane");
        return switch (number) {
            case 0 -> FLASH;
            case 1 -> PRIORITY;
            case 2 -> ROUTINE;
            default -> throw in.refuse("lane", "0, 1 or 2, and not " + number);
        };
    }

    /// The lane of a stored number.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Lane ofNumber(int number) {
        for (Lane lane : values()) {
            if (lane.number == number) {
                return lane;
            }
        }
        throw new IllegalArgumentException("no lane has the number " + number);
    }
}
