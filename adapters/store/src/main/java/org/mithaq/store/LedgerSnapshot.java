// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.mithaq.node.port.StorageFailed;

/// Copies of a ledger for backups, made while its node goes on writing.
public final class LedgerSnapshot {

    private LedgerSnapshot() {}

    /// Writes a copy of what is committed now. The node's transactions go on beside it, and each is in the
    /// copy whole or not at all (SQLite, VACUUM INTO); what was deleted is not in it.
    ///
    /// @param ledger of a running or a stopped node
    /// @param copy a file that is not there yet, on a volume with room for all of it
    /// @throws StorageFailed if the ledger is absent or damaged, or the copy cannot be written; what was
    ///     written of the copy is for the caller to remove
    public static void copy(Path ledger, Path copy) {
        if (!Files.isRegularFile(ledger)) {
            throw new StorageFailed(
                    "There is no ledger " + ledger + ": name the home of a node that has run.",
                    false,
                    new IOException("no such file"));
        }
        Schema.CURRENT.checkHeader(ledger);
        if (copy.toString().contains("'")) {
            throw new StorageFailed(
                    "The copy's path " + copy + " must not contain an apostrophe: choose another.",
                    false,
                    new IOException("SQL would read an end there"));
        }
        try (Session session = Connections.reader(ledger)) {
            // It writes the copy alone, but counts as writing.
            session.outside("PRAGMA query_only = OFF");
            session.outside("VACUUM INTO '" + copy.toAbsolutePath() + "'");
        } catch (SQLException failed) {
            throw Failures.of(ledger, failed);
        }
    }

    /// Checks every page, index and constraint of a copy. It takes time in proportion to its size.
    ///
    /// @throws StorageFailed if it is damaged, of another program, or of a newer version of this one
    public static void check(Path copy) {
        Schema.CURRENT.checkHeader(copy);
        try (Session session = Connections.reader(copy)) {
            String state = session.outside("PRAGMA integrity_check(1)").orElse("");
            if (!state.equals("ok")) {
                throw new StorageFailed(
                        "The copy " + copy + " is damaged: take an older backup, and check the medium.",
                        false,
                        new IOException(state));
            }
        } catch (SQLException failed) {
            throw Failures.of(copy, failed);
        }
    }
}
