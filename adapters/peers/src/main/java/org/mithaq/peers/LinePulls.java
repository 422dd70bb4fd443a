// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.node.port.Inbox;

/// Asks one peer for what it sent and what is not here (protocol, Pull). Wishes come from any thread; one worker
/// fulfils them.
///
/// A gap is asked for at once. What the peer merely says that it sent has some time to be pushed first, counted anew
/// with each copy that comes, so that a catch-up does not travel twice.
final class LinePulls {

    private static final int PAGE = 16;
    private static final int RECEIPTS_MAX = 128;
    static final int WISHES_MAX = 1_024;

    private final PeersTools tools;
    private final MemberId peer;
    private final Duration grace;
    private final Map<Line, Wish> wishes = new HashMap<>();

    private record Line(Lane lane, StreamId stream) {}

    /// @param upTo the number that is to be reached
    /// @param seen our head when it was last looked at
    /// @param dueNanos when to ask
    private record Wish(long upTo, long seen, long dueNanos) {}

    LinePulls(PeersTools tools, MemberId peer, Duration grace) {
        this.tools = tools;
        this.peer = peer;
        this.grace = grace;
    }

    /// The peer says that its last number is `head`.
    void told(StreamOpening.LaneHead head, long nowNanos) {
        Line line = new Line(head.lane(), head.stream());
        long seen = here(line).map(row -> row.head().sequence()).orElse(0L);
        wish(line, new Wish(head.head().sequence(), seen, nowNanos + grace.toNanos()), false);
    }

    /// Numbers below `highest` are missing.
    void gap(Inbox.LineRow line, long nowNanos) {
        wish(new Line(line.lane(), line.stream()), new Wish(line.highest(), 0, nowNanos), true);
    }

    private synchronized void wish(Line line, Wish wish, boolean now) {
        Optional<Wish> known = Optional.ofNullable(wishes.get(line));
        if (known.isEmpty() && wishes.size() < WISHES_MAX) {
            wishes.put(line, wish);
        }
        known.ifPresent(old -> wishes.put(
                line, new Wish(Math.max(old.upTo(), wish.upTo()), old.seen(), now ? wish.dueNanos() : old.dueNanos())));
    }

    /// Lines that are to be pulled.
    synchronized int count() {
        return wishes.size();
    }

    /// Nanoseconds until one is due; `Long.MAX_VALUE` where there is none.
    synchronized long nanosToNext(long nowNanos) {
        return wishes.values().stream()
                .mapToLong(wish -> Math.max(0, wish.dueNanos() - nowNanos))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private synchronized Optional<Map.Entry<Line, Wish>> due(long nowNanos) {
        return wishes.entrySet().stream()
                .filter(entry -> entry.getValue().dueNanos() - nowNanos <= 0)
                .findFirst()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()));
    }

    private synchronized void replace(Line line, Wish before, Wish after) {
        wishes.replace(line, before, after);
    }

    private synchronized void fulfilled(Line line, Wish wish) {
        wishes.remove(line, wish);
    }

    /// Pulls one page of one line, if one is due, and sends the receipts for it.
    ///
    /// @return whether something was done
    boolean pull(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        long now = System.nanoTime();
        Optional<Map.Entry<Line, Wish>> due = due(now);
        if (due.isEmpty()) {
            return false;
        }
        Line line = due.get().getKey();
        Wish wish = due.get().getValue();
        Optional<Inbox.LineRow> here = here(line);
        if (here.isEmpty() || here.get().head().sequence() >= wish.upTo()) {
            fulfilled(line, wish);
            return true;
        }
        long head = here.get().head().sequence();
        boolean gap = here.get().highest() > head;
        if (head > wish.seen() && !gap) {
            // It is still being pushed.
            replace(line, wish, new Wish(wish.upTo(), head, now + grace.toNanos()));
            return true;
        }
        if (connection.pace().isThin()) {
            if (pullInPieces(connection, line, head)) {
                return true;
            }
        } else {
            Parcels parcels = connection.pull(new PullRequest.Deliveries(line.lane(), line.stream(), head, PAGE));
            send(connection, take(parcels));
        }
        long after = here(line).map(row -> row.head().sequence()).orElse(Long.MAX_VALUE);
        if (after == head) {
            // The peer has nothing more there, or what it has does not go in: the next contact says whether to ask.
            fulfilled(line, wish);
        } else {
            replace(line, wish, new Wish(wish.upTo(), after, now));
        }
        return true;
    }

    /// Asks for what is next without long ciphertexts, and for a piece of one.
    ///
    /// @return whether more pieces are to come before anything can be said of the line
    private boolean pullInPieces(PeerConnection connection, Line line, long head)
            throws PeerUnreachable, PeerRefused, InterruptedException {
        Parcels parcels = connection.pull(new PullRequest.Pieced(line.lane(), line.stream(), head));
        List<DsseEnvelope> receipts = new ArrayList<>();
        boolean more = false;
        for (byte[] part : parcels.parts()) {
            PiecedDelivery pieced = PiecedDelivery.parse(part);
            Optional<byte[]> whole = pieced.wholeBytes() == 0
                    ? Optional.of(pieced.with(new byte[0]))
                    : tools.pieces().whole(Hands.own(peer), pieced).map(pieced::with);
            if (whole.isPresent()) {
                receipts.addAll(tools.desk().deliver(peer, whole.get()).receipts());
                tools.pieces().done(Hands.own(peer), pieced);
            } else {
                more = pullPiece(connection, line, pieced);
                break;
            }
        }
        send(connection, receipts);
        return more;
    }

    /// @return whether it brought something
    private boolean pullPiece(PeerConnection connection, Line line, PiecedDelivery pieced)
            throws PeerUnreachable, PeerRefused, InterruptedException {
        int held = tools.pieces().take(Hands.own(peer), new Piece(pieced.whole(), pieced.wholeBytes(), 0, new byte[0]));
        PullRequest.Part asked = new PullRequest.Part(
                line.lane(),
                line.stream(),
                pieced.sequence(),
                held,
                Math.min(connection.pace().pieceBytes(), pieced.wholeBytes() - held));
        Optional<byte[]> bytes = connection.pull(asked).parts().stream()
                .filter(part -> part.length > 0 && part.length <= asked.bytesMax())
                .findFirst();
        bytes.ifPresent(part ->
                tools.pieces().take(Hands.own(peer), new Piece(pieced.whole(), pieced.wholeBytes(), held, part)));
        return bytes.isPresent();
    }

    private List<DsseEnvelope> take(Parcels parcels) {
        List<DsseEnvelope> receipts = new ArrayList<>();
        for (byte[] part : parcels.parts()) {
            receipts.addAll(tools.desk().deliver(peer, part).receipts());
        }
        return receipts;
    }

    private void send(PeerConnection connection, List<DsseEnvelope> receipts)
            throws PeerUnreachable, PeerRefused, InterruptedException {
        for (int from = 0; from < receipts.size(); from += RECEIPTS_MAX) {
            Answers page = Answers.of(receipts.subList(from, Math.min(receipts.size(), from + RECEIPTS_MAX)));
            if (connection.receipts(page)) {
                tools.desk().receiptsTaken(page);
            }
        }
    }

    private Optional<Inbox.LineRow> here(Line line) {
        return tools.ledger()
                .read(tables -> tables.inbox().lines().stream()
                        .filter(row -> row.sender().equals(peer)
                                && row.lane() == line.lane()
                                && row.stream().equals(line.stream()))
                        .findFirst());
    }
}
