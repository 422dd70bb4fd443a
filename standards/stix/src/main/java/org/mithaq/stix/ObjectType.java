// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

/// A type of object that the text or an extension of ours defines.
///
/// @param category decides the common properties
/// @param table its properties, the common ones included
/// @param closed whether a property that is not in the table refuses the object; the text itself is never so strict
record ObjectType(Category category, PropertyTable table, boolean closed) {}
