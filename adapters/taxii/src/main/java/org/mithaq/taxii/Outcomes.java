// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mithaq.exchange.Clause;
import org.mithaq.node.Holdings;
import org.mithaq.node.Posting;
import org.mithaq.node.Releasing;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixObject;

/// Says of each object that was posted what became of it. Belongs to one thread.
final class Outcomes {

    /// Why a second content under one version is refused.
    private static final String CONFLICT = "STIX 2.1 §3.6: expected a later `modified` for other content, found another"
            + " object of this version that is held or came before";

    private static final int ROWS_MAX = 1_000;

    private final TaxiiNode node;
    private final Collection collection;
    private final Map<String, Shelf.ObjectRow> rows = new HashMap<>();
    private final Map<String, TreeSet<String>> rules = new HashMap<>();
    private final Map<String, Integer> withheldFrom = new HashMap<>();

    /// Each object is one here: two of the same bytes would be told apart by nothing else.
    private final Set<StixObject> conflicting = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<StixObject> recalled = Collections.newSetFromMap(new IdentityHashMap<>());

    Outcomes(TaxiiNode node, Collection collection, Posting.Outcome outcome) {
        this.node = node;
        this.collection = collection;
        Stream.concat(outcome.posted().stream().flatMap(posted -> posted.rows().stream()), outcome.kept().stream())
                .forEach(row -> rows.put(key(row.stixId(), row.version()), row));
        outcome.conflicting().forEach(item -> conflicting.add(item.object().orElseThrow()));
        outcome.recalled().forEach(item -> recalled.add(item.object().orElseThrow()));
        for (Releasing.Withheld withheld : outcome.withheld()) {
            rules.computeIfAbsent(withheld.stixId(), _ -> new TreeSet<>()).add(withheld.rule());
            withheldFrom.merge(withheld.stixId(), 1, Integer::sum);
        }
    }

    private static String key(String stixId, String version) {
        return stixId + "/" + version;
    }

    /// Why an object cannot be taken although it was read: the posting found other content under its version.
    Optional<String> conflict(StixObject object) {
        return conflicting.contains(object) ? Optional.of(CONFLICT) : Optional.empty();
    }

    /// Reports an object that was added, or was there.
    void report(StixObject object, Optional<String> defects, StatusReport report) {
        if (recalled.contains(object)) {
            report.failed(
                    new StatusReport.Subject(
                            object.id().toString(), object.version().key()),
                    "protocol %s: %s".formatted(Clause.RECALL_BACK.id(), Clause.RECALL_BACK.sentence()));
            return;
        }
        Shelf.ObjectRow row = rows.get(key(object));
        boolean fresh = row != null;
        if (row == null) {
            // In the collection, if it is there; else wherever it is.
            List<Holdings.Held> earlier = earlier(object);
            row = earlier.stream()
                    .map(Holdings.Held::row)
                    .filter(collection::shows)
                    .findFirst()
                    .orElseGet(() -> earlier.getFirst().row());
        }
        StatusReport.Subject subject = new StatusReport.Subject(object.id().toString(), Versions.written(row));
        if (!collection.shows(row)) {
            report.failed(subject, "kept at home and released to nobody" + byRules(object));
            return;
        }
        String message = String.join(
                "; ",
                Stream.of(
                                fresh ? Optional.<String>empty() : Optional.of("held already"),
                                partly(object),
                                defects.map(each -> "kept with defects: " + each))
                        .flatMap(Optional::stream)
                        .toList());
        report.succeeded(subject, message.isEmpty() ? Optional.empty() : Optional.of(message));
    }

    private Optional<String> partly(StixObject object) {
        Integer members = withheldFrom.get(object.id().toString());
        return members == null
                ? Optional.empty()
                : Optional.of("released, but withheld from " + members + " members" + byRules(object));
    }

    private String byRules(StixObject object) {
        TreeSet<String> codes = rules.get(object.id().toString());
        return codes == null ? "" : ", by policy rule " + String.join(", ", codes);
    }

    private List<Holdings.Held> earlier(StixObject object) {
        String id = object.id().toString();
        String version = object.version().key();
        List<Shelf.ObjectRow> own = node.ledger()
                .read(tables -> tables.shelf().objectsOf(id, ROWS_MAX).stream()
                        .filter(row -> row.version().equals(version)
                                && row.originator().equals(node.self().member()))
                        .toList());
        return node.holdings().all(own);
    }

    private static String key(StixObject object) {
        return key(object.id().toString(), object.version().key());
    }
}
