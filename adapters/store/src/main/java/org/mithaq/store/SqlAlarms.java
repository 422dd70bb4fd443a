// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mithaq.node.port.Alarms;

/// What an operator should look at.
final class SqlAlarms implements Alarms {

    private final Session session;

    SqlAlarms(Session session) {
        this.session = session;
    }

    @Override
    public void raise(String key, String kind, String sentence, String action, byte[] proof, long timeMicros) {
        session.update(
                "INSERT INTO alarm (alarm_key, kind, sentence, action, proof, count, first_micros, last_micros)"
                        + " VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (alarm_key) DO UPDATE SET"
                        + " count = count + 1, last_micros = max(last_micros, excluded.last_micros),"
                        + " proof = iif(length(proof) = 0, excluded.proof, proof)",
                key,
                kind,
                sentence,
                action,
                proof,
                timeMicros,
                timeMicros);
    }

    @Override
    public List<Row> all() {
        return session.list(
                "SELECT alarm_key, kind, sentence, action, proof, count, first_micros, last_micros FROM alarm"
                        + " ORDER BY last_micros DESC, alarm_key",
                row -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Columns.bytes(row, 5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)));
    }

    @Override
    public boolean holds(String key) {
        return session.number("SELECT count(*) FROM alarm WHERE alarm_key = ?", key) > 0;
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        session.list(
                        "SELECT kind, count(*) FROM alarm GROUP BY kind",
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(each -> counts.put(each.getKey(), each.getValue()));
        return counts;
    }

    @Override
    public boolean clear(String key) {
        return session.update("DELETE FROM alarm WHERE alarm_key = ?", key) > 0;
    }
}
