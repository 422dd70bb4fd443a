// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.stix.Objects.UUID;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mithaq.json.Json;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonBoolean;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

/// For each type of the text: the object that its table asks for is accepted, and misses each property by name.
class PropertyTablesTest {

    private static final List<String> TYPES =
            List.of(("attack-pattern campaign course-of-action grouping identity incident indicator infrastructure"
                            + " intrusion-set location malware malware-analysis note observed-data opinion report"
                            + " threat-actor tool"
                            + " vulnerability relationship sighting artifact autonomous-system directory domain-name"
                            + " email-addr email-message file ipv4-addr ipv6-addr mac-addr mutex network-traffic"
                            + " process software url user-account windows-registry-key x509-certificate"
                            + " language-content"
                            + " marking-definition extension-definition")
                    .split(" "));

    static Stream<String> types() {
        return TYPES.stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void an_object_with_every_property_of_its_table_is_accepted(String type) {
        ObjectType objectType = ObjectTypes.named(type).orElseThrow();
        JsonObject object = base(type, objectType.category());
        for (Property property : objectType.table().properties().values()) {
            boolean excluded = objectType.table().notBoth().stream()
                    .anyMatch(pair -> pair.getFirst().equals(property.name()));
            if (property.kind() != Property.Kind.CORE && property.kind() != Property.Kind.EXTENSIONS && !excluded) {
                object = object.with(property.name(), sample(property));
            }
        }
        for (PropertyTable.TimeOrder order : objectType.table().orders()) {
            object = object.with(order.later(), JsonString.of("2026-01-02T03:04:06.789Z"));
        }
        assertThat(read(object).defects()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void each_required_property_that_is_missing_is_named_with_the_clause_of_its_table(String type) {
        ObjectType objectType = ObjectTypes.named(type).orElseThrow();
        JsonObject object = base(type, objectType.category());
        for (Property property : objectType.table().required()) {
            object = object.with(property.name(), sample(property));
        }
        for (Property property : objectType.table().required()) {
            assertThat(read(object.without(property.name())).defects())
                    .as(property.name())
                    .anySatisfy(defect -> {
                        assertThat(defect.code()).isEqualTo("required-missing");
                        assertThat(defect.clause()).isEqualTo(objectType.table().clause());
                        assertThat(defect.expected()).isEqualTo(property.name() + " on " + type);
                    });
        }
    }

    private static JsonObject base(String type, Category category) {
        JsonObject.Builder builder = JsonObject.builder().put("type", type).put("id", type + "--" + UUID);
        if (category.requiresSpecVersion()) {
            builder.put("spec_version", "2.1");
        }
        if (category.requiresCreated()) {
            builder.put("created", "2026-01-02T03:04:05.678Z");
        }
        if (category.requiresModified()) {
            builder.put("modified", "2026-01-02T03:04:05.678Z");
        }
        return builder.build();
    }

    private static JsonValue sample(Property property) {
        String term = property.allowed().isEmpty() ? "tool" : property.allowed().getFirst();
        return switch (property.kind()) {
            case CORE, EXTENSIONS -> throw new IllegalArgumentException(property.name());
            case ANY, STRING -> JsonString.of(term);
            case STRINGS -> JsonArray.ofStrings(List.of(term));
            case BOOLEAN -> JsonBoolean.TRUE;
            case INTEGER, FLOAT -> JsonNumber.of(1);
            case TIMESTAMP -> JsonString.of("2026-01-02T03:04:05.678Z");
            case REFERENCE -> JsonString.of(term + "--" + UUID);
            case REFERENCES -> JsonArray.ofStrings(List.of(term + "--" + UUID));
            case DICTIONARY -> JsonObject.builder().put("statement", "b").build();
            case HEX -> JsonString.of("00ff");
            case BINARY -> JsonString.of("QUI=");
            case OBJECT -> nested(term);
            case OBJECTS -> JsonArray.of(nested(term));
        };
    }

    private static JsonObject nested(String name) {
        PropertyTable table = ObjectTypes.nested(name).orElseThrow();
        JsonObject object = JsonObject.empty();
        for (Property property : table.properties().values()) {
            object = object.with(property.name(), sample(property));
        }
        return object;
    }

    private static Reading read(JsonObject object) {
        return StixReader.read(Json.write(object), JsonLimits.standard());
    }
}
