// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Outbox;

/// What this node has sent or still has to send.
final class SqlOutbox implements Outbox {

    private static final String DISPATCH = "payload_hash, header, signature, key_id, record, key_number, sealed,"
            + " log_salt, log_index, lane, time_micros";

    private static final String ENTRY =
            "recipient, lane, stream, sequence, payload_hash, order_proof, stanza, state, receipt, status,"
                    + " sealing_epoch";

    private static final String THIS_ENTRY = " WHERE recipient = ? AND lane = ? AND stream = ? AND sequence = ?";

    private static final String FROM_ENTRY =
            " FROM outbox_entry WHERE recipient = ? AND lane = ? AND stream = ? AND sequence > ?";

    private static final String ASCENDING = " ORDER BY sequence LIMIT ?";

    private final Session session;

    SqlOutbox(Session session) {
        this.session = session;
    }

    @Override
    public void add(DispatchRow dispatch, List<EntryRow> entries) {
        add("INSERT INTO", dispatch);
        for (EntryRow entry : entries) {
            move(entry);
            add("INSERT INTO", entry);
            if (entry.state() != State.SETTLED) {
                keep(entry.recipient(), entry.lane(), 1);
            }
        }
    }

    @Override
    public void addForgotten(DispatchRow dispatch, EntryRow entry) {
        if (entry.state() != State.SETTLED) {
            throw new IllegalArgumentException("what was forgotten was received");
        }
        add("INSERT OR IGNORE INTO", dispatch);
        add("INSERT OR IGNORE INTO", entry);
    }

    private void add(String insert, DispatchRow dispatch) {
        session.update(
                insert + " dispatch (" + DISPATCH + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                dispatch.payloadHash(),
                dispatch.header(),
                dispatch.signature(),
                dispatch.keyId(),
                dispatch.record(),
                dispatch.keyNumber(),
                dispatch.sealed(),
                dispatch.logSalt(),
                dispatch.logIndex(),
                dispatch.lane(),
                dispatch.timeMicros());
    }

    private void move(EntryRow entry) {
        int moved = session.update(
                "INSERT INTO line_out (recipient, lane, stream, sequence, payload_hash) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (recipient, lane) DO UPDATE"
                        + " SET sequence = excluded.sequence, payload_hash = excluded.payload_hash"
                        + " WHERE stream = excluded.stream AND sequence < excluded.sequence",
                entry.recipient(),
                entry.lane(),
                entry.stream(),
                entry.sequence(),
                entry.payloadHash());
        if (moved == 0) {
            throw new IllegalStateException("a copy is numbered above the head of its line, in the open stream");
        }
    }

    private void add(String insert, EntryRow entry) {
        session.update(
                insert + " outbox_entry (" + ENTRY + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.recipient(),
                entry.lane(),
                entry.stream(),
                entry.sequence(),
                entry.payloadHash(),
                entry.order(),
                entry.stanza(),
                number(entry.state()),
                entry.receipt(),
                entry.status(),
                entry.sealingEpoch());
    }

    private void keep(MemberId recipient, Lane lane, int change) {
        session.tally().add(Tally.Of.UNSETTLED, Tally.part(recipient, lane), change);
    }

    /// Keeps the number of unsettled copies, before a copy changes its state.
    private void moves(MemberId recipient, Lane lane, StreamId stream, long sequence, State to) {
        session.first(
                        "SELECT state FROM outbox_entry" + THIS_ENTRY,
                        row -> state(row.getInt(1)),
                        recipient,
                        lane,
                        stream,
                        sequence)
                .ifPresent(from -> keep(recipient, lane, open(to) - open(from)));
    }

    private static int open(State state) {
        return state == State.SETTLED ? 0 : 1;
    }

    @Override
    public Optional<DispatchRow> dispatch(Hash payloadHash) {
        return session.first(
                "SELECT " + DISPATCH + " FROM dispatch WHERE payload_hash = ?", SqlOutbox::dispatch, payloadHash);
    }

    @Override
    public List<DispatchRow> newest(int limit) {
        return session.list(
                "SELECT " + DISPATCH + " FROM dispatch ORDER BY number DESC LIMIT ?", SqlOutbox::dispatch, limit);
    }

    @Override
    public List<SentRow> sent(long beforeLogIndex, int limit) {
        return session.list(
                "SELECT payload_hash, lane, log_index, time_micros FROM dispatch WHERE log_index < ?"
                        + " ORDER BY log_index DESC LIMIT ?",
                row -> new SentRow(Columns.hash(row, 1), Columns.lane(row, 2), row.getLong(3), row.getLong(4)),
                beforeLogIndex,
                limit);
    }

    @Override
    public List<DispatchRow> unsigned(int limit) {
        return session.list(
                "SELECT " + DISPATCH + " FROM dispatch WHERE signature IS NULL LIMIT ?", SqlOutbox::dispatch, limit);
    }

    @Override
    public void putSignature(Hash payloadHash, byte[] signature) {
        session.change("UPDATE dispatch SET signature = ? WHERE payload_hash = ?", signature, payloadHash);
    }

    @Override
    public void dropSealed(Hash payloadHash) {
        session.change("UPDATE dispatch SET sealed = x'' WHERE payload_hash = ?", payloadHash);
    }

    @Override
    public List<EntryRow> entriesOf(Hash payloadHash) {
        return session.list(
                "SELECT " + ENTRY + " FROM outbox_entry WHERE payload_hash = ?"
                        + " ORDER BY recipient, lane, stream, sequence",
                SqlOutbox::entry,
                payloadHash);
    }

    @Override
    public Optional<EntryRow> entry(MemberId recipient, Lane lane, StreamId stream, long sequence) {
        return session.first(
                "SELECT " + ENTRY + " FROM outbox_entry" + THIS_ENTRY,
                SqlOutbox::entry,
                recipient,
                lane,
                stream,
                sequence);
    }

    @Override
    public List<EntryRow> unsettled(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit) {
        // The state is written as the partial index writes it; otherwise SQLite would not take that.
        return session.list(
                "SELECT " + ENTRY + FROM_ENTRY + " AND state <> 2" + ASCENDING,
                SqlOutbox::entry,
                recipient,
                lane,
                stream,
                afterSequence,
                limit);
    }

    @Override
    public List<EntryRow> after(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit) {
        return session.list(
                "SELECT " + ENTRY + FROM_ENTRY + ASCENDING,
                SqlOutbox::entry,
                recipient,
                lane,
                stream,
                afterSequence,
                limit);
    }

    @Override
    public void settle(
            MemberId recipient, Lane lane, StreamId stream, long sequence, State state, byte[] receipt, int status) {
        moves(recipient, lane, stream, sequence, state);
        session.change(
                "UPDATE outbox_entry SET state = ?, receipt = ?, status = ?" + THIS_ENTRY,
                number(state),
                receipt,
                status,
                recipient,
                lane,
                stream,
                sequence);
    }

    @Override
    public void putState(MemberId recipient, Lane lane, StreamId stream, long sequence, State state) {
        moves(recipient, lane, stream, sequence, state);
        session.change(
                "UPDATE outbox_entry SET state = ?" + THIS_ENTRY, number(state), recipient, lane, stream, sequence);
    }

    @Override
    public List<LineRow> lines() {
        return session.list(
                "SELECT recipient, lane, stream, sequence, payload_hash FROM line_out ORDER BY recipient, lane",
                row -> new LineRow(
                        Columns.member(row, 1), Columns.lane(row, 2), Columns.stream(row, 3), Columns.head(row, 4)));
    }

    @Override
    public void openLine(MemberId recipient, Lane lane, StreamId stream) {
        session.update(
                "INSERT OR REPLACE INTO line_out (recipient, lane, stream, sequence, payload_hash)"
                        + " VALUES (?, ?, ?, ?, ?)",
                recipient,
                lane,
                stream,
                Head.NONE.sequence(),
                Head.NONE.payloadHash());
    }

    @Override
    public Map<MemberId, Long> unsettledCounts() {
        Map<MemberId, Long> counts = new LinkedHashMap<>();
        waiting((recipient, _, copies) -> counts.merge(recipient, copies, Long::sum));
        return counts;
    }

    private interface Waiting {
        void wait(MemberId recipient, Lane lane, long copies);
    }

    private void waiting(Waiting each) {
        for (Tally.Row row : session.tally().rows(Tally.Of.UNSETTLED)) {
            each.wait(
                    new MemberId(Hash.wrap(Arrays.copyOf(row.part(), Hash.LENGTH_BYTES))),
                    Lane.ofNumber(row.part()[Hash.LENGTH_BYTES]),
                    row.value());
        }
    }

    @Override
    public List<BacklogRow> backlog() {
        List<BacklogRow> rows = new ArrayList<>();
        waiting((recipient, lane, copies) ->
                rows.add(new BacklogRow(recipient, lane, copies, oldestMicros(recipient, lane))));
        return rows;
    }

    /// When the oldest unsettled copy was numbered: the first of each stream, of which there are few.
    private long oldestMicros(MemberId recipient, Lane lane) {
        long oldest = Long.MAX_VALUE;
        byte[] after = {};
        while (true) {
            Optional<First> first = session.first(
                    "SELECT outbox_entry.stream, dispatch.time_micros FROM outbox_entry"
                            + " JOIN dispatch ON dispatch.payload_hash = outbox_entry.payload_hash"
                            + " WHERE recipient = ? AND outbox_entry.lane = ? AND stream > ? AND state <> 2"
                            + " ORDER BY stream, sequence LIMIT 1",
                    row -> new First(Columns.bytes(row, 1), row.getLong(2)),
                    recipient,
                    lane,
                    after);
            if (first.isEmpty()) {
                return oldest;
            }
            oldest = Math.min(oldest, first.get().micros());
            after = first.get().stream();
        }
    }

    private record First(byte[] stream, long micros) {}

    private static int number(State state) {
        return switch (state) {
            case PENDING -> 0;
            case WITHDRAWN -> 1;
            case SETTLED -> 2;
        };
    }

    private static State state(int number) {
        return switch (number) {
            case 0 -> State.PENDING;
            case 1 -> State.WITHDRAWN;
            case 2 -> State.SETTLED;
            default -> throw new IllegalStateException("no state of a copy has the number " + number);
        };
    }

    private static DispatchRow dispatch(ResultSet row) throws SQLException {
        return new DispatchRow(
                Columns.hash(row, 1),
                Columns.bytes(row, 2),
                Columns.optionalBytes(row, 3),
                Columns.hash(row, 4),
                Columns.bytes(row, 5),
                row.getLong(6),
                Columns.bytes(row, 7),
                Columns.hash(row, 8),
                row.getLong(9),
                Columns.lane(row, 10),
                row.getLong(11));
    }

    private static EntryRow entry(ResultSet row) throws SQLException {
        return new EntryRow(
                Columns.member(row, 1),
                Columns.lane(row, 2),
                Columns.stream(row, 3),
                row.getLong(4),
                Columns.hash(row, 5),
                Columns.bytes(row, 6),
                Columns.bytes(row, 7),
                state(row.getInt(8)),
                Columns.optionalBytes(row, 9),
                row.getInt(10),
                row.getInt(11));
    }
}
