// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// How many of a thing a clause allows.
final class Bounds {

    private Bounds() {}

    /// An immutable copy of `elements`.
    ///
    /// @throws CharterRejected under `clause` unless there are `min` to `max` and none is there twice
    static <E> List<E> distinct(List<E> elements, int min, int max, CharterClause clause, String what) {
        List<E> copy = List.copyOf(elements);
        count(copy, min, max, clause, what);
        if (Set.copyOf(copy).size() != copy.size()) {
            throw new CharterRejected(CharterRejected.Code.DUPLICATE, clause, "one of the " + what + " twice");
        }
        return copy;
    }

    /// Returns quietly if there are `min` to `max` elements.
    ///
    /// @throws CharterRejected under `clause` otherwise
    static void count(Collection<?> elements, int min, int max, CharterClause clause, String what) {
        int size = elements.size();
        if (size < min) {
            throw new CharterRejected(CharterRejected.Code.MISSING, clause, size + " " + what);
        }
        if (size > max) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, clause, size + " " + what);
        }
    }

    /// Returns `number`, which counts epochs or serials.
    ///
    /// @throws CharterRejected under `clause` unless it is at least 1
    static int fromOne(int number, CharterClause clause, String what) {
        if (number < 1) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, clause, what + " " + number);
        }
        return number;
    }
}
