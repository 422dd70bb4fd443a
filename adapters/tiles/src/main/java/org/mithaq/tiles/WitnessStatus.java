// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.util.Optional;
import org.mithaq.charter.MemberId;

/// How one member witnesses this node's log, for an operator.
///
/// @param witness who
/// @param lastSize the largest tree of ours that it is known to have cosigned; 0 for none
/// @param lastError why the last request brought no cosignature; empty when it did
/// @param failures requests in a row without one
public record WitnessStatus(MemberId witness, long lastSize, Optional<String> lastError, int failures) {}
