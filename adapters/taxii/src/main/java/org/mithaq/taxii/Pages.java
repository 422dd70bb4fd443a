// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mithaq.charter.ChannelId;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;

/// Finds the rows of a page, all in one snapshot.
///
/// Row numbers rise in commit order, so a client that follows `next` misses nothing and sees nothing twice, whatever
/// is added meanwhile. A request looks at a bounded number of rows; a filter that few match gives short pages.
final class Pages {

    /// Rows that one request looks at.
    private static final int ROWS_SEEN_MAX = 50_000;

    /// Bytes at rest of the objects in one page, where there is more than one.
    static final long PAGE_BYTES_MAX = 16L << 20;

    private static final int CHUNK = 1_000;

    private final Ledger ledger;
    private final int rowsSeenMax;

    Pages(Ledger ledger) {
        this(ledger, ROWS_SEEN_MAX);
    }

    /// @param rowsSeenMax rows that one request looks at; rounded up to thousands
    Pages(Ledger ledger, int rowsSeenMax) {
        this.ledger = ledger;
        this.rowsSeenMax = rowsSeenMax;
    }

    /// The rows that `query` asks for.
    Page find(Collection collection, ObjectQuery query) {
        return ledger.read(tables -> {
            Search search = new Search(tables.shelf(), collection, query, rowsSeenMax);
            return query.ids().isEmpty() ? search.all() : search.ofIds();
        });
    }

    /// Whether the collection shows any version of an object.
    boolean has(Collection collection, String stixId) {
        return ledger.read(
                tables -> !new Versions(tables.shelf(), collection).of(stixId).isEmpty());
    }

    /// One request's work on one snapshot.
    private static final class Search {

        private final Shelf shelf;
        private final Collection collection;
        private final ObjectQuery query;
        private final int rowsSeenMax;
        private final Versions versions;
        private final List<Shelf.ObjectRow> found = new ArrayList<>();
        private long bytes;
        private long emptyMicros;

        Search(Shelf shelf, Collection collection, ObjectQuery query, int rowsSeenMax) {
            this.shelf = shelf;
            this.collection = collection;
            this.query = query;
            this.rowsSeenMax = rowsSeenMax;
            this.versions = new Versions(shelf, collection);
            this.emptyMicros = query.addedAfterMicros().orElse(0);
        }

        Page all() {
            long after = Math.max(query.afterNumber(), startOf(query.addedAfterMicros()));
            for (int seen = 0; seen < rowsSeenMax; ) {
                List<Shelf.ObjectRow> chunk = shelf.page(collection.channel(), after, CHUNK);
                for (Shelf.ObjectRow row : chunk) {
                    if (matches(row) && !take(row)) {
                        return page(OptionalLong.of(found.getLast().number()));
                    }
                    after = row.number();
                    emptyMicros = row.addedMicros();
                }
                seen += chunk.size();
                if (chunk.size() < CHUNK) {
                    return page(OptionalLong.empty());
                }
            }
            return page(OptionalLong.of(after));
        }

        Page ofIds() {
            List<Shelf.ObjectRow> rows = query.ids().stream()
                    .flatMap(id -> versions.of(id).stream())
                    .filter(row -> row.number() > query.afterNumber())
                    .sorted(Comparator.comparingLong(Shelf.ObjectRow::number))
                    .toList();
            for (Shelf.ObjectRow row : rows) {
                if (matches(row) && !take(row)) {
                    return page(OptionalLong.of(found.getLast().number()));
                }
            }
            return page(OptionalLong.empty());
        }

        private boolean matches(Shelf.ObjectRow row) {
            return collection.shows(row)
                    && query.stix21()
                    && (query.addedAfterMicros().isEmpty()
                            || row.addedMicros() > query.addedAfterMicros().getAsLong())
                    && (query.types().isEmpty() || query.types().contains(row.stixType()))
                    && versions.match(row, query.versions());
        }

        /// Takes a row into the page, or says that the page is full.
        private boolean take(Shelf.ObjectRow row) {
            boolean full = found.size() == query.limit() || bytes + row.lengthBytes() > PAGE_BYTES_MAX;
            if (full && !found.isEmpty()) {
                return false;
            }
            bytes += row.lengthBytes();
            found.add(row);
            return true;
        }

        private Page page(OptionalLong next) {
            return new Page(found, next, emptyMicros);
        }

        /// A row number up to which everything was added at `micros` or before. Times rise with the numbers, so the
        /// place is found by halving; numbers may have holes where objects were recalled.
        private long startOf(OptionalLong micros) {
            if (micros.isEmpty()) {
                return 0;
            }
            long before = 0;
            long beyond = 1;
            while (isEarly(beyond, micros.getAsLong())) {
                before = beyond;
                beyond *= 2;
            }
            while (beyond - before > 1) {
                long middle = before + (beyond - before) / 2;
                if (isEarly(middle, micros.getAsLong())) {
                    before = middle;
                } else {
                    beyond = middle;
                }
            }
            return before;
        }

        /// Whether the first row above `number`, of whatever channel, was added at `micros` or before.
        private boolean isEarly(long number, long micros) {
            Optional<ChannelId> any = Optional.empty();
            return shelf.page(any, number, 1).stream().anyMatch(row -> row.addedMicros() <= micros);
        }
    }
}
