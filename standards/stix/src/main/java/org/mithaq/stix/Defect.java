// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

/// One thing in which an object or bundle departs from STIX 2.1.
///
/// @param code name of the rule, stable over versions of this library, such as `id-malformed`
/// @param clause of STIX 2.1, such as `§2.9`; of another text where that one decides, such as `RFC 8259`
/// @param severity whether the clause says MUST or SHOULD
/// @param jsonPath where, from the object's root, such as `$.object_refs[3]`
/// @param expected what the clause asks for, in a few words
/// @param found what stood there, clipped and without control characters; empty where nothing did
public record Defect(String code, String clause, Severity severity, String jsonPath, String expected, String found) {

    /// A line for a person, such as `§2.9 at $.id: expected …, found "…"`.
    public String sentence() {
        String there = found.isEmpty() ? "nothing" : '"' + found + '"';
        return "%s at %s: expected %s, found %s".formatted(clause, jsonPath, expected, there);
    }

    /// The same with the name of the standard before its clause, such as `STIX 2.1 §2.9 at $.id: …`.
    public String quotation() {
        return clause.startsWith("§") ? "STIX 2.1 " + sentence() : sentence();
    }
}
