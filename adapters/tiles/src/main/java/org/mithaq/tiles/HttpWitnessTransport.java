// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.mithaq.charter.MemberId;
import org.mithaq.http.Call;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Reply;
import org.mithaq.tlog.AddCheckpointResponse;

/// Asks witnesses over the connections that the node has to its peers.
public final class HttpWitnessTransport implements WitnessTransport {

    /// A connection, such as [org.mithaq.http.PeerClient#send].
    @FunctionalInterface
    public interface Line {

        /// Sends a request and waits for the whole answer.
        Reply send(Call call) throws PeerUnreachable, InterruptedException;
    }

    private static final String PATH = WitnessRoutes.SUBMISSION_PREFIX + WitnessRoutes.ADD_CHECKPOINT;

    private final Function<MemberId, Optional<Line>> lines;
    private final Duration timeMax;

    /// @param lines the connection to a member's witness, where there is one
    /// @param timeMax until the whole answer is here
    public HttpWitnessTransport(Function<MemberId, Optional<Line>> lines, Duration timeMax) {
        this.lines = lines;
        this.timeMax = timeMax;
    }

    @Override
    public Answer send(MemberId witness, byte[] body) throws WitnessUnreachable, InterruptedException {
        Line line = lines.apply(witness)
                .orElseThrow(() -> new WitnessUnreachable("no connection to " + witness.shortForm() + " is set up"));
        try {
            Reply reply =
                    line.send(Call.post(PATH, WitnessRoutes.TEXT, body, timeMax, AddCheckpointResponse.BODY_BYTES_MAX));
            return new Answer(
                    reply.status(), reply.headers().first("Content-Type").orElse(""), reply.body());
        } catch (PeerUnreachable unreachable) {
            throw new WitnessUnreachable(unreachable.reason() + ": " + unreachable.getMessage(), unreachable);
        }
    }
}
