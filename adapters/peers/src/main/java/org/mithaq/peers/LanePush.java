// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.exchange.StreamId;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.node.Postbox;
import org.mithaq.node.Streams;
import org.mithaq.node.Trail;
import org.mithaq.node.port.Outbox;

/// Pushes the copies of one lane to one peer, in their order, one in flight while the next is being prepared. Owned by
/// one worker.
///
/// The ledger's outbox is the queue; what is kept here is a place in it. A copy that the peer does not let in stays
/// where it is, does not hold up those behind it, and is tried again after a wait.
final class LanePush {

    /// What one step came to.
    sealed interface Step {
        /// Nothing waits.
        record Idle() implements Step {}

        /// The peer's receipt settled a copy.
        record Delivered(long sequence) implements Step {}

        /// The peer has a copy, or refused it, and it is not settled.
        record Kept(long sequence, String reason) implements Step {}

        /// A part of a long copy is there.
        record Parted(int bytes) implements Step {}

        /// The peer lacks something that contact may bring: a stream, or an act of the charter.
        record Behind(String reason) implements Step {}
    }

    private static final Step IDLE = new Step.Idle();

    private final PeersTools tools;
    private final MemberId peer;
    private final Lane lane;
    private final ExecutorService preparing;
    private final Backoff patience;
    private final OneWay oneWay;
    /// Streams that are still to be pushed, the present one first.
    private final Deque<StreamId> streams = new ArrayDeque<>();
    private Optional<Ahead> ahead = Optional.empty();
    private Optional<InPieces> underway = Optional.empty();
    private long cursor;
    private int kept;
    private long againNanos;

    /// How often it was said that a copy waits here.
    private final AtomicLong told = new AtomicLong();

    /// As [#told] was when nothing was found to wait; -1 where something may wait that was never told of.
    private long nothingSince = -1;

    /// What was looked at.
    ///
    /// @param told as it was before
    /// @param next what was found
    private record Looked(long told, Postbox.Next next) {}

    /// What is being made ready while another copy is in flight.
    private record Ahead(long afterSequence, Future<Looked> looked) {}

    /// A copy whose ciphertext goes in pieces.
    ///
    /// @param ready the copy
    /// @param pieced what goes when all of its ciphertext is there
    /// @param held how much of it the peer has; unknown before it was asked
    private record InPieces(Postbox.Ready ready, PiecedDelivery pieced, OptionalInt held) {

        static Optional<InPieces> of(Postbox.Ready ready) {
            PiecedDelivery pieced = PiecedDelivery.of(Delivery.parse(ready.bytes()));
            return pieced.wholeBytes() == 0
                    ? Optional.empty()
                    : Optional.of(new InPieces(ready, pieced, OptionalInt.empty()));
        }

        InPieces held(int bytes) {
            return new InPieces(ready, pieced, OptionalInt.of(bytes));
        }

        boolean isWhole() {
            return held.orElse(0) == pieced.wholeBytes();
        }

        /// The next piece; an empty one asks how much is there.
        Piece next(int bytesMax) {
            int offset = held.orElse(0);
            int length = held.isEmpty() ? 0 : Math.min(bytesMax, pieced.wholeBytes() - offset);
            int from = pieced.before().length + offset;
            return new Piece(
                    pieced.whole(),
                    pieced.wholeBytes(),
                    offset,
                    Arrays.copyOfRange(ready.bytes(), from, from + length));
        }
    }

    LanePush(
            PeersTools tools,
            MemberId peer,
            Lane lane,
            PeersSettings settings,
            ExecutorService preparing,
            RandomGenerator random,
            OneWay oneWay) {
        this.tools = tools;
        this.peer = peer;
        this.lane = lane;
        this.preparing = preparing;
        this.oneWay = oneWay;
        this.patience = new Backoff(settings.backoffMin(), settings.backoffMax(), random);
    }

    /// Starts again with the first copy that is not settled, as after a connection was lost.
    void rewind() {
        cursor = 0;
        kept = 0;
        nothingSince = -1;
        underway = Optional.empty();
        forgetAhead();
        streams.clear();
        streams.addAll(toPush());
    }

    /// Which lane.
    Lane lane() {
        return lane;
    }

    /// A copy waits in this lane. From any thread, once it is committed.
    void told() {
        told.incrementAndGet();
    }

    /// Has the ledger looked at once, whether or not anything was told.
    void lookAgain() {
        nothingSince = -1;
    }

    private List<StreamId> toPush() {
        return tools.ledger().read(tables -> Streams.toPush(tables, peer, lane));
    }

    /// Copies that were passed over since the last start.
    int kept() {
        return kept;
    }

    /// Nanoseconds until copies that were passed over are tried again; `Long.MAX_VALUE` where there are none.
    long nanosToAgain(long nowNanos) {
        long again = kept == 0 ? Long.MAX_VALUE : Math.max(0, againNanos - nowNanos);
        return Math.min(again, oneWay.nanosToAgain());
    }

    /// Sends the next copy, if one waits, and takes the answer to it.
    Step push(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        if (kept > 0 && System.nanoTime() - againNanos >= 0) {
            rewind();
        }
        if (nothingSince == told.get()) {
            return IDLE;
        }
        if (streams.isEmpty()) {
            rewind();
        }
        while (!streams.isEmpty()) {
            StreamId stream = streams.getFirst();
            if (underway.isPresent()) {
                return piece(connection, stream, underway.get());
            }
            if (oneWay.is(connection)) {
                // What was made ready before its witnesses cosigned would go without them.
                forgetAhead();
                if (oneWay.waits(stream, cursor)) {
                    return IDLE;
                }
            }
            Looked looked = next(stream);
            if (looked.next().ready().isPresent()) {
                return begin(connection, stream, looked.next().ready().get());
            }
            if (streams.size() == 1 && isOpen(stream)) {
                nothingSince = looked.next().waiting() ? -1 : looked.told();
                break;
            }
            // Nothing waits any more in a stream from before this node lost its past: on with the next.
            streams.removeFirst();
            cursor = 0;
            if (streams.isEmpty()) {
                streams.add(toPush().getLast());
            }
        }
        if (kept == 0) {
            patience.reset();
        }
        return IDLE;
    }

    private boolean isOpen(StreamId stream) {
        List<StreamId> now = toPush();
        return now.isEmpty() || now.getLast().equals(stream);
    }

    /// Whole, or the first of its pieces where it is too much for the connection at once.
    private Step begin(PeerConnection connection, StreamId line, Postbox.Ready ready)
            throws PeerUnreachable, PeerRefused, InterruptedException {
        if (ready.bytes().length > connection.bytesAtOnce()) {
            underway = InPieces.of(ready);
            if (underway.isPresent()) {
                return piece(connection, line, underway.get());
            }
        }
        prepareAfter(line, ready.sequence());
        return send(connection, line, ready, () -> connection.deliver(ready.bytes()));
    }

    /// One piece, so that what is more urgent comes in between; or, after the last, the delivery itself.
    private Step piece(PeerConnection connection, StreamId line, InPieces copy)
            throws PeerUnreachable, PeerRefused, InterruptedException {
        if (state(line, copy.ready().sequence()) != Outbox.State.PENDING) {
            // Settled by another way meanwhile, or recalled: what goes now is another body, or nothing.
            underway = Optional.empty();
            return new Step.Parted(0);
        }
        if (!copy.isWhole()) {
            int held =
                    connection.piece(copy.next(connection.pace().pieceBytes())).bytes();
            if (held > copy.pieced().wholeBytes()) {
                underway = Optional.empty();
                return keep(copy.ready(), "it says that it has more of the copy than there is");
            }
            underway = Optional.of(copy.held(held));
            return new Step.Parted(Math.max(0, held - copy.held().orElse(0)));
        }
        underway = Optional.empty();
        prepareAfter(line, copy.ready().sequence());
        return send(connection, line, copy.ready(), () -> connection.deliver(copy.pieced()));
    }

    private interface Handing {
        byte[] hand() throws PeerUnreachable, PeerRefused, InterruptedException;
    }

    private Step send(PeerConnection connection, StreamId line, Postbox.Ready ready, Handing handing)
            throws PeerUnreachable, PeerRefused, InterruptedException {
        byte[] answers;
        long begun = tools.trail().now();
        try {
            answers = handing.hand();
        } catch (PeerRefused refused) {
            if (!refused.aboutMessage()) {
                throw refused;
            }
            return keep(ready, String.valueOf(refused.getMessage()));
        }
        long answered = tools.trail().now();
        Optional<DoorRefusal> refusal = tools.desk()
                .settle(
                        peer,
                        answers,
                        Optional.of(ready.bytes()),
                        connection.handsOver(tools.self().member()));
        tell(line, ready, begun, answered);
        if (refusal.isPresent() && refusal.get().forNow()) {
            return new Step.Behind(refusal.get().reason());
        }
        if (state(line, ready.sequence()) == Outbox.State.SETTLED) {
            cursor = ready.sequence();
            return new Step.Delivered(ready.sequence());
        }
        return keep(
                ready,
                refusal.map(DoorRefusal::reason).orElse("no receipt that settles it came yet, nor a refusal of it"));
    }

    private void tell(StreamId line, Postbox.Ready ready, long begun, long answered) {
        if (tools.trail().isOn()) {
            long settled = tools.trail().now();
            entry(line, ready.sequence()).ifPresent(entry -> {
                tools.trail()
                        .step(
                                Trail.Step.DELIVER,
                                entry.payloadHash(),
                                Optional.of(peer),
                                new Trail.Time(begun, answered));
                tools.trail()
                        .step(
                                Trail.Step.RECEIPT,
                                entry.payloadHash(),
                                Optional.of(peer),
                                new Trail.Time(answered, settled));
            });
        }
    }

    private Step keep(Postbox.Ready ready, String reason) {
        if (kept == 0) {
            againNanos = System.nanoTime() + patience.next().toNanos();
        }
        kept++;
        cursor = ready.sequence();
        return new Step.Kept(ready.sequence(), "copy %d in lane %s: %s".formatted(ready.sequence(), lane, reason));
    }

    private Looked next(StreamId line) throws InterruptedException {
        Optional<Looked> prepared = prepared(line);
        return prepared.isPresent() ? prepared.get() : look(line, cursor);
    }

    /// What was prepared for this place, unless it was settled or recalled since, or more has come.
    private Optional<Looked> prepared(StreamId line) throws InterruptedException {
        if (ahead.isEmpty() || ahead.get().afterSequence() != cursor) {
            forgetAhead();
            return Optional.empty();
        }
        Future<Looked> future = ahead.get().looked();
        ahead = Optional.empty();
        try {
            Looked looked = future.get();
            Optional<Postbox.Ready> ready = looked.next().ready();
            boolean holds = ready.isPresent()
                    ? state(line, ready.get().sequence()) == Outbox.State.PENDING
                    : looked.told() == told.get();
            return holds ? Optional.of(looked) : Optional.empty();
        } catch (ExecutionException failed) {
            // The same is tried once more on this thread, where the failure is reported if it stays.
            return Optional.empty();
        }
    }

    private void prepareAfter(StreamId line, long sequence) {
        ahead = Optional.of(new Ahead(sequence, preparing.submit(() -> look(line, sequence))));
    }

    private void forgetAhead() {
        ahead.ifPresent(each -> each.looked().cancel(false));
        ahead = Optional.empty();
    }

    private Looked look(StreamId line, long after) {
        // Before: what is told of meanwhile may not have been seen.
        long before = told.get();
        return new Looked(before, tools.postbox().next(peer, lane, line, after));
    }

    private Outbox.State state(StreamId line, long sequence) {
        return entry(line, sequence).map(Outbox.EntryRow::state).orElse(Outbox.State.SETTLED);
    }

    private Optional<Outbox.EntryRow> entry(StreamId line, long sequence) {
        return tools.ledger().read(tables -> tables.outbox().entry(peer, lane, line, sequence));
    }
}
