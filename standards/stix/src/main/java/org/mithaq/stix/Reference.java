// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

/// An embedded relationship: a property ending in `_ref` or `_refs` that points to an object (STIX 2.1 §3.1, §3.3).
///
/// @param jsonPath where it stands, such as `$.object_refs[3]`
/// @param target the object that is pointed to; it may be one that nobody here holds
public record Reference(String jsonPath, StixId target) {}
