// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.Optional;
import java.util.Set;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// Checks what goes beyond the property table of an object's type: extensions (§3.2, §7.3), custom properties
/// (§11.1), and names that must not be there.
final class ExtensionChecks {

    private static final Set<String> EXTENSION_TYPES =
            Set.of("new-sdo", "new-sco", "new-sro", "property-extension", "toplevel-property-extension");

    /// §3.8
    private static final Set<String> RESERVED = Set.of("severity", "username", "phone_number", "action");

    /// §3.2: properties that mean the same on every object that has them, and have no place on others.
    private static final Set<String> COMMON = Set.of(
            "modified",
            "revoked",
            "labels",
            "confidence",
            "lang",
            "external_references",
            "created_by_ref",
            "extensions");

    private static final String EXTENSION_DEFINITION = "extension-definition";

    private final Findings findings;
    private final PropertyChecks checks;
    private final ObjectType type;
    private final JsonObject json;
    private final boolean named;

    ExtensionChecks(Findings findings, PropertyChecks checks, ObjectType type, JsonObject json) {
        this.findings = findings;
        this.checks = checks;
        this.type = type;
        this.json = json;
        this.named = !type.table().name().isEmpty();
    }

    /// Checks a top-level property that the table of the type does not list.
    void unlisted(String name, JsonValue value) {
        String path = Findings.child("$", name);
        if (type.closed()) {
            ThematicExtensions.refuseProperty(name, path, type.table(), findings);
        } else if (name.equals("defanged")) {
            findings.add(Rule.DEFANGED_OUTSIDE_SCO, path, Findings.shown(value));
        } else if (COMMON.contains(name)) {
            findings.add(Rule.NOT_APPLICABLE, path, name);
        } else if (RESERVED.contains(name)) {
            findings.add(Rule.RESERVED_NAME, path, name);
        } else if (!isPropertyName(name)) {
            findings.add(Rule.PROPERTY_NAME, path, name);
        } else if (named && !name.startsWith("x_") && !hasTopLevelExtension()) {
            findings.add(Rule.CUSTOM_PROPERTY_PREFIX, path, name);
        }
        checks.other(name, value, "$");
    }

    /// Checks the dictionary of extensions.
    void extensions(JsonValue value) {
        if (!(value instanceof JsonObject extensions)) {
            findings.add(
                    Rule.VALUE_TYPE, Rule.VALUE_TYPE.at("§3.2", "$.extensions", "a dictionary", Findings.shown(value)));
            return;
        }
        if (extensions.isEmpty()) {
            findings.add(Rule.EMPTY_DICTIONARY, "$.extensions", "{}");
        }
        for (int i = 0; i < extensions.size(); i++) {
            String key = extensions.name(i);
            String path = Findings.child("$.extensions", key);
            if (extensions.value(i) instanceof JsonObject extension) {
                extension(key, extension, path);
            } else {
                findings.add(
                        Rule.VALUE_TYPE,
                        Rule.VALUE_TYPE.at("§3.2", path, "an object", Findings.shown(extensions.value(i))));
            }
        }
    }

    private void extension(String key, JsonObject extension, String path) {
        // The tables of predefined extensions end in -ext, and no other nested table does (§3.10).
        Optional<PropertyTable> predefined = key.endsWith("-ext") ? ObjectTypes.nested(key) : Optional.empty();
        if (predefined.isPresent()) {
            checks.nested(extension, predefined.get(), path);
            return;
        }
        Optional<StixId> definition =
                StixId.tryParse(key).filter(id -> id.type().equals(EXTENSION_DEFINITION));
        if (definition.isEmpty()) {
            findings.add(Rule.EXTENSION_KEY, path, key);
        } else if (!extension
                .string("extension_type")
                .map(EXTENSION_TYPES::contains)
                .orElse(false)) {
            findings.add(
                    Rule.EXTENSION_TYPE,
                    path + ".extension_type",
                    extension.string("extension_type").orElse(""));
        }
        if (definition.isPresent() && ThematicExtensions.isOurs(definition.get())) {
            ThematicExtensions.check(definition.get(), extension, path, json, checks, findings);
        } else {
            checks.other(key, extension, "$.extensions");
        }
    }

    private boolean hasTopLevelExtension() {
        JsonObject extensions = json.object("extensions").orElse(JsonObject.empty());
        for (int i = 0; i < extensions.size(); i++) {
            Optional<String> extensionType = extensions.value(i).asObject().flatMap(it -> it.string("extension_type"));
            if (extensionType.filter("toplevel-property-extension"::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// §3.1, §11.1.1: 3 to 250 characters of a-z, 0-9 and _, the first a letter.
    private static boolean isPropertyName(String name) {
        if (name.length() < 3
                || name.length() > StixId.TYPE_CHARS_MAX
                || name.charAt(0) < 'a'
                || name.charAt(0) > 'z') {
            return false;
        }
        return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    }
}
