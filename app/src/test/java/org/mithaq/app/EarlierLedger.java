// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/// A ledger as an earlier version of the program would have left it: its tables are made by the migrations up to then,
/// and hold the rows of a real ledger as far as they had a place for them.
final class EarlierLedger {

    private EarlierLedger() {}

    /// The version of a ledger that nobody has open.
    static int version(Path ledger) throws SQLException {
        try (Connection connection = open(ledger);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    /// Says of a ledger that a later program has changed it.
    static void setVersion(Path ledger, int version) throws SQLException {
        try (Connection connection = open(ledger);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    /// Writes what `ledger` holds as `version` would have it.
    ///
    /// @param to does not exist
    static void write(Path ledger, int version, Path to) throws SQLException {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + to, null, null)
                .locations("classpath:org/mithaq/store/migration")
                .target(Integer.toString(version))
                .load()
                .migrate();
        try (Connection connection = open(to);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH DATABASE '" + ledger + "' AS later");
            for (String table : tables(statement, "main")) {
                List<String> columns = columns(statement, "main", table);
                columns.retainAll(columns(statement, "later", table));
                String named = String.join(", ", columns);
                // A migration may have filled it already, from tables that were empty then.
                statement.execute("DELETE FROM main." + table);
                statement.execute(
                        "INSERT INTO main.%s (%s) SELECT %s FROM later.%s".formatted(table, named, named, table));
            }
        }
    }

    /// All rows of every table that `like` has too, in those of its columns, each row as a text, ordered.
    static Map<String, List<String>> rows(Path ledger, Path like) throws SQLException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (Connection connection = open(ledger);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH DATABASE '" + like + "' AS earlier");
            for (String table : tables(statement, "earlier")) {
                List<String> columns = columns(statement, "earlier", table).stream()
                        .map(column -> "quote(" + column + ")")
                        .toList();
                rows.put(
                        table,
                        texts(
                                statement,
                                "SELECT %s AS row FROM main.%s ORDER BY row"
                                        .formatted(String.join(" || ',' || ", columns), table)));
            }
        }
        return rows;
    }

    private static List<String> tables(Statement statement, String schema) throws SQLException {
        return texts(
                statement,
                "SELECT name FROM " + schema + ".sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                        + " AND name <> 'flyway_schema_history' ORDER BY name");
    }

    private static List<String> columns(Statement statement, String schema, String table) throws SQLException {
        return texts(statement, "SELECT name FROM pragma_table_info('%s', '%s')".formatted(table, schema));
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
        }
        return texts;
    }

    private static Connection open(Path ledger) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + ledger);
    }
}
