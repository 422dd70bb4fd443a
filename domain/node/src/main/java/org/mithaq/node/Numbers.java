// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.Door;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.OrderEntry;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.node.port.Inbox;

/// What history says about the id and the number of one arrival, and where its line stands afterwards (protocol,
/// Order). One turn long.
final class Numbers {

    private final Turn turn;
    private final Inbox inbox;
    private final Door.Admitted admitted;
    private final MemberId sender;
    private final OrderEntry entry;

    Numbers(Turn turn, Door.Admitted admitted) {
        this.turn = turn;
        this.inbox = turn.tables().inbox();
        this.admitted = admitted;
        this.sender = admitted.header().sender();
        this.entry = admitted.delivery().order().entry();
    }

    /// The line that it is numbered in; empty where the stream was not opened here.
    Optional<Inbox.LineRow> line() {
        OrderKey key = entry.key();
        return turn.state().lineFrom(key.node(), key.lane(), key.stream());
    }

    /// The clause that the same id, or the same number, breaks with another payload: alarmed, with a proof that a
    /// third can check.
    Optional<Clause> conflict() {
        Optional<Inbox.ArrivalRow> sameId =
                inbox.arrival(sender, admitted.header().id());
        if (sameId.isPresent()) {
            contradicts(Clause.DUPLICATE_ID, AlarmKind.DUPLICATE_ID, sameId.get());
            return Optional.of(Clause.DUPLICATE_ID);
        }
        return numbered(entry.sequence()).map(other -> {
            contradicts(Clause.ORDER_SEQUENCE, AlarmKind.SEQUENCE_CONFLICT, other);
            return Clause.ORDER_SEQUENCE;
        });
    }

    private Optional<Inbox.ArrivalRow> numbered(long sequence) {
        OrderKey key = entry.key();
        return inbox.arrival(key.node(), key.lane(), key.stream(), sequence);
    }

    private void contradicts(Clause clause, AlarmKind kind, Inbox.ArrivalRow other) {
        String sentence = "%s signed two dispatches against protocol %s: %s and %s"
                .formatted(sender.shortForm(), clause.id(), other.payloadHash(), admitted.payloadHash());
        turn.alarm(kind, sender.hex(), sentence, proof(other));
    }

    private byte[] proof(Inbox.ArrivalRow other) {
        if (other.place().length == 0) {
            // It came before places were kept: the signed header alone is what there is.
            return other.envelope();
        }
        ConflictProof.Side first = new ConflictProof.Side(
                Envelopes.parse(other.envelope(), PayloadTypes.DISPATCH, Header.LENGTH_BYTES), place(other));
        ConflictProof.Side second = new ConflictProof.Side(
                admitted.delivery().envelope(),
                new ConflictProof.Place(
                        admitted.delivery().record(), admitted.delivery().order()));
        return new ConflictProof(first, second).toBytes();
    }

    private static ConflictProof.Place place(Inbox.ArrivalRow row) {
        return ConflictProof.Place.parse(row.place());
    }

    /// Compares what this says of the number before, and what the number after says of this, with what came; and sees
    /// whether numbers are missing before it.
    void compare(Inbox.LineRow line) {
        Hash before = entry.sequence() == line.head().sequence() + 1
                ? line.head().payloadHash()
                : numbered(entry.sequence() - 1)
                        .map(Inbox.ArrivalRow::payloadHash)
                        .orElse(entry.previous());
        if (!before.equals(entry.previous())) {
            numbered(entry.sequence() - 1)
                    .ifPresent(other -> contradicts(Clause.ORDER_PREVIOUS, AlarmKind.SEQUENCE_CONFLICT, other));
        }
        if (entry.sequence() < line.highest()) {
            numbered(entry.sequence() + 1)
                    .filter(after -> after.place().length > 0)
                    .filter(after -> !place(after).order().entry().previous().equals(admitted.payloadHash()))
                    .ifPresent(after -> contradicts(Clause.ORDER_PREVIOUS, AlarmKind.SEQUENCE_CONFLICT, after));
        }
        if (entry.sequence() > line.highest() + 1) {
            gap(line);
        }
    }

    private void gap(Inbox.LineRow line) {
        turn.alarm(
                AlarmKind.GAP,
                about(line),
                "numbers %d to %d of %s are missing in lane %s"
                        .formatted(line.highest() + 1, entry.sequence() - 1, sender.shortForm(), line.lane()),
                new byte[0]);
        turn.effect(new Effect.Ask(sender));
    }

    private static String about(Inbox.LineRow line) {
        return line.node().hex() + ":" + line.lane() + ":" + line.stream().hex();
    }

    /// Whether it has the number that this line waits for.
    boolean isNext(Inbox.LineRow line) {
        return entry.sequence() == line.head().sequence() + 1;
    }

    /// Moves the line on, over whatever had come early, and ends the gap's alarm when nothing is missing any more.
    void advance(Inbox.LineRow line) {
        Head head = line.head();
        long highest = Math.max(line.highest(), entry.sequence());
        if (entry.sequence() == head.sequence() + 1) {
            head = new Head(entry.sequence(), admitted.payloadHash());
            while (head.sequence() < highest) {
                Optional<Inbox.ArrivalRow> next = numbered(head.sequence() + 1);
                if (next.isEmpty()) {
                    break;
                }
                head = new Head(head.sequence() + 1, next.get().payloadHash());
            }
        }
        Inbox.LineRow moved = new Inbox.LineRow(line.sender(), line.node(), line.lane(), line.stream(), head, highest);
        turn.state().putLineFrom(moved);
        inbox.putLine(moved);
        if (line.head().sequence() < line.highest() && head.sequence() == highest) {
            turn.calm(AlarmKind.GAP, about(line));
        }
    }
}
