// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

/// How many are enough: the arithmetic of votes and of witnesses (Charter 6.3 to 6.5).
public final class Quorum {

    /// Largest number of voters or witnesses that the arithmetic is asked about.
    public static final int MEMBERS_MAX = 65_536;

    private Quorum() {}

    /// How many of `n` may lie: ⌊(n − 1) / 3⌋.
    ///
    /// @param n how many there are, at least 1
    public static int liarsMax(int n) {
        return (atLeastOne(n) - 1) / 3;
    }

    /// Whether one liar among `n` does no harm. Fewer than 4 tolerate none, and whoever shows a quorum of so few says
    /// so (Charter 6.5).
    ///
    /// @param n how many there are, at least 1
    public static boolean toleratesLiar(int n) {
        return liarsMax(n) >= 1;
    }

    /// How many votes of a state's members certify an act on it: ⌊2n / 3⌋ + 1 (Charter 6.3).
    ///
    /// @param n number of members, at least 1
    public static int certificate(int n) {
        return 2 * atLeastOne(n) / 3 + 1;
    }

    /// How many cosignatures make a checkpoint witnessed: ⌊(n + f) / 2⌋ + 1 with f = ⌊(n − 1) / 3⌋ (Charter 6.4).
    ///
    /// @param n number of members without the owner of the log, at least 1
    public static int witness(int n) {
        return (n + liarsMax(n)) / 2 + 1;
    }

    private static int atLeastOne(int n) {
        if (n < 1 || n > MEMBERS_MAX) {
            throw new IllegalArgumentException("a quorum is one of 1 to 65,536, not of " + n);
        }
        return n;
    }
}
