// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// How fast SQLite takes rows on this machine when it does nothing else: the ceiling that a benchmark shows beside the
/// ledger's own figures.
public final class BareInserts {

    private static final int TRANSACTION_ROWS = 1_000;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private BareInserts() {}

    /// Inserts rows into a table without indexes, in durable transactions of 1,000, with the ledger's own settings.
    ///
    /// @param folder where the database lies meanwhile
    /// @param rows how many, at least 1
    /// @param rowBytes size of each
    /// @return rows in a second
    /// @throws org.mithaq.node.port.StorageFailed if they cannot be stored
    public static long perSecond(Path folder, int rows, int rowBytes) throws IOException {
        Path home = Files.createTempDirectory(folder, "bare-inserts");
        Path file = home.resolve("bare.db");
        try {
            return timed(file, rows, new byte[rowBytes]);
        } catch (SQLException e) {
            throw Failures.of(file, e);
        } finally {
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(home.resolve("bare.db" + suffix));
            }
            Files.delete(home);
        }
    }

    private static long timed(Path file, int rows, byte[] row) throws SQLException {
        try (Connection connection = Connections.bare(file)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT");
            }
            connection.setAutoCommit(false);
            long from = System.nanoTime();
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bare (content) VALUES (?)")) {
                for (int index = 1; index <= rows; index++) {
                    insert.setBytes(1, row);
                    insert.executeUpdate();
                    if (index % TRANSACTION_ROWS == 0 || index == rows) {
                        connection.commit();
                    }
                }
            }
            return rows * SECOND_NANOS / Math.max(1, System.nanoTime() - from);
        }
    }
}
