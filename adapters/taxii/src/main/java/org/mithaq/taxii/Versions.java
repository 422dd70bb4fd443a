// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixTimestamp;

/// Tells the versions of objects in one collection apart, within one reading of the ledger.
///
/// Only an object's originator makes versions of it (STIX 2.1 §3.6), so what two members say under one id are two
/// histories: nobody can hide another's object behind a later date.
final class Versions {

    /// Rows under one id that are compared. Where there are more, all of them are shown: too much is noticed, and what
    /// is hidden is not.
    static final int COMPARED_MAX = 100_000;

    private static final Comparator<Shelf.ObjectRow> AGE = Versions::age;

    private final Shelf shelf;
    private final Collection collection;
    private final Map<String, List<Shelf.ObjectRow>> known = new HashMap<>();

    Versions(Shelf shelf, Collection collection) {
        this.shelf = shelf;
        this.collection = collection;
    }

    /// The text by which a version is called: its time, or where the object has none the time at which it was added.
    static String written(Shelf.ObjectRow row) {
        return time(row).map(StixTimestamp::written).orElseGet(() -> Timestamps.written(row.addedMicros()));
    }

    /// All rows under an id that the collection shows, ascending by number.
    List<Shelf.ObjectRow> of(String stixId) {
        return known.computeIfAbsent(
                stixId,
                id -> shelf.objectsOf(id, COMPARED_MAX).stream()
                        .filter(collection::shows)
                        .toList());
    }

    boolean match(Shelf.ObjectRow row, VersionFilter filter) {
        if (filter.all()) {
            return true;
        }
        StixTimestamp own = time(row).orElseGet(() -> StixTimestamp.parse(Timestamps.written(row.addedMicros())));
        return filter.names(own) || (filter.first() && isFirst(row)) || (filter.last() && isLast(row));
    }

    private boolean isFirst(Shelf.ObjectRow row) {
        return of(row.stixId()).size() >= COMPARED_MAX
                || history(row).stream().allMatch(other -> AGE.compare(row, other) <= 0);
    }

    private boolean isLast(Shelf.ObjectRow row) {
        return of(row.stixId()).size() >= COMPARED_MAX
                || history(row).stream().allMatch(other -> AGE.compare(row, other) >= 0);
    }

    private List<Shelf.ObjectRow> history(Shelf.ObjectRow row) {
        return of(row.stixId()).stream()
                .filter(other -> other.originator().equals(row.originator()))
                .toList();
    }

    /// By written time; what has none, and what has the same, by the order in which it came.
    private static int age(Shelf.ObjectRow one, Shelf.ObjectRow other) {
        Optional<StixTimestamp> first = time(one);
        Optional<StixTimestamp> second = time(other);
        int order = first.isPresent() && second.isPresent() ? first.get().compareTo(second.get()) : 0;
        return order != 0 ? order : Long.compare(one.number(), other.number());
    }

    private static Optional<StixTimestamp> time(Shelf.ObjectRow row) {
        return StixTimestamp.tryParse(row.version());
    }
}
