// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.DispatchId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.StorageFailed;

/// One connection with its prepared statements, and the transaction that runs on it.
///
/// Owned by one thread from [#begin] to [#commit] or [#rollback]; the pool keeps it between.
final class Session implements AutoCloseable {

    /// Reads one row.
    interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Path file;
    private final Connection connection;
    private final boolean writable;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Tally tally = new Tally(this);
    private @Nullable Thread owner;
    private @Nullable StorageFailed failure;

    Session(Path file, Connection connection, boolean writable) {
        this.file = file;
        this.connection = connection;
        this.writable = writable;
    }

    void begin() {
        owner = Thread.currentThread();
        failure = null;
        tally.forget();
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw noted(e);
        }
        // A deferred transaction takes its snapshot at the first read; it is to be as of now.
        number("SELECT count(*) FROM witnessed_checkpoint");
    }

    /// Commits.
    ///
    /// @throws StorageFailed also where a failure of the medium within the transaction was caught and passed over
    void commit() {
        if (failure != null) {
            throw failure;
        }
        tally.write();
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw noted(e);
        }
        owner = null;
    }

    /// Takes everything back; whether the connection can be used again.
    boolean rollback() {
        owner = null;
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            return false;
        }
        return failure == null;
    }

    <T> List<T> list(String sql, Reading<T> reading, Object... arguments) {
        checkOwner();
        try {
            PreparedStatement statement = bound(sql, arguments);
            List<T> result = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    result.add(reading.read(rows));
                }
            }
            return result;
        } catch (SQLException e) {
            throw noted(e);
        }
    }

    <T> Optional<T> first(String sql, Reading<T> reading, Object... arguments) {
        List<T> rows = list(sql, reading, arguments);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /// The number in the only column of the only row.
    long number(String sql, Object... arguments) {
        return list(sql, row -> row.getLong(1), arguments).getFirst();
    }

    /// Runs a change; how many rows it changed.
    ///
    /// @throws IllegalStateException in a transaction that only reads, or if the schema does not allow the change
    int update(String sql, Object... arguments) {
        checkOwner();
        if (!writable) {
            throw new IllegalStateException("a read transaction cannot write");
        }
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw noted(e);
        }
    }

    /// As [#update], of a row that must be there.
    void change(String sql, Object... arguments) {
        if (update(sql, arguments) == 0) {
            throw new IllegalStateException("the ledger has no such row");
        }
    }

    /// The numbers of rows that this transaction keeps.
    Tally tally() {
        return tally;
    }

    /// The highest value ever given under a name; 0 before the first.
    long counter(String name) {
        return first("SELECT value FROM counter WHERE name = ?", row -> row.getLong(1), name)
                .orElse(0L);
    }

    void putCounter(String name, long value) {
        update(
                "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                name,
                value);
    }

    /// Runs SQL outside any transaction, such as a pragma; the first column of its first row, if any.
    Optional<String> outside(String sql) {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return Optional.empty();
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }

    private void checkOwner() {
        if (owner != Thread.currentThread()) {
            throw new IllegalStateException("these tables belong to a transaction that is over, or to another thread");
        }
    }

    private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int number, @Nullable Object argument) throws SQLException {
        switch (argument) {
            case null -> statement.setBytes(number, null);
            case byte[] bytes -> statement.setBytes(number, bytes);
            case Long value -> statement.setLong(number, value);
            case Integer value -> statement.setInt(number, value);
            case Boolean value -> statement.setInt(number, value ? 1 : 0);
            case String text -> statement.setString(number, text);
            case Hash hash -> statement.setBytes(number, hash.bytes());
            case MemberId member -> statement.setBytes(number, member.hash().bytes());
            case ChannelId channel -> statement.setBytes(number, channel.hash().bytes());
            case DispatchId id -> statement.setBytes(number, id.value().bytes());
            case NodeId node -> statement.setBytes(number, node.bytes());
            case StreamId stream -> statement.setBytes(number, stream.bytes());
            case Lane lane -> statement.setInt(number, lane.number());
            case Optional<?> optional -> bind(statement, number, optional.orElse(null));
            default -> throw new IllegalArgumentException("cannot store a " + argument.getClass());
        }
    }

    private RuntimeException noted(SQLException e) {
        RuntimeException result = Failures.of(file, e);
        if (result instanceof StorageFailed storage) {
            failure = storage;
        }
        return result;
    }
}
