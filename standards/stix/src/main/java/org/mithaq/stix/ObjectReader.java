// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mithaq.json.JsonBoolean;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

/// One reading of one object: decides what it is, reads what exchange needs, and sends every property through the
/// checks of its type in a single pass. Used once, by one thread.
final class ObjectReader {

    private static final int MILLISECOND_DIGITS = 3;

    private final byte[] bytes;
    private final JsonObject json;
    private final Findings findings = new Findings();
    private final PropertyChecks checks = new PropertyChecks(findings);
    private final MarkingReader markings = new MarkingReader(findings);
    private @Nullable StixTimestamp created;
    private @Nullable StixTimestamp modified;
    private @Nullable StixId createdByRef;
    private boolean revoked;

    ObjectReader(byte[] bytes, JsonObject json) {
        this.bytes = bytes;
        this.json = json;
    }

    Reading read() {
        @Nullable String type = type();
        if (type == null) {
            return new Reading.Refused(findings.defects());
        }
        @Nullable StixId id = id(type);
        ObjectType objectType = objectType(type);
        specVersion(objectType.category());
        times(objectType.category());
        markings.object(json);
        markings.granular(json);
        properties(objectType);
        if (id != null && objectType.category() == Category.MARKING_DEFINITION) {
            markings.definition(json, id);
        }
        if (id == null || findings.refused()) {
            return new Reading.Refused(findings.defects());
        }
        StixObject object = new StixObject(bytes, json, objectType.category(), id, this);
        return findings.defects().isEmpty()
                ? new Reading.Accepted(object)
                : new Reading.KeptWithDefects(object, findings.defects());
    }

    private @Nullable String type() {
        Optional<JsonValue> value = json.member("type");
        if (value.isEmpty()) {
            findings.add(Rule.TYPE_MISSING, "$.type", "");
            return null;
        }
        if (!(value.get() instanceof JsonString text) || !StixId.isType(text.value())) {
            findings.add(Rule.TYPE_MALFORMED, "$.type", Findings.shown(value.get()));
            return null;
        }
        String type = text.value();
        if (type.equals("bundle")) {
            findings.add(Rule.TYPE_IS_BUNDLE, "$.type", type);
            return null;
        }
        boolean letterFirst = type.charAt(0) >= 'a' && type.charAt(0) <= 'z';
        if (type.length() < 3 || !letterFirst || type.contains("--")) {
            findings.add(Rule.TYPE_NAME, "$.type", type);
        }
        return type;
    }

    private @Nullable StixId id(String type) {
        Optional<JsonValue> value = json.member("id");
        if (value.isEmpty()) {
            findings.add(Rule.ID_MISSING, "$.id", "");
            return null;
        }
        Optional<StixId> id = value.get().asString().flatMap(StixId::tryParse);
        if (id.isEmpty()) {
            findings.add(Rule.ID_MALFORMED, "$.id", Findings.shown(value.get()));
            return null;
        }
        if (!id.get().type().equals(type)) {
            findings.add(Rule.ID_OF_OTHER_TYPE, "$.id", id.get().toString());
            return null;
        }
        if (!id.get().isRfc4122()) {
            findings.add(Rule.UUID_NOT_RFC4122, "$.id", id.get().toString());
        }
        if (!StixId.isLowerCase(value.get().asString().orElseThrow())) {
            findings.add(Rule.UUID_IN_CAPITALS, "$.id", Findings.shown(value.get()));
        }
        return id.get();
    }

    /// A type of the text, else one of our own under its extension, else what an extension says that it is.
    private ObjectType objectType(String type) {
        Optional<ObjectType> named = ObjectTypes.named(type);
        if (named.isPresent()) {
            return named.get();
        }
        JsonObject extensions = json.object("extensions").orElse(JsonObject.empty());
        Optional<ObjectType> thematic = ThematicExtensions.typeOf(type, extensions);
        if (thematic.isPresent()) {
            return thematic.get();
        }
        for (int i = 0; i < extensions.size(); i++) {
            Optional<String> extensionType = extensions.value(i).asObject().flatMap(it -> it.string("extension_type"));
            switch (extensionType.orElse("")) {
                case "new-sdo" -> {
                    return ObjectTypes.unnamed(Category.SDO);
                }
                case "new-sro" -> {
                    return ObjectTypes.unnamed(Category.SRO);
                }
                case "new-sco" -> {
                    return ObjectTypes.unnamed(Category.SCO);
                }
                default -> {}
            }
        }
        if (!type.startsWith("x-")) {
            findings.add(Rule.CUSTOM_TYPE_PREFIX, "$.type", type);
        }
        return ObjectTypes.unnamed(Category.CUSTOM);
    }

    private void specVersion(Category category) {
        Optional<JsonValue> value = json.member("spec_version");
        if (value.isEmpty()) {
            if (category.requiresSpecVersion()) {
                findings.add(Rule.SPEC_VERSION_MISSING, "$.spec_version", "");
            } else if (category == Category.CUSTOM) {
                findings.add(
                        Rule.CUSTOM_COMMON_MISSING,
                        Rule.CUSTOM_COMMON_MISSING.at("§11.2.1", "$.spec_version", "spec_version 2.1", ""));
            }
        } else if (value.get().asString().flatMap(SpecVersion::of).orElse(SpecVersion.V2_0) != SpecVersion.V2_1) {
            findings.add(Rule.SPEC_VERSION_UNSUPPORTED, "$.spec_version", Findings.shown(value.get()));
        }
    }

    private void times(Category category) {
        // §3.2: not applicable to a marking definition, which is never versioned (§7.2.1).
        boolean versioned = category != Category.MARKING_DEFINITION;
        created = time("created", Rule.CREATED_MISSING, category.requiresCreated(), category);
        modified = versioned ? time("modified", Rule.MODIFIED_MISSING, category.requiresModified(), category) : null;
        if (created != null && modified != null && modified.compareTo(created) < 0) {
            findings.add(Rule.MODIFIED_BEFORE_CREATED, "$.modified", modified.written());
        }
        Optional<JsonValue> value = versioned ? json.member("revoked") : Optional.empty();
        if (value.isPresent()) {
            if (value.get() instanceof JsonBoolean bool) {
                revoked = bool.value();
            } else {
                findings.add(Rule.REVOKED_MALFORMED, "$.revoked", Findings.shown(value.get()));
            }
        }
    }

    private @Nullable StixTimestamp time(String name, Rule missing, boolean required, Category category) {
        Optional<JsonValue> value = json.member(name);
        if (value.isEmpty()) {
            if (required) {
                findings.add(missing, "$." + name, "");
            } else if (category == Category.CUSTOM) {
                findings.add(
                        Rule.CUSTOM_COMMON_MISSING, Rule.CUSTOM_COMMON_MISSING.at("§11.2.1", "$." + name, name, ""));
            }
            return null;
        }
        Optional<StixTimestamp> time = value.get().asString().flatMap(StixTimestamp::tryParse);
        if (time.isEmpty()) {
            findings.add(Rule.VERSION_TIME_MALFORMED, "$." + name, Findings.shown(value.get()));
            return null;
        }
        if (time.get().fractionDigits() < MILLISECOND_DIGITS) {
            findings.add(
                    Rule.PRECISION_BELOW_MILLISECONDS, "$." + name, time.get().written());
        }
        return time.get();
    }

    private void properties(ObjectType type) {
        PropertyTable table = type.table();
        ExtensionChecks extensions = new ExtensionChecks(findings, checks, type, json);
        long seen = 0;
        for (int i = 0; i < json.size(); i++) {
            String name = json.name(i);
            JsonValue value = json.value(i);
            Property property = table.find(name);
            if (property == null) {
                extensions.unlisted(name, value);
                continue;
            }
            seen |= property.requiredBit();
            if (property.kind() == Property.Kind.EXTENSIONS) {
                extensions.extensions(value);
            } else if (property.kind() != Property.Kind.CORE) {
                checks.value(property, value, table, "$");
            }
        }
        checks.together(json, table, seen, "$");
        if (table.find("created_by_ref") != null) {
            createdByRef =
                    json.string("created_by_ref").flatMap(StixId::tryParse).orElse(null);
        }
    }

    @Nullable
    StixTimestamp created() {
        return created;
    }

    @Nullable
    StixTimestamp modified() {
        return modified;
    }

    boolean revoked() {
        return revoked;
    }

    @Nullable
    StixId createdByRef() {
        return createdByRef;
    }

    List<StixId> objectMarkingRefs() {
        return markings.objectMarkingRefs();
    }

    List<GranularMarking> granularMarkings() {
        return markings.granularMarkings();
    }

    List<Reference> references() {
        return findings.references();
    }
}
