// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

/// The kinds of STIX objects, which decide the common properties that they have (STIX 2.1 §3.2).
public enum Category {
    /// STIX Domain Object (§4), or one that an extension defines as such.
    SDO,
    /// STIX Relationship Object (§5), or one that an extension defines as such.
    SRO,
    /// STIX Cyber-observable Object (§6), or one that an extension defines as such.
    SCO,
    /// §7.1
    LANGUAGE_CONTENT,
    /// §7.2.1: never versioned.
    MARKING_DEFINITION,
    /// §7.3
    EXTENSION_DEFINITION,
    /// A type that neither the text nor an extension in the object defines (§11.2).
    CUSTOM;

    /// Whether `created` must be present.
    boolean requiresCreated() {
        return requiresModified() || this == MARKING_DEFINITION;
    }

    /// Whether `modified` must be present.
    boolean requiresModified() {
        return this == SDO || this == SRO || this == LANGUAGE_CONTENT || this == EXTENSION_DEFINITION;
    }

    /// Whether `spec_version` must be present: its absence is how STIX 2.0 looks.
    boolean requiresSpecVersion() {
        return requiresCreated();
    }
}
