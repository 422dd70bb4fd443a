// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.LogBook;

/// The leaves of this node's transparency log, and what it has witnessed of others.
final class SqlLogBook implements LogBook {

    private static final String WITNESSED = "SELECT origin, size, root, note FROM witnessed";

    private final Session session;

    SqlLogBook(Session session) {
        this.session = session;
    }

    @Override
    public void append(List<byte[]> records) {
        long index = size();
        for (byte[] record : records) {
            session.update("INSERT INTO log_record (idx, record) VALUES (?, ?)", index, checked(record));
            index++;
        }
    }

    @Override
    public long size() {
        return session.number("SELECT ifnull(max(idx) + 1, 0) FROM log_record");
    }

    @Override
    public List<byte[]> records(long fromIndex, int limit) {
        return session.list(
                "SELECT record FROM log_record WHERE idx >= ? ORDER BY idx LIMIT ?",
                row -> Columns.bytes(row, 1),
                fromIndex,
                limit);
    }

    @Override
    public Optional<CheckpointRow> witnessedCheckpoint() {
        return session.first(
                "SELECT size, note FROM witnessed_checkpoint",
                row -> new CheckpointRow(row.getLong(1), Columns.bytes(row, 2)));
    }

    @Override
    public void putWitnessedCheckpoint(CheckpointRow checkpoint) {
        session.update(
                "INSERT OR REPLACE INTO witnessed_checkpoint (id, size, note) VALUES (1, ?, ?)",
                checkpoint.size(),
                checkpoint.note());
    }

    @Override
    public Optional<WitnessRow> witnessed(String origin) {
        return session.first(WITNESSED + " WHERE origin = ?", SqlLogBook::witnessRow, origin);
    }

    @Override
    public List<WitnessRow> witnessed() {
        return session.list(WITNESSED + " ORDER BY origin", SqlLogBook::witnessRow);
    }

    @Override
    public void putWitnessed(WitnessRow row) {
        session.update(
                "INSERT OR REPLACE INTO witnessed (origin, size, root, note) VALUES (?, ?, ?, ?)",
                row.origin(),
                row.size(),
                row.root(),
                row.note());
    }

    @Override
    public void keep(String origin, List<byte[]> records) {
        long index = kept(origin);
        for (byte[] record : records) {
            session.update(
                    "INSERT INTO kept_record (origin, idx, record) VALUES (?, ?, ?)", origin, index, checked(record));
            index++;
        }
    }

    @Override
    public long kept(String origin) {
        return session.number("SELECT ifnull(max(idx) + 1, 0) FROM kept_record WHERE origin = ?", origin);
    }

    @Override
    public List<byte[]> kept(String origin, long fromIndex, int limit) {
        return session.list(
                "SELECT record FROM kept_record WHERE origin = ? AND idx >= ? ORDER BY idx LIMIT ?",
                row -> Columns.bytes(row, 1),
                origin,
                fromIndex,
                limit);
    }

    private static byte[] checked(byte[] record) {
        if (record.length != Hash.LENGTH_BYTES) {
            throw new IllegalArgumentException("a log record has 32 bytes, not " + record.length);
        }
        return record;
    }

    private static WitnessRow witnessRow(ResultSet row) throws SQLException {
        return new WitnessRow(row.getString(1), row.getLong(2), Columns.hash(row, 3), Columns.bytes(row, 4));
    }
}
