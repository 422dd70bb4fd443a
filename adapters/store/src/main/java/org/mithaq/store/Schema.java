// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.mithaq.node.port.StorageFailed;

/// The schema that this program knows, and what it does with a file that has another.
///
/// The version stands in the file's header (`user_version`), where it can be read without SQLite; each migration sets
/// it in its own transaction. Flyway is started only where there is something to migrate.
///
/// @param version the newest that this program knows
/// @param locations where its migrations lie
record Schema(int version, List<String> locations) {

    static final Schema CURRENT = new Schema(6, List.of("classpath:org/mithaq/store/migration"));

    /// "Mith": `application_id` of every ledger.
    private static final int APPLICATION_ID = 0x4d697468;

    // Places in the header of an SQLite file (file format, 1.3).
    private static final int HEADER_BYTES = 100;
    private static final int USER_VERSION_AT = 60;
    private static final int APPLICATION_ID_AT = 68;

    Schema {
        locations = List.copyOf(locations);
    }

    /// Refuses a file that is no ledger or a newer one; touches nothing. A file that is absent or empty is new.
    void checkHeader(Path file) {
        byte[] header;
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                return;
            }
            try (InputStream in = Files.newInputStream(file)) {
                header = in.readNBytes(HEADER_BYTES);
            }
        } catch (IOException e) {
            throw new StorageFailed(
                    "The ledger " + file + " cannot be read: check its disk and its permissions.", false, e);
        }
        if (header.length < HEADER_BYTES) {
            throw damaged(file, new IOException("the file ends within its header"));
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        int id = fields.getInt(APPLICATION_ID_AT);
        // Before its first migration is checkpointed, a ledger has no id yet.
        if (id != APPLICATION_ID && id != 0) {
            throw new StorageFailed(
                    "The file " + file + " belongs to another program: give the node a home of its own.",
                    false,
                    new IOException("application_id " + id));
        }
        checkNotNewer(file, fields.getInt(USER_VERSION_AT));
    }

    /// Brings the file to this version, having checked it first.
    ///
    /// @param session a writing connection, outside any transaction
    void migrate(Path file, Session session) {
        int found = Integer.parseInt(session.outside("PRAGMA user_version").orElse("0"));
        checkNotNewer(file, found);
        if (found == version) {
            return;
        }
        boolean empty = session.outside("SELECT 1 FROM sqlite_master LIMIT 1").isEmpty();
        if (found == 0
                && !empty
                && session.outside("SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history'")
                        .isEmpty()) {
            throw new StorageFailed(
                    "The file " + file + " belongs to another program: give the node a home of its own.",
                    false,
                    new IOException("tables without a version"));
        }
        String state = session.outside("PRAGMA quick_check(1)").orElse("");
        if (!state.equals("ok")) {
            throw damaged(file, new IOException(state));
        }
        try {
            Flyway.configure()
                    .loggers(MigrationLog.class.getName())
                    .dataSource(Connections.url(file), null, null)
                    .locations(locations.toArray(String[]::new))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StorageFailed(
                    "The ledger " + file + " could not be brought from version " + found + " to " + version
                            + ": nothing was changed; make room on its volume and try again, or keep to the older"
                            + " program.",
                    false,
                    e);
        }
    }

    private void checkNotNewer(Path file, int found) {
        if (found > version) {
            throw new StorageFailed(
                    "The ledger " + file + " has version " + found + " and this program knows up to " + version
                            + ": start a newer program; nothing was changed.",
                    false,
                    new IOException("user_version " + found));
        }
    }

    private static StorageFailed damaged(Path file, IOException cause) {
        return new StorageFailed(
                "The ledger " + file + " is damaged: keep the file, check the disk, and restore the newest backup.",
                false,
                cause);
    }
}
