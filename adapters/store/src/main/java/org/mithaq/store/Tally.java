// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;

/// Numbers of rows that are kept, not counted: what one transaction changed is gathered here, and written once with
/// its commit. Owned by the session's thread.
final class Tally {

    /// What is numbered: the names in the table `tally`.
    enum Of {
        OBJECTS("objects"),
        QUARANTINED("quarantined"),
        QUARANTINED_OF("quarantined-of"),
        QUARANTINED_BYTES_OF("quarantined-bytes-of"),
        UNSETTLED("unsettled"),
        RECEIPTS_OWED("receipts-owed"),
        EVIDENCE_DUE("evidence-due");

        private final String word;

        Of(String word) {
            this.word = word;
        }
    }

    private record Key(Of of, ByteBuffer part) {}

    /// What there is only one of.
    static final byte[] WHOLE = {};

    private final Session session;
    private final Map<Key, Long> changes = new LinkedHashMap<>();

    Tally(Session session) {
        this.session = session;
    }

    /// The part of one member.
    static byte[] part(MemberId member) {
        return member.hash().bytes();
    }

    /// The part of one member in one lane.
    static byte[] part(MemberId member, Lane lane) {
        return ByteBuffer.allocate(Hash.LENGTH_BYTES + 1)
                .put(part(member))
                .put((byte) lane.number())
                .array();
    }

    /// The number, with what this transaction has changed.
    long value(Of of, byte[] part) {
        long stored = session.first(
                        "SELECT value FROM tally WHERE name = ? AND part = ?", row -> row.getLong(1), of.word, part)
                .orElse(0L);
        return stored + changes.getOrDefault(new Key(of, ByteBuffer.wrap(part)), 0L);
    }

    /// A part and its number.
    record Row(byte[] part, long value) {}

    /// All parts above zero, in the order of their bytes.
    List<Row> rows(Of of) {
        write();
        return session.list(
                "SELECT part, value FROM tally WHERE name = ? AND value > 0 ORDER BY part",
                row -> new Row(Columns.bytes(row, 1), row.getLong(2)),
                of.word);
    }

    void add(Of of, byte[] part, long change) {
        if (change != 0) {
            changes.merge(new Key(of, ByteBuffer.wrap(part)), change, Long::sum);
        }
    }

    /// Puts the changes into the table: before a commit, and before what reads the table.
    void write() {
        changes.forEach(this::write);
        changes.clear();
    }

    private void write(Key key, long change) {
        if (change == 0) {
            return;
        }
        byte[] part = key.part().array();
        session.update(
                "INSERT INTO tally (name, part, value) VALUES (?, ?, ?)"
                        + " ON CONFLICT (name, part) DO UPDATE SET value = value + excluded.value",
                key.of().word,
                part,
                change);
        if (change < 0) {
            // There are as many parts as there are sources, for instance: none stays that is over.
            session.update("DELETE FROM tally WHERE name = ? AND part = ? AND value = 0", key.of().word, part);
        }
    }

    /// Forgets what a transaction changed that is taken back.
    void forget() {
        changes.clear();
    }
}
