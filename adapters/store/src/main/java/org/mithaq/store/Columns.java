// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;

/// Reads columns as the values that they hold; columns count from 1.
final class Columns {

    private static final byte[] NONE = {};

    private Columns() {}

    /// Bytes of a column that is never NULL; the driver gives null for a value without bytes.
    static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte @Nullable [] bytes = row.getBytes(column);
        return bytes == null ? NONE : bytes;
    }

    static Optional<byte[]> optionalBytes(ResultSet row, int column) throws SQLException {
        byte @Nullable [] bytes = row.getBytes(column);
        if (bytes == null) {
            return row.wasNull() ? Optional.empty() : Optional.of(NONE);
        }
        return Optional.of(bytes);
    }

    static Hash hash(ResultSet row, int column) throws SQLException {
        return Hash.wrap(bytes(row, column));
    }

    /// [Hash#ZERO] for NULL.
    static Hash hashOrZero(ResultSet row, int column) throws SQLException {
        byte @Nullable [] bytes = row.getBytes(column);
        return bytes == null ? Hash.ZERO : Hash.wrap(bytes);
    }

    /// What to store for a hash where [#hashOrZero] reads it.
    static Optional<Hash> nullForZero(Hash hash) {
        return hash.equals(Hash.ZERO) ? Optional.empty() : Optional.of(hash);
    }

    static MemberId member(ResultSet row, int column) throws SQLException {
        return new MemberId(hash(row, column));
    }

    static NodeId node(ResultSet row, int column) throws SQLException {
        return NodeId.of(bytes(row, column));
    }

    static StreamId stream(ResultSet row, int column) throws SQLException {
        return StreamId.of(bytes(row, column));
    }

    static Lane lane(ResultSet row, int column) throws SQLException {
        return Lane.ofNumber(row.getInt(column));
    }

    /// A head from its number and, beside it, its hash.
    static Head head(ResultSet row, int column) throws SQLException {
        return new Head(row.getLong(column), hash(row, column + 1));
    }
}
