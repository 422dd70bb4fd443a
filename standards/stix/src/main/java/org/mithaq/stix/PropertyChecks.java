// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.List;
import java.util.Optional;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonBoolean;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

/// Holds objects against property tables: presence, data types (§2), references (§3.3), and what depends on what.
final class PropertyChecks {

    private final Findings findings;

    PropertyChecks(Findings findings) {
        this.findings = findings;
    }

    /// Checks a nested object whose table is known. Properties that the table lacks are only searched for
    /// references.
    void nested(JsonObject object, PropertyTable table, String jsonPath) {
        long seen = 0;
        for (int i = 0; i < object.size(); i++) {
            String name = object.name(i);
            Property property = table.find(name);
            if (property == null) {
                other(name, object.value(i), jsonPath);
            } else {
                seen |= property.requiredBit();
                value(property, object.value(i), table, jsonPath);
            }
        }
        together(object, table, seen, jsonPath);
    }

    /// Checks what is required and what depends on other properties, after each was checked alone.
    ///
    /// @param seen bits of the required properties that are present
    void together(JsonObject object, PropertyTable table, long seen, String jsonPath) {
        if (seen != table.requiredMask()) {
            for (Property property : table.required()) {
                if ((seen & property.requiredBit()) == 0) {
                    String expected = property.name() + " on " + table.name();
                    findings.add(
                            Rule.REQUIRED_MISSING, Rule.REQUIRED_MISSING.at(table.clause(), jsonPath, expected, ""));
                }
            }
        }
        for (List<String> names : table.oneOf()) {
            if (names.stream().noneMatch(object::has)) {
                String expected =
                        names.size() > 4 ? "a property of its own" : "at least one of " + String.join(", ", names);
                findings.add(Rule.ONE_OF_MISSING, Rule.ONE_OF_MISSING.at(table.section(), jsonPath, expected, ""));
            }
        }
        for (List<String> names : table.notBoth()) {
            if (names.stream().allMatch(object::has)) {
                String expected = "one of " + String.join(", ", names) + ", not both";
                findings.add(Rule.BOTH_PRESENT, Rule.BOTH_PRESENT.at(table.section(), jsonPath, expected, "both"));
            }
        }
        for (PropertyTable.TimeOrder order : table.orders()) {
            order(object, order, table, jsonPath);
        }
    }

    /// Checks the value of one property of a table.
    ///
    /// @param parentPath path of the object that has the property
    void value(Property property, JsonValue value, PropertyTable table, String parentPath) {
        switch (property.kind()) {
            case CORE, ANY, EXTENSIONS -> {}
            case STRING -> string(property, value, table, parentPath);
            case STRINGS -> strings(property, value, table, parentPath);
            case BOOLEAN -> {
                if (!(value instanceof JsonBoolean)) {
                    wrong("§2.2", "true or false", value, parentPath, property);
                }
            }
            case INTEGER, FLOAT -> number(property, value, table, parentPath);
            case TIMESTAMP -> {
                if (!(value instanceof JsonString text)
                        || StixTimestamp.tryParse(text.value()).isEmpty()) {
                    wrong("§2.16.1", "a UTC timestamp YYYY-MM-DDTHH:mm:ss[.s+]Z", value, parentPath, property);
                }
            }
            case REFERENCE -> reference(property, value, table, Findings.child(parentPath, property.name()));
            case REFERENCES -> references(property, value, table, parentPath);
            case DICTIONARY -> dictionary(property, value, parentPath);
            case HEX -> {
                if (!(value instanceof JsonString text) || !isHex(text.value())) {
                    wrong("§2.8", "an even number of digits 0-9 and a-f", value, parentPath, property);
                }
            }
            case BINARY -> {
                if (!(value instanceof JsonString text) || !isBase64(text.value())) {
                    wrong("§2.1", "base64", value, parentPath, property);
                }
            }
            case OBJECT -> object(property, value, parentPath);
            case OBJECTS -> objects(property, value, parentPath);
        }
    }

    /// Searches a property that no table has for references, as deep as it goes.
    ///
    /// A name that ends in `_ref` or `_refs` promises identifiers (§3.1): whatever else it holds is reported.
    /// Recursion is bounded by the depth that the JSON was read with.
    void other(String name, JsonValue value, String parentPath) {
        boolean promisesReferences = name.endsWith("_ref") || name.endsWith("_refs");
        if (!promisesReferences && !(value instanceof JsonObject) && !(value instanceof JsonArray)) {
            return;
        }
        String path = Findings.child(parentPath, name);
        if (!promisesReferences) {
            deeper(value, path);
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                otherReference(array.element(i), Findings.child(path, i));
            }
        } else {
            otherReference(value, path);
        }
    }

    private void deeper(JsonValue value, String path) {
        if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                other(object.name(i), object.value(i), path);
            }
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                JsonValue element = array.element(i);
                if (element instanceof JsonObject || element instanceof JsonArray) {
                    deeper(element, Findings.child(path, i));
                }
            }
        }
    }

    private void otherReference(JsonValue value, String path) {
        Optional<StixId> target = value.asString().flatMap(StixId::tryParse);
        if (target.isPresent()) {
            findings.add(new Reference(path, target.get()));
        } else {
            findings.add(Rule.REFERENCE_NAME, path, Findings.shown(value));
        }
    }

    private void string(Property property, JsonValue value, PropertyTable table, String parentPath) {
        if (!(value instanceof JsonString text)) {
            wrong("§2.15", "a string", value, parentPath, property);
        } else if (!property.allowed().isEmpty() && !property.allowed().contains(text.value())) {
            notInEnumeration(property, text.value(), table, Findings.child(parentPath, property.name()));
        }
    }

    private void strings(Property property, JsonValue value, PropertyTable table, String parentPath) {
        if (!(value instanceof JsonArray array)) {
            wrong("§2.12", "a list of strings", value, parentPath, property);
            return;
        }
        empty(array, property, parentPath);
        for (int i = 0; i < array.size(); i++) {
            if (!(array.element(i) instanceof JsonString text)) {
                wrong("§2.12", "a list of strings", array.element(i), parentPath, property);
                return;
            }
            if (!property.allowed().isEmpty() && !property.allowed().contains(text.value())) {
                String path = Findings.child(Findings.child(parentPath, property.name()), i);
                notInEnumeration(property, text.value(), table, path);
            }
        }
    }

    private void number(Property property, JsonValue value, PropertyTable table, String parentPath) {
        boolean integer = property.kind() == Property.Kind.INTEGER;
        if (!(value instanceof JsonNumber number) || (integer && !number.isInteger())) {
            wrong(integer ? "§2.10" : "§2.6", integer ? "an integer" : "a number", value, parentPath, property);
            return;
        }
        double quantity = number.doubleValue();
        if (quantity < property.lowest() || quantity > property.highest()) {
            String expected = "%s from %.0f to %.0f".formatted(property.name(), property.lowest(), property.highest());
            String path = Findings.child(parentPath, property.name());
            findings.add(Rule.RANGE, Rule.RANGE.at(table.clause(), path, expected, number.literal()));
        }
    }

    private void reference(Property property, JsonValue value, PropertyTable table, String path) {
        Optional<StixId> target = value.asString().flatMap(StixId::tryParse);
        if (!(value instanceof JsonString text) || target.isEmpty()) {
            findings.add(Rule.REFERENCE_MALFORMED, path, Findings.shown(value));
            return;
        }
        findings.add(new Reference(path, target.get()));
        if (!StixId.isLowerCase(text.value())) {
            findings.add(Rule.UUID_IN_CAPITALS, path, text.value());
        }
        if (!property.allowed().isEmpty()
                && !property.allowed().contains(target.get().type())) {
            String expected = "a reference to " + String.join(" or ", property.allowed());
            findings.add(
                    Rule.REFERENCE_TARGET,
                    Rule.REFERENCE_TARGET.at(
                            table.clause(), path, expected, target.get().toString()));
        } else if (property.forbidden().contains(target.get().type())) {
            String expected = "a reference to another type than " + String.join(", ", property.forbidden());
            findings.add(
                    Rule.REFERENCE_TARGET,
                    Rule.REFERENCE_TARGET.at(
                            table.clause(), path, expected, target.get().toString()));
        }
    }

    private void references(Property property, JsonValue value, PropertyTable table, String parentPath) {
        String path = Findings.child(parentPath, property.name());
        if (!(value instanceof JsonArray array)) {
            findings.add(Rule.REFERENCE_MALFORMED, path, Findings.shown(value));
            return;
        }
        empty(array, property, parentPath);
        for (int i = 0; i < array.size(); i++) {
            reference(property, array.element(i), table, Findings.child(path, i));
        }
    }

    private void dictionary(Property property, JsonValue value, String parentPath) {
        if (!(value instanceof JsonObject object)) {
            wrong("§2.3", "a dictionary", value, parentPath, property);
        } else if (object.isEmpty()) {
            findings.add(Rule.EMPTY_DICTIONARY, Findings.child(parentPath, property.name()), "{}");
        }
    }

    private void object(Property property, JsonValue value, String parentPath) {
        Optional<PropertyTable> table = ObjectTypes.nested(property.allowed().getFirst());
        if (!(value instanceof JsonObject object)) {
            wrong("§2", "an object", value, parentPath, property);
        } else if (table.isPresent()) {
            nested(object, table.get(), Findings.child(parentPath, property.name()));
        }
    }

    private void objects(Property property, JsonValue value, String parentPath) {
        if (!(value instanceof JsonArray array)) {
            wrong("§2.12", "a list of " + property.allowed().getFirst(), value, parentPath, property);
            return;
        }
        empty(array, property, parentPath);
        Optional<PropertyTable> table = ObjectTypes.nested(property.allowed().getFirst());
        String path = Findings.child(parentPath, property.name());
        for (int i = 0; i < array.size(); i++) {
            if (!(array.element(i) instanceof JsonObject object)) {
                wrong("§2.12", "a list of " + property.allowed().getFirst(), array.element(i), parentPath, property);
                return;
            }
            if (table.isPresent()) {
                nested(object, table.get(), Findings.child(path, i));
            }
        }
    }

    private void order(JsonObject object, PropertyTable.TimeOrder order, PropertyTable table, String jsonPath) {
        Optional<StixTimestamp> earlier = object.string(order.earlier()).flatMap(StixTimestamp::tryParse);
        Optional<StixTimestamp> later = object.string(order.later()).flatMap(StixTimestamp::tryParse);
        if (earlier.isEmpty() || later.isEmpty()) {
            return;
        }
        int comparison = earlier.get().compareTo(later.get());
        if (comparison > 0 || (comparison == 0 && order.strict())) {
            String expected = order.strict()
                    ? order.later() + " later than " + order.earlier()
                    : order.later() + " not before " + order.earlier();
            String path = Findings.child(jsonPath, order.later());
            findings.add(
                    Rule.TIME_ORDER,
                    Rule.TIME_ORDER.at(
                            table.clause(), path, expected, later.get().written()));
        }
    }

    private void empty(JsonArray array, Property property, String parentPath) {
        if (array.isEmpty()) {
            findings.add(Rule.EMPTY_LIST, Findings.child(parentPath, property.name()), "[]");
        }
    }

    private void notInEnumeration(Property property, String found, PropertyTable table, String path) {
        String expected = "one of " + String.join(", ", property.allowed());
        findings.add(Rule.NOT_IN_ENUMERATION, Rule.NOT_IN_ENUMERATION.at(table.clause(), path, expected, found));
    }

    private void wrong(String clause, String expected, JsonValue value, String parentPath, Property property) {
        String path = Findings.child(parentPath, property.name());
        findings.add(Rule.VALUE_TYPE, Rule.VALUE_TYPE.at(clause, path, expected, Findings.shown(value)));
    }

    private static boolean isHex(String text) {
        return text.length() % 2 == 0 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /// RFC 4648 §4, with padding and without line breaks.
    private static boolean isBase64(String text) {
        int length = text.length();
        if (length % 4 != 0) {
            return false;
        }
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        for (int i = 0; i < length - padding; i++) {
            char c = text.charAt(i);
            boolean digit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!digit && c != '+' && c != '/') {
                return false;
            }
        }
        return true;
    }
}
