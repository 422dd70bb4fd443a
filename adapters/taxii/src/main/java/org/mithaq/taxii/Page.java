// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.List;
import java.util.OptionalLong;
import org.mithaq.http.Response;
import org.mithaq.json.JsonObject;
import org.mithaq.node.port.Shelf;

/// Part of a collection, in the order in which it was added (TAXII 2.1 §3.5).
///
/// @param rows what is shown
/// @param next row number from which to go on; empty where there is no more
/// @param emptyMicros what the headers say where no row is shown: up to when there is nothing
record Page(List<Shelf.ObjectRow> rows, OptionalLong next, long emptyMicros) {

    Page {
        rows = List.copyOf(rows);
    }

    /// Adds the headers that every answer with a page has (TAXII 2.1 §3.2).
    Response withDates(Response answer) {
        long first = rows.isEmpty() ? emptyMicros : rows.getFirst().addedMicros();
        long last = rows.isEmpty() ? emptyMicros : rows.getLast().addedMicros();
        return answer.with("X-TAXII-Date-Added-First", Timestamps.written(first))
                .with("X-TAXII-Date-Added-Last", Timestamps.written(last));
    }

    /// A resource that begins with `more` and `next`, where there is more.
    JsonObject.Builder resource() {
        JsonObject.Builder resource = JsonObject.builder();
        if (next.isPresent()) {
            resource.put("more", true).put("next", Long.toString(next.getAsLong()));
        }
        return resource;
    }
}
