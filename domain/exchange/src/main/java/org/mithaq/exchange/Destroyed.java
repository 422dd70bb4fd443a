// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which leaves of one dispatch a recipient declares to be destroyed after a recall (protocol, Receipts 7 and
/// Recall 4).
/// It stands beside what became of the dispatch, and takes nothing from it.
///
/// @param whole whether nothing of the dispatch is left
/// @param positions of the leaves that are destroyed; empty where all are
public record Destroyed(boolean whole, SortedSet<Integer> positions) {

    /// Nothing is declared.
    public static final Destroyed NOTHING = new Destroyed(false, Collections.emptySortedSet());

    /// Nothing of the dispatch is left.
    public static final Destroyed WHOLE = new Destroyed(true, Collections.emptySortedSet());

    public Destroyed {
        positions = whole ? Collections.emptySortedSet() : Collections.unmodifiableSortedSet(new TreeSet<>(positions));
    }

    /// What a receipt declares: the leaves to which it gives status 7; or, where its own status is 7 and it lists
    /// none, the whole dispatch.
    public static Destroyed by(Receipt receipt) {
        if (receipt.status() == Receipt.Status.RECALLED && receipt.leaves().isEmpty()) {
            return WHOLE;
        }
        SortedSet<Integer> positions = new TreeSet<>();
        receipt.leaves().stream()
                .filter(leaf -> leaf.status() == Receipt.Status.RECALLED)
                .forEach(leaf -> positions.add(leaf.position()));
        return new Destroyed(false, positions);
    }

    /// Whether nothing is declared.
    public boolean isNothing() {
        return !whole && positions.isEmpty();
    }

    /// Whether this says all that `other` says.
    public boolean covers(Destroyed other) {
        return whole || (!other.whole && positions.containsAll(other.positions));
    }

    /// Whether the leaf at `position` is destroyed.
    public boolean covers(int position) {
        return whole || positions.contains(position);
    }

    /// What both say together.
    public Destroyed and(Destroyed other) {
        SortedSet<Integer> both = new TreeSet<>(positions);
        both.addAll(other.positions);
        return new Destroyed(whole || other.whole, both);
    }
}
