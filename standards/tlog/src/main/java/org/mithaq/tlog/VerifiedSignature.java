// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.OptionalLong;

/// A signature line that was verified.
///
/// @param key the key that it was verified under
/// @param signature the line
/// @param timeSeconds POSIX time that a cosignature states, 0 where it states none; empty for a plain signature
public record VerifiedSignature(VerifierKey key, NoteSignature signature, OptionalLong timeSeconds) {

    /// Whether it says that the tree was the largest seen at a stated time, as a witness's cosignature must.
    public boolean statesTime() {
        return timeSeconds.orElse(0) > 0;
    }
}
