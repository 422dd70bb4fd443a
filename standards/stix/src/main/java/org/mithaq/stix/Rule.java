// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.mithaq.stix.Severity.MUST;
import static org.mithaq.stix.Severity.SHOULD;

import java.util.Locale;
import org.mithaq.json.Excerpt;

/// What the reader checks, one rule each, with its clause and what breaking it means.
///
/// A rule refuses when exchange would not be safe: when it cannot be told what the object is, which version, what
/// it points to or how it is marked. Every other departure is kept and reported.
enum Rule {
    JSON_MALFORMED(true, MUST, "RFC 8259", "JSON in UTF-8 within the limits"),
    NOT_AN_OBJECT(true, MUST, "§12.1", "a JSON object"),
    TYPE_MISSING(true, MUST, "§3.2", "a type"),
    TYPE_MALFORMED(true, MUST, "§3.1", "a type of 1 to 250 characters of a-z, 0-9 and -"),
    TYPE_IS_BUNDLE(true, MUST, "§8", "a STIX Object; a bundle is none"),
    ID_MISSING(true, MUST, "§3.3", "an id"),
    ID_MALFORMED(true, MUST, "§2.9", "an identifier of the form object-type--UUID"),
    ID_OF_OTHER_TYPE(true, MUST, "§2.9", "an id that begins with the object's own type"),
    SPEC_VERSION_MISSING(true, MUST, "§3.2", "spec_version 2.1; STIX 2.0 is converted by a later version"),
    SPEC_VERSION_UNSUPPORTED(true, MUST, "§3.2", "spec_version 2.1"),
    CREATED_MISSING(true, MUST, "§3.2", "created"),
    MODIFIED_MISSING(true, MUST, "§3.2", "modified"),
    VERSION_TIME_MALFORMED(true, MUST, "§2.16.1", "a UTC timestamp YYYY-MM-DDTHH:mm:ss[.s+]Z"),
    MODIFIED_BEFORE_CREATED(true, MUST, "§3.6.1", "modified not earlier than created"),
    REVOKED_MALFORMED(true, MUST, "§2.2", "true or false"),
    REFERENCE_MALFORMED(true, MUST, "§3.3", "an identifier of the form object-type--UUID"),
    MARKING_REFERENCE_MALFORMED(true, MUST, "§7.2.2", "a list of ids of marking-definition objects"),
    GRANULAR_MARKING_MALFORMED(true, MUST, "§7.2.3", "selectors, and either a marking_ref or a lang"),
    THEMATIC_PERSON(true, MUST, "docs/extensions.md §1", "threats, not people"),
    THEMATIC_UNKNOWN_PROPERTY(true, MUST, "docs/extensions.md §1", "only the properties that the extension lists"),

    UUID_NOT_RFC4122(false, MUST, "§2.9", "an RFC 4122 UUID"),
    UUID_IN_CAPITALS(false, MUST, "§2.9", "a UUID in lower case (RFC 4122 §3)"),
    TYPE_NAME(false, MUST, "§3.1", "a type name of 3 to 250 characters that begins with a letter, without --"),
    PRECISION_BELOW_MILLISECONDS(false, MUST, "§3.2", "at least three digits after the decimal point"),
    REQUIRED_MISSING(false, MUST, "§3.1", "a required property"),
    ONE_OF_MISSING(false, MUST, "§4", "at least one of several properties"),
    BOTH_PRESENT(false, MUST, "§4", "one of two properties, not both"),
    VALUE_TYPE(false, MUST, "§2", "a value of the property's type"),
    EMPTY_LIST(false, MUST, "§2.12", "a list with at least one value, or no property"),
    EMPTY_DICTIONARY(false, MUST, "§2.3", "a dictionary with at least one key, or no property"),
    RANGE(false, MUST, "§2.10", "a number within its range"),
    NOT_IN_ENUMERATION(false, MUST, "§2.4", "a term of the enumeration"),
    TIME_ORDER(false, MUST, "§4", "the later time not before the earlier one"),
    REFERENCE_TARGET(false, MUST, "§3.3", "a reference to an object of an allowed type"),
    REFERENCE_NAME(false, MUST, "§3.1", "an identifier, because the property's name ends in _ref or _refs"),
    RESERVED_NAME(false, MUST, "§3.8", "no property with a reserved name"),
    PROPERTY_NAME(false, MUST, "§3.1", "a property name of 3 to 250 characters of a-z, 0-9 and _"),
    DEFANGED_OUTSIDE_SCO(false, MUST, "§3.2", "defanged on cyber-observables only"),
    MARKS_ITSELF(false, MUST, "§3.2", "a marking definition that does not mark itself"),
    MARKING_UNDEFINED(false, MUST, "§7.2.1", "definition_type and definition, or extensions"),
    TLP_UNKNOWN(false, MUST, "§7.2.1", "one of the TLP marking definitions that the standards print"),
    TLP_CONTRADICTED(false, MUST, "§7.2.1", "the content that the standards print for this TLP id"),
    SELECTOR_UNRESOLVED(false, MUST, "§7.2.3", "a selector of content that is present"),
    EXTENSION_TYPE(false, MUST, "§10.5", "an extension_type of the enumeration"),
    EXTENSION_KEY(false, SHOULD, "§3.2", "the id of an extension definition, or a predefined extension"),
    EXTERNAL_REFERENCE(false, MUST, "§2.5.2", "source_name, and one of description, url and external_id"),
    KILL_CHAIN_PHASE(false, MUST, "§2.11", "kill_chain_name and phase_name"),
    NOT_APPLICABLE(false, SHOULD, "§3.2", "only common properties that apply to this kind of object"),
    CUSTOM_PROPERTY_PREFIX(false, SHOULD, "§11.1.1", "a custom property whose name starts with x_"),
    CUSTOM_TYPE_PREFIX(false, SHOULD, "§11.2.1", "a custom type whose name starts with x-"),
    CUSTOM_COMMON_MISSING(false, MUST, "§11.2.1", "the common properties on a custom object"),
    BUNDLE_TYPE(false, MUST, "§8.1", "type bundle"),
    BUNDLE_ID(false, MUST, "§8.1", "an id of the form bundle--UUID"),
    BUNDLE_EMPTY(false, MUST, "§8.1", "one or more objects, or no property objects"),
    BUNDLE_OF_STIX_2_0(false, MUST, "§8.1", "no spec_version; STIX 2.0 bundles had one"),
    BUNDLE_MALFORMED(true, MUST, "RFC 8259", "JSON in UTF-8 within the limits"),
    THEMATIC_TYPE(false, MUST, "docs/extensions.md", "the extension on a type that it is for");

    private final boolean refuses;
    private final Severity severity;
    private final String clause;
    private final String expected;

    Rule(boolean refuses, Severity severity, String clause, String expected) {
        this.refuses = refuses;
        this.severity = severity;
        this.clause = clause;
        this.expected = expected;
    }

    /// Whether an object that breaks this rule is refused.
    boolean refuses() {
        return refuses;
    }

    /// The stable name, such as `id-malformed`.
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The defect of having `found` at `jsonPath`.
    Defect at(String jsonPath, String found) {
        return at(clause, jsonPath, expected, found);
    }

    /// The same under the clause and with the words of one type or property.
    Defect at(String clauseThere, String jsonPath, String expectedThere, String found) {
        return new Defect(code(), clauseThere, severity, jsonPath, expectedThere, Excerpt.of(found));
    }
}
