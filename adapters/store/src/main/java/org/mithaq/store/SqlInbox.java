// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.DispatchId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Inbox;

/// What came to this node, and what it answered.
final class SqlInbox implements Inbox {

    private static final String ARRIVAL =
            "payload_hash, sender, id, node, lane, stream, sequence, envelope, place, log,"
                    + " evidence_due, log_salt, batch, time_micros";

    private static final String RECEIPT = "number, addressee, payload_hash, status, payload, signature, delivered";

    private final Session session;

    SqlInbox(Session session) {
        this.session = session;
    }

    @Override
    public void add(ArrivalRow arrival) {
        session.update(
                "INSERT INTO arrival (" + ARRIVAL + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arrival.payloadHash(),
                arrival.sender(),
                arrival.id(),
                arrival.node(),
                arrival.lane(),
                arrival.stream(),
                arrival.sequence(),
                arrival.envelope(),
                arrival.place(),
                arrival.log(),
                arrival.evidenceDue(),
                arrival.logSalt(),
                arrival.batch(),
                arrival.timeMicros());
        if (arrival.evidenceDue()) {
            session.tally().add(Tally.Of.EVIDENCE_DUE, Tally.part(arrival.sender()), 1);
        }
    }

    @Override
    public Optional<ArrivalRow> arrival(Hash payloadHash) {
        return session.first(
                "SELECT " + ARRIVAL + " FROM arrival WHERE payload_hash = ?", SqlInbox::arrival, payloadHash);
    }

    @Override
    public Optional<ArrivalRow> arrival(MemberId sender, DispatchId id) {
        return session.first(
                "SELECT " + ARRIVAL + " FROM arrival WHERE sender = ? AND id = ?", SqlInbox::arrival, sender, id);
    }

    @Override
    public Optional<ArrivalRow> arrival(NodeId node, Lane lane, StreamId stream, long sequence) {
        return session.first(
                "SELECT " + ARRIVAL + " FROM arrival WHERE node = ? AND lane = ? AND stream = ? AND sequence = ?",
                SqlInbox::arrival,
                node,
                lane,
                stream,
                sequence);
    }

    @Override
    public List<Hash> arrivalsFrom(Hash least, int limit) {
        return session.list(
                "SELECT payload_hash FROM arrival WHERE payload_hash >= ? ORDER BY payload_hash LIMIT ?",
                row -> Columns.hash(row, 1),
                least,
                limit);
    }

    @Override
    public Optional<ArrivalRow> arrivalOfBatch(long batch) {
        return session.first(
                "SELECT " + ARRIVAL + " FROM arrival WHERE batch = ? AND batch <> 0 ORDER BY number LIMIT 1",
                SqlInbox::arrival,
                batch);
    }

    @Override
    public void putLog(Hash payloadHash, byte[] log) {
        session.first(
                        "SELECT sender FROM arrival WHERE payload_hash = ? AND evidence_due = 1",
                        row -> Columns.member(row, 1),
                        payloadHash)
                .ifPresent(sender -> session.tally().add(Tally.Of.EVIDENCE_DUE, Tally.part(sender), -1));
        session.change("UPDATE arrival SET log = ?, evidence_due = 0 WHERE payload_hash = ?", log, payloadHash);
    }

    @Override
    public List<ArrivalRow> evidenceDue(MemberId sender, Hash after, int limit) {
        return session.list(
                "SELECT " + ARRIVAL + " FROM arrival WHERE evidence_due = 1 AND sender = ? AND payload_hash > ?"
                        + " ORDER BY payload_hash LIMIT ?",
                SqlInbox::arrival,
                sender,
                after,
                limit);
    }

    @Override
    public List<ArrivalRow> newest(int limit) {
        return session.list(
                "SELECT " + ARRIVAL + " FROM arrival WHERE batch <> 0 ORDER BY number DESC LIMIT ?",
                SqlInbox::arrival,
                limit);
    }

    @Override
    public List<LineRow> lines() {
        return session.list(
                "SELECT sender, node, lane, stream, sequence, payload_hash, highest FROM line_in"
                        + " ORDER BY node, lane, stream",
                row -> new LineRow(
                        Columns.member(row, 1),
                        Columns.node(row, 2),
                        Columns.lane(row, 3),
                        Columns.stream(row, 4),
                        Columns.head(row, 5),
                        row.getLong(7)));
    }

    @Override
    public void putLine(LineRow line) {
        session.update(
                "INSERT OR REPLACE INTO line_in (node, lane, stream, sender, sequence, payload_hash, highest)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                line.node(),
                line.lane(),
                line.stream(),
                line.sender(),
                line.head().sequence(),
                line.head().payloadHash(),
                line.highest());
    }

    @Override
    public void addReceipt(ReceiptRow receipt) {
        if (receipt.number() <= receiptNumber()) {
            throw new IllegalStateException("a receipt's number is above the highest");
        }
        session.update(
                "INSERT INTO receipt (" + RECEIPT + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                receipt.number(),
                receipt.to(),
                receipt.payloadHash(),
                receipt.status(),
                receipt.payload(),
                receipt.signature(),
                receipt.delivered());
        if (!receipt.delivered()) {
            session.tally().add(Tally.Of.RECEIPTS_OWED, Tally.part(receipt.to()), 1);
        }
    }

    @Override
    public long receiptNumber() {
        return session.number("SELECT ifnull(max(number), 0) FROM receipt");
    }

    @Override
    public List<ReceiptRow> receiptsOf(Hash payloadHash) {
        return session.list(
                "SELECT " + RECEIPT + " FROM receipt WHERE payload_hash = ? ORDER BY number",
                SqlInbox::receipt,
                payloadHash);
    }

    @Override
    public List<ReceiptRow> undelivered(MemberId to, int limit) {
        return session.list(
                "SELECT " + RECEIPT + " FROM receipt WHERE addressee = ? AND delivered = 0 ORDER BY number LIMIT ?",
                SqlInbox::receipt,
                to,
                limit);
    }

    @Override
    public void putReceiptSignature(long number, byte[] signature) {
        session.change("UPDATE receipt SET signature = ? WHERE number = ?", signature, number);
    }

    @Override
    public void receiptDelivered(long number) {
        session.first(
                        "SELECT addressee FROM receipt WHERE number = ? AND delivered = 0",
                        row -> Columns.member(row, 1),
                        number)
                .ifPresent(to -> session.tally().add(Tally.Of.RECEIPTS_OWED, Tally.part(to), -1));
        session.change("UPDATE receipt SET delivered = 1 WHERE number = ?", number);
    }

    @Override
    public void receiptDue(long number) {
        session.first(
                        "SELECT addressee FROM receipt WHERE number = ? AND delivered = 1",
                        row -> Columns.member(row, 1),
                        number)
                .ifPresent(to -> session.tally().add(Tally.Of.RECEIPTS_OWED, Tally.part(to), 1));
        session.change("UPDATE receipt SET delivered = 0 WHERE number = ?", number);
    }

    @Override
    public Map<MemberId, Long> undeliveredCounts() {
        return members(Tally.Of.RECEIPTS_OWED);
    }

    @Override
    public Map<MemberId, Long> evidenceDueCounts() {
        return members(Tally.Of.EVIDENCE_DUE);
    }

    private Map<MemberId, Long> members(Tally.Of of) {
        Map<MemberId, Long> counts = new LinkedHashMap<>();
        session.tally().rows(of).forEach(row -> counts.put(new MemberId(Hash.wrap(row.part())), row.value()));
        return counts;
    }

    private static ArrivalRow arrival(ResultSet row) throws SQLException {
        return new ArrivalRow(
                Columns.hash(row, 1),
                Columns.member(row, 2),
                new DispatchId(Columns.hash(row, 3)),
                Columns.node(row, 4),
                Columns.lane(row, 5),
                Columns.stream(row, 6),
                row.getLong(7),
                Columns.bytes(row, 8),
                Columns.bytes(row, 9),
                Columns.bytes(row, 10),
                row.getBoolean(11),
                Columns.hash(row, 12),
                row.getLong(13),
                row.getLong(14));
    }

    private static ReceiptRow receipt(ResultSet row) throws SQLException {
        return new ReceiptRow(
                row.getLong(1),
                Columns.member(row, 2),
                Columns.hash(row, 3),
                row.getInt(4),
                Columns.bytes(row, 5),
                Columns.optionalBytes(row, 6),
                row.getBoolean(7));
    }
}
