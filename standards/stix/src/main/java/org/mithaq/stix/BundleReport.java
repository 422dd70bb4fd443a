// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.List;
import java.util.Optional;

/// What was found of a bundle beside its objects (STIX 2.1 §8).
///
/// @param id of the bundle; it names nothing that lasts
/// @param accepted objects
/// @param kept objects with defects
/// @param refused objects
/// @param complete whether the document was read to its end; if not, a defect says where it broke off
/// @param defects of the envelope; they cost no object
public record BundleReport(
        Optional<StixId> id, long accepted, long kept, long refused, boolean complete, List<Defect> defects) {

    public BundleReport {
        defects = List.copyOf(defects);
    }

    /// All objects that were met.
    public long objects() {
        return accepted + kept + refused;
    }
}
