// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.Optional;
import org.mithaq.json.JsonPosition;

/// One object of a bundle, as it came and as it was read.
///
/// @param index in the bundle, from 0
/// @param start where in the document it begins
/// @param bytes exactly as sent, for the store or the quarantine; absent for an object longer than the limit.
///     Handed over, not copied
/// @param reading the verdict; paths of its defects are within the object
public record BundleObject(long index, JsonPosition start, Optional<byte[]> bytes, Reading reading) {}
