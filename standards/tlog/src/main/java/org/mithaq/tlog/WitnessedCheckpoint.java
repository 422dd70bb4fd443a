// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.Map;

/// A checkpoint that satisfied a [WitnessPolicy]: its log signed it and a quorum of witnesses saw it.
///
/// @param checkpoint now to be believed, extension lines apart
/// @param log the key of the log that signed
/// @param witnessTimesSeconds for each witness of the policy that cosigned, by its name there, the latest POSIX time
///     that it stated
public record WitnessedCheckpoint(Checkpoint checkpoint, VerifierKey log, Map<String, Long> witnessTimesSeconds) {

    /// Takes a copy of the times.
    public WitnessedCheckpoint {
        witnessTimesSeconds = Map.copyOf(witnessTimesSeconds);
    }
}
