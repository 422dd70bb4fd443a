// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.nio.charset.StandardCharsets;
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
        keep(1, row.source(), row.sealed().length);
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
        Optional<Row> row = row(number);
        if (row.isEmpty()) {
            return false;
        }
        session.change("DELETE FROM quarantine WHERE number = ?", number);
        keep(-1, row.get().source(), -row.get().sealed().length);
        return true;
    }

    private void keep(int rows, String source, long bytes) {
        Tally tally = session.tally();
        tally.add(Tally.Of.QUARANTINED, Tally.WHOLE, rows);
        tally.add(Tally.Of.QUARANTINED_OF, part(source), rows);
        tally.add(Tally.Of.QUARANTINED_BYTES_OF, part(source), bytes);
    }

    private static byte[] part(String source) {
        return source.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long count() {
        return session.tally().value(Tally.Of.QUARANTINED, Tally.WHOLE);
    }

    @Override
    public Share share(String source) {
        Tally tally = session.tally();
        return new Share(
                tally.value(Tally.Of.QUARANTINED_OF, part(source)),
                tally.value(Tally.Of.QUARANTINED_BYTES_OF, part(source)));
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
