// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

/// Reads how an object is marked (§7.2). What cannot be understood here refuses the object: nobody could say who
/// may see it.
final class MarkingReader {

    static final String MARKING_DEFINITION = "marking-definition";

    private final Findings findings;
    private final List<StixId> objectMarkingRefs = new ArrayList<>(2);
    private final List<GranularMarking> granularMarkings = new ArrayList<>(0);

    MarkingReader(Findings findings) {
        this.findings = findings;
    }

    List<StixId> objectMarkingRefs() {
        return objectMarkingRefs;
    }

    List<GranularMarking> granularMarkings() {
        return granularMarkings;
    }

    /// §7.2.2
    void object(JsonObject json) {
        Optional<JsonValue> value = json.member("object_marking_refs");
        if (value.isEmpty()) {
            return;
        }
        if (!(value.get() instanceof JsonArray array)) {
            findings.add(Rule.MARKING_REFERENCE_MALFORMED, "$.object_marking_refs", Findings.shown(value.get()));
            return;
        }
        if (array.isEmpty()) {
            findings.add(Rule.EMPTY_LIST, "$.object_marking_refs", "[]");
        }
        for (int i = 0; i < array.size(); i++) {
            String path = Findings.child("$.object_marking_refs", i);
            Optional<StixId> marking = marking(array.element(i));
            if (marking.isEmpty()) {
                findings.add(Rule.MARKING_REFERENCE_MALFORMED, path, Findings.shown(array.element(i)));
            } else {
                objectMarkingRefs.add(marking.get());
                findings.add(new Reference(path, marking.get()));
            }
        }
    }

    /// §7.2.3
    void granular(JsonObject json) {
        Optional<JsonValue> value = json.member("granular_markings");
        if (value.isEmpty()) {
            return;
        }
        if (!(value.get() instanceof JsonArray array)) {
            findings.add(Rule.GRANULAR_MARKING_MALFORMED, "$.granular_markings", Findings.shown(value.get()));
            return;
        }
        if (array.isEmpty()) {
            findings.add(Rule.EMPTY_LIST, "$.granular_markings", "[]");
        }
        for (int i = 0; i < array.size(); i++) {
            granular(json, array.element(i), Findings.child("$.granular_markings", i));
        }
    }

    private void granular(JsonObject json, JsonValue value, String path) {
        Optional<List<String>> selectors = value.asObject().flatMap(it -> it.strings("selectors"));
        if (!(value instanceof JsonObject granular)
                || selectors.isEmpty()
                || selectors.get().isEmpty()) {
            findings.add(Rule.GRANULAR_MARKING_MALFORMED, path, Findings.shown(value));
            return;
        }
        Optional<JsonValue> reference = granular.member("marking_ref");
        if (reference.isPresent() == granular.has("lang")) {
            findings.add(Rule.GRANULAR_MARKING_MALFORMED, path, reference.isPresent() ? "both" : "neither");
            return;
        }
        for (String selector : selectors.get()) {
            if (!Selector.selects(selector, json)) {
                findings.add(Rule.SELECTOR_UNRESOLVED, path + ".selectors", selector);
            }
        }
        if (reference.isEmpty()) {
            if (granular.string("lang").isEmpty()) {
                findings.add(Rule.GRANULAR_MARKING_MALFORMED, path + ".lang", "no string");
            }
            return;
        }
        Optional<StixId> marking = marking(reference.get());
        if (marking.isEmpty()) {
            findings.add(Rule.MARKING_REFERENCE_MALFORMED, path + ".marking_ref", Findings.shown(reference.get()));
            return;
        }
        granularMarkings.add(new GranularMarking(marking.get(), selectors.get()));
        findings.add(new Reference(path + ".marking_ref", marking.get()));
    }

    /// §7.2.1: what a marking definition itself must say.
    void definition(JsonObject json, StixId id) {
        boolean marksItself = objectMarkingRefs.contains(id)
                || granularMarkings.stream().anyMatch(it -> it.marking().equals(id));
        if (marksItself) {
            findings.add(Rule.MARKS_ITSELF, "$", id.toString());
        }
        if (!json.has("extensions") && !(json.has("definition_type") && json.has("definition"))) {
            findings.add(Rule.MARKING_UNDEFINED, "$", "");
        }
        TlpContent content = TlpContent.of(json);
        Optional<Tlp> byId = Tlp.ofDefinition(id);
        if (byId.isPresent()) {
            if (!content.tlp().equals(byId)) {
                String found = content.tlp().map(Tlp::label).orElse("no TLP label");
                String expected = byId.get().label() + ", which this id stands for";
                findings.add(Rule.TLP_CONTRADICTED, Rule.TLP_CONTRADICTED.at("§7.2.1", "$", expected, found));
            }
        } else if (content.looksLikeTlp()) {
            findings.add(Rule.TLP_UNKNOWN, "$.id", id.toString());
        } else if (json.string("definition_type").filter("statement"::equals).isPresent()
                && json.object("definition")
                        .flatMap(it -> it.string("statement"))
                        .isEmpty()) {
            findings.add(
                    Rule.REQUIRED_MISSING,
                    Rule.REQUIRED_MISSING.at("§7.2.1", "$.definition", "statement on a statement marking", ""));
        }
    }

    private static Optional<StixId> marking(JsonValue value) {
        return value instanceof JsonString text
                ? StixId.tryParse(text.value()).filter(id -> id.type().equals(MARKING_DEFINITION))
                : Optional.empty();
    }
}
