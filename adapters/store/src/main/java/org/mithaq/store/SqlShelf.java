// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Shelf;

/// Objects and the batches that their sealed bytes lie in.
final class SqlShelf implements Shelf {

    /// The part of an object's key that its STIX id alone decides.
    private static final int ID_BYTES = 8;

    /// The part that everything decides which makes an object another one. Whoever finds a collision (2^64 work) has
    /// two objects of his own of which only the first is kept.
    private static final int REST_BYTES = 16;

    private static final String NUMBER = "object";
    private static final String TIME = "object-time";

    private static final String COLUMNS = "number, stix_id, version, stix_type, originator, channel, batch, slot,"
            + " offset_bytes, length_bytes, leaf_hash, payload_hash, position, exercise, defects, added_micros";

    private final Session session;

    SqlShelf(Session session) {
        this.session = session;
    }

    @Override
    public void addBatch(BatchRow batch) {
        session.update(
                "INSERT INTO batch (number, salt, paths_table, sealed) VALUES (?, ?, ?, ?)",
                batch.number(),
                batch.salt(),
                batch.table(),
                batch.sealed());
    }

    @Override
    public Optional<BatchRow> batch(long number) {
        return session.first(
                "SELECT number, salt, sealed, paths_table FROM batch WHERE number = ?",
                row -> new BatchRow(
                        row.getLong(1), Columns.bytes(row, 2), Columns.bytes(row, 3), Columns.bytes(row, 4)),
                number);
    }

    @Override
    public void removeBatch(long number) {
        session.update("DELETE FROM batch WHERE number = ?", number);
    }

    @Override
    public List<Optional<ObjectRow>> addObjects(List<ObjectRow> objects, long nowMicros) {
        long number = session.counter(NUMBER);
        long time = Math.max(session.counter(TIME), nowMicros - 1);
        List<Optional<ObjectRow>> added = new ArrayList<>(objects.size());
        for (ObjectRow object : objects) {
            // One by one: the driver's batches are a loop as well, and only so are the numbers without gaps.
            if (insert(object, number + 1, time + 1)) {
                number++;
                time++;
                added.add(Optional.of(object.numbered(number, time)));
            } else {
                added.add(Optional.empty());
            }
        }
        session.putCounter(NUMBER, number);
        session.tally()
                .add(
                        Tally.Of.OBJECTS,
                        Tally.WHOLE,
                        added.stream().filter(Optional::isPresent).count());
        session.putCounter(TIME, time);
        return added;
    }

    private boolean insert(ObjectRow object, long number, long timeMicros) {
        return session.update(
                        "INSERT INTO object (" + COLUMNS + ", object_key)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (object_key) DO NOTHING",
                        number,
                        object.stixId(),
                        object.version(),
                        object.stixType(),
                        object.originator(),
                        object.channel(),
                        object.batch(),
                        object.slot(),
                        object.offsetBytes(),
                        object.lengthBytes(),
                        Columns.nullForZero(object.leafHash()),
                        Columns.nullForZero(object.payloadHash()),
                        object.position(),
                        object.exercise(),
                        object.defects(),
                        timeMicros,
                        key(object))
                > 0;
    }

    @Override
    public Optional<ObjectRow> object(long number) {
        return session.first("SELECT " + COLUMNS + " FROM object WHERE number = ?", SqlShelf::row, number);
    }

    @Override
    public List<ObjectRow> objectsOf(String stixId, int limit) {
        byte[] least = idPart(stixId);
        byte[] most = Arrays.copyOf(least, ID_BYTES + REST_BYTES + 1);
        Arrays.fill(most, ID_BYTES, most.length, (byte) 0xff);
        return session.list(
                "SELECT " + COLUMNS + " FROM object WHERE object_key BETWEEN ? AND ? AND stix_id = ?"
                        + " ORDER BY number LIMIT ?",
                SqlShelf::row,
                least,
                most,
                stixId,
                limit);
    }

    @Override
    public Optional<ObjectRow> objectAt(Hash payloadHash, int position) {
        return session.first(
                "SELECT " + COLUMNS + " FROM object WHERE payload_hash = ? AND position = ? ORDER BY number LIMIT 1",
                SqlShelf::row,
                payloadHash,
                position);
    }

    @Override
    public List<ObjectRow> objectsIn(Hash payloadHash) {
        return session.list(
                "SELECT " + COLUMNS + " FROM object WHERE payload_hash = ? ORDER BY position, number",
                SqlShelf::row,
                payloadHash);
    }

    @Override
    public List<ObjectRow> page(Optional<ChannelId> channel, long afterNumber, int limit) {
        if (channel.isEmpty()) {
            return session.list(
                    "SELECT " + COLUMNS + " FROM object WHERE number > ? ORDER BY number LIMIT ?",
                    SqlShelf::row,
                    afterNumber,
                    limit);
        }
        return session.list(
                "SELECT " + COLUMNS + " FROM object WHERE channel = ? AND number > ? ORDER BY number LIMIT ?",
                SqlShelf::row,
                channel.get(),
                afterNumber,
                limit);
    }

    @Override
    public long count() {
        return session.tally().value(Tally.Of.OBJECTS, Tally.WHOLE);
    }

    @Override
    public void putRelay(RelayRow relay) {
        session.update(
                "INSERT OR REPLACE INTO relay (leaf_hash, member, destroyed) VALUES (?, ?, ?)",
                relay.leafHash(),
                relay.to(),
                relay.destroyed());
    }

    @Override
    public List<RelayRow> relays(Hash leafHash) {
        return session.list(
                "SELECT leaf_hash, member, destroyed FROM relay WHERE leaf_hash = ? ORDER BY member",
                row -> new RelayRow(Columns.hash(row, 1), Columns.member(row, 2), row.getBoolean(3)),
                leafHash);
    }

    @Override
    public void removeObject(long number) {
        int removed = session.update("DELETE FROM object WHERE number = ?", number);
        session.tally().add(Tally.Of.OBJECTS, Tally.WHOLE, -removed);
    }

    private static byte[] idPart(String stixId) {
        byte[] hash = Hash.of(stixId.getBytes(StandardCharsets.UTF_8)).bytes();
        return Arrays.copyOf(hash, ID_BYTES);
    }

    private static byte[] key(ObjectRow object) {
        MessageDigest digest = Hash.sha256();
        byte[] stixId = object.stixId().getBytes(StandardCharsets.UTF_8);
        object.originator().hash().updateTo(digest);
        object.channel().map(ChannelId::hash).orElse(Hash.ZERO).updateTo(digest);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(stixId.length).flip());
        digest.update(stixId);
        digest.update(object.version().getBytes(StandardCharsets.UTF_8));
        byte[] key = Arrays.copyOf(idPart(object.stixId()), ID_BYTES + REST_BYTES);
        System.arraycopy(digest.digest(), 0, key, ID_BYTES, REST_BYTES);
        return key;
    }

    private static ObjectRow row(ResultSet row) throws SQLException {
        return new ObjectRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Columns.member(row, 5),
                Columns.optionalBytes(row, 6).map(Hash::wrap).map(ChannelId::new),
                row.getLong(7),
                row.getInt(8),
                row.getInt(9),
                row.getInt(10),
                Columns.hashOrZero(row, 11),
                Columns.hashOrZero(row, 12),
                row.getInt(13),
                row.getBoolean(14),
                row.getBoolean(15),
                row.getLong(16));
    }
}
