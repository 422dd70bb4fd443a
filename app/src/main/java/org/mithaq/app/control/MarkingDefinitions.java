// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.Holdings;
import org.mithaq.stix.Category;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.stix.Tlp;

/// The marking definitions at hand while a bundle is read: those in it so far, and those held here. Each is looked up
/// once. Safe for threads.
final class MarkingDefinitions {

    private static final int KNOWN_MAX = 100_000;

    private final Holdings holdings;
    /// Guarded by this.
    private final Map<StixId, Optional<StixObject>> known = new HashMap<>();

    MarkingDefinitions(Holdings holdings) {
        this.holdings = holdings;
    }

    /// Remembers `object` if it is a marking definition.
    synchronized void see(StixObject object) {
        if (object.category() == Category.MARKING_DEFINITION && known.size() < KNOWN_MAX) {
            known.put(object.id(), Optional.of(object));
        }
    }

    /// The definition of an id, where it is at hand.
    synchronized Optional<StixObject> find(StixId id) {
        Optional<StixObject> seen = known.getOrDefault(id, Optional.empty());
        if (seen.isPresent() || known.containsKey(id)) {
            return seen;
        }
        Optional<StixObject> held = holdings.of(id.toString()).stream()
                .flatMap(each -> StixReader.read(each.bytes(), JsonLimits.standard()).object().stream())
                .findFirst();
        if (known.size() < KNOWN_MAX) {
            known.put(id, held);
        }
        return held;
    }

    /// Whether every marking of `object` is at hand.
    boolean knowAll(StixObject object) {
        return object.objectMarkingRefs().stream()
                .allMatch(id -> Tlp.ofDefinition(id).isPresent() || find(id).isPresent());
    }
}
