// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.Holdings;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;

/// Marking definitions at hand: those in the envelope, and those that this member itself has kept or shared. What
/// another member says a marking means opens nothing here. Belongs to one thread.
final class Definitions implements Function<StixId, Optional<StixObject>> {

    private static final int ROWS_MAX = 1_000;

    private final TaxiiNode node;
    private final Map<String, StixObject> posted;
    private final Map<StixId, Optional<StixObject>> held = new HashMap<>();

    Definitions(TaxiiNode node, Map<String, StixObject> posted) {
        this.node = node;
        this.posted = posted;
    }

    @Override
    public Optional<StixObject> apply(StixId id) {
        Optional<StixObject> here = Optional.ofNullable(posted.get(id.toString()));
        return here.isPresent() ? here : held.computeIfAbsent(id, this::find);
    }

    private Optional<StixObject> find(StixId id) {
        List<Shelf.ObjectRow> own = node.ledger()
                .read(tables -> tables.shelf().objectsOf(id.toString(), ROWS_MAX).stream()
                        .filter(row -> row.originator().equals(node.self().member()))
                        .toList());
        List<Holdings.Held> newest = own.isEmpty() ? List.of() : node.holdings().all(List.of(own.getLast()));
        return newest.stream()
                .findFirst()
                .flatMap(object ->
                        StixReader.read(object.bytes(), JsonLimits.standard()).object());
    }
}
