// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.List;

/// A data marking of parts of an object (STIX 2.1 §7.2.3). Language markings restrict nothing and are not among
/// these.
///
/// @param marking the marking definition that applies
/// @param selectors the parts that it applies to, at least one, as written
public record GranularMarking(StixId marking, List<String> selectors) {
    public GranularMarking {
        selectors = List.copyOf(selectors);
    }
}
