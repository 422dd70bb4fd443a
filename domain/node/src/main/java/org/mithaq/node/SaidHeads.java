// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.port.Inbox;

/// Holds the numbers that a sender says it has given against what came (Contact 3).
final class SaidHeads {

    /// How long a dispatch may be numbered before its number shows in what its sender says: a commit's time, amply.
    private static final long UNDER_WAY_MICROS_MAX = 10_000_000;

    private SaidHeads() {}

    /// Raises what a signed statement says of its sender's numbers and cannot be true beside what came.
    static void compare(Turn turn, ContactStatement statement, DsseEnvelope signed) {
        for (StreamOpening.LaneHead said : statement.sent()) {
            Optional<Inbox.LineRow> line = turn.state().lineFrom(statement.node(), said.lane(), said.stream());
            if (line.isEmpty()) {
                continue;
            }
            Head here = line.get().head();
            if (contradicts(turn.tables().inbox(), line.get(), said.head(), statement.timeMicros())) {
                turn.alarm(
                        AlarmKind.HEADS,
                        statement.sender().hex() + ":" + said.lane(),
                        "%s says that its last number in lane %s is %d (%s); here it is %d (%s)"
                                .formatted(
                                        statement.sender().shortForm(),
                                        said.lane(),
                                        said.head().sequence(),
                                        said.head().payloadHash(),
                                        here.sequence(),
                                        here.payloadHash()),
                        Envelopes.toBytes(signed));
            }
        }
    }

    /// Whether what a sender says of a line cannot be true beside what came: another dispatch under its last number,
    /// or a lower number although what came here is older than the statement. What was sent while the statement was
    /// on its way is news, and no contradiction.
    private static boolean contradicts(Inbox inbox, Inbox.LineRow line, Head said, long saidMicros) {
        Head here = line.head();
        if (said.sequence() > here.sequence()) {
            return false;
        }
        if (said.sequence() > 0
                && inbox.arrival(line.node(), line.lane(), line.stream(), said.sequence())
                        .filter(arrival -> !arrival.payloadHash().equals(said.payloadHash()))
                        .isPresent()) {
            return true;
        }
        return said.sequence() < here.sequence()
                && inbox.arrival(line.node(), line.lane(), line.stream(), here.sequence())
                        .map(SaidHeads::sentMicros)
                        .filter(sentMicros -> sentMicros + UNDER_WAY_MICROS_MAX < saidMicros)
                        .isPresent();
    }

    private static long sentMicros(Inbox.ArrivalRow arrival) {
        DsseEnvelope envelope = Envelopes.parse(arrival.envelope(), PayloadTypes.DISPATCH, Header.LENGTH_BYTES);
        return Header.parse(envelope.payload()).timeMicros();
    }
}
