// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.Core;
import org.mithaq.node.port.Outbox;

/// Where a peer can hand things over and fetch nothing, since a carrier is in between or this node has no endpoint, it
/// cannot ask for a better log proof afterwards (protocol, Carrying 5): there a copy waits a moment for the quorum of
/// its log's witnesses. Owned by one worker.
final class OneWay {

    /// How long after it was signed a copy waits at most: a late quorum does not stop delivery.
    private static final Duration WAIT_MAX = Duration.ofSeconds(3);

    private static final Duration FLASH_WAIT_MAX = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PeersTools tools;
    private final InstantSource clock;
    private final MemberId peer;
    private final Lane lane;
    private final long waitMicros;
    private boolean waits;

    OneWay(PeersTools tools, InstantSource clock, MemberId peer, Lane lane) {
        this.tools = tools;
        this.clock = clock;
        this.peer = peer;
        this.lane = lane;
        this.waitMicros = TimeUnit.NANOSECONDS.toMicros((lane == Lane.FLASH ? FLASH_WAIT_MAX : WAIT_MAX).toNanos());
    }

    /// Whether the peer cannot ask this node for anything.
    boolean is(PeerConnection connection) {
        return connection.isCarried()
                || !tools.charter()
                        .now()
                        .member(tools.self().member())
                        .map(PeerConnection::reachable)
                        .orElse(false);
    }

    /// Whether the next copy above `sequence` waits for its witnesses.
    boolean waits(StreamId stream, long sequence) {
        long nowMicros = Core.micros(clock.instant());
        waits = tools.ledger()
                .read(tables -> tables.outbox().unsettled(peer, lane, stream, sequence, 1).stream()
                        .findFirst()
                        .flatMap(entry -> tables.outbox().dispatch(entry.payloadHash())))
                .filter(row -> isYoung(row, nowMicros))
                .map(row -> row.logIndex() >= tools.postbox().witnessedSize())
                .orElse(false);
        return waits;
    }

    /// By one clock, which may have been set: what seems to come from the future does not wait.
    private boolean isYoung(Outbox.DispatchRow row, long nowMicros) {
        return nowMicros >= row.timeMicros() && nowMicros - row.timeMicros() < waitMicros;
    }

    /// Nanoseconds until it is to be looked at again; `Long.MAX_VALUE` where nothing waits.
    long nanosToAgain() {
        return waits ? LOOK_NANOS : Long.MAX_VALUE;
    }
}
