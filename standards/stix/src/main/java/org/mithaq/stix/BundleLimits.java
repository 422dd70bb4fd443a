// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import org.mithaq.json.JsonLimits;

/// What one bundle may cost its reader. Each bound is inclusive.
///
/// @param object for each object alone, and for the bundle without its objects
/// @param inflatedBytesMax bytes of the whole document, after gzip was undone
/// @param objectsMax objects in the bundle
public record BundleLimits(JsonLimits object, long inflatedBytesMax, long objectsMax) {

    private static final BundleLimits STANDARD = new BundleLimits(JsonLimits.standard(), 16L << 30, 50_000_000);

    public BundleLimits {
        if (inflatedBytesMax < 1 || objectsMax < 0) {
            throw new IllegalArgumentException("limits that admit no bundle");
        }
    }

    /// For a file that an operator imports: 16 GiB, 50 million objects of up to 16 MiB each.
    public static BundleLimits standard() {
        return STANDARD;
    }

    /// The same with other limits of each object.
    public BundleLimits withObject(JsonLimits limits) {
        return new BundleLimits(limits, inflatedBytesMax, objectsMax);
    }

    /// The same with another bound on the whole.
    public BundleLimits withInflatedBytesMax(long bytes) {
        return new BundleLimits(object, bytes, objectsMax);
    }

    /// The same with another bound on the count of objects.
    public BundleLimits withObjectsMax(long objects) {
        return new BundleLimits(object, inflatedBytesMax, objects);
    }
}
