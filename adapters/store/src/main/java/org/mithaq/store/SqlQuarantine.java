// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.mithaq.node.port.Quarantine;

/// Input that was refused and kept.
final class SqlQuarantine implements Quarantine {

    private static final String NUMBER = "quarantine";

    private static final String COLUMNS = "number, source, reason, key_number, sealed, time_micros";

    private final Session session;

    SqlQuarantine(Session session) {
        this.session = session;
    }

    @Override
    public long add(Row row) {
        long number = session.counter(NUMBER) + 1;
        session.update(
                "INSERT INTO quarantine (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?)",
                number,
                row.source(),
                row.reason(),
                row.keyNumber(),
                row.sealed(),
                row.timeMicros());
        session.putCounter(NUMBER, number);
        return number;
    }

    @Override
    public Optional<Row> row(long number) {
        return session.first("SELECT " + COLUMNS + " FROM quarantine WHERE number = ?", SqlQuarantine::read, number);
    }

    @Override
    public List<Row> page(long afterNumber, int limit) {
        return session.list(
                "SELECT " + COLUMNS + " FROM quarantine WHERE number > ? ORDER BY number LIMIT ?",
                SqlQuarantine::read,
                afterNumber,
                limit);
    }

    @Override
    public boolean remove(long number) {
        return session.update("DELETE FROM quarantine WHERE number = ?", number) > 0;
    }

    @Override
    public long count() {
        return session.number("SELECT count(*) FROM quarantine");
    }

    @Override
    public Share share(String source) {
        return session.first(
                        "SELECT count(*), coalesce(sum(length(sealed)), 0) FROM quarantine WHERE source = ?",
                        row -> new Share(row.getLong(1), row.getLong(2)),
                        source)
                .orElse(new Share(0, 0));
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                Columns.bytes(row, 5),
                row.getLong(6));
    }
}
