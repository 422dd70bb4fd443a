// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import org.mithaq.charter.MemberId;

/// Carries requests for cosignatures to the other members. Safe for threads.
@FunctionalInterface
public interface WitnessTransport {

    /// Sends `body` to the witness of a member and waits for its whole answer, whatever its status.
    ///
    /// @throws WitnessUnreachable if there is no whole answer within bounds of its own
    /// @throws InterruptedException if the calling thread was interrupted
    Answer send(MemberId witness, byte[] body) throws WitnessUnreachable, InterruptedException;

    /// What a witness answered.
    ///
    /// @param status HTTP status
    /// @param contentType as it was sent; empty where it was not
    /// @param body at most [org.mithaq.tlog.AddCheckpointResponse#BODY_BYTES_MAX] bytes; handed over, not copied
    record Answer(int status, String contentType, byte[] body) {}
}
