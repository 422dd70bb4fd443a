// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.mithaq.node.port.StorageFailed;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Says in an operator's words what SQLite says in codes.
final class Failures {

    private Failures() {}

    /// The exception to throw for `failure`: [StorageFailed] where the medium refused, [IllegalStateException] where
    /// the caller asked for what the schema does not allow.
    static RuntimeException of(Path file, SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return new StorageFailed("The ledger " + file + " cannot be used: " + failure.getMessage(), false, failure);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        // Extended codes carry the primary one in the low byte.
        int primary = code.code & 0xff;
        if (primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code || primary == SQLiteErrorCode.SQLITE_MISMATCH.code) {
            return new IllegalStateException("the ledger has such a row already: " + failure.getMessage(), failure);
        }
        if (isFull(code)) {
            return new StorageFailed(
                    "There is no room left for the ledger " + file
                            + ": make room on its volume; nothing was changed, and reading goes on.",
                    true,
                    failure);
        }
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return new StorageFailed(
                    "The ledger " + file + " is damaged: stop the node, keep the file, check the disk, and restore the"
                            + " newest backup.",
                    false,
                    failure);
        }
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return new StorageFailed(
                    "The ledger " + file + " is held by another program: end it, and try again.", false, failure);
        }
        return new StorageFailed(
                "The ledger " + file + " cannot be used (" + code + "): check its disk and its permissions.",
                false,
                failure);
    }

    /// SQLite says FULL only for ENOSPC; a quota, or no room for the shared index of the log, comes as one of the rest.
    private static boolean isFull(SQLiteErrorCode code) {
        return code == SQLiteErrorCode.SQLITE_FULL
                || code == SQLiteErrorCode.SQLITE_IOERR_WRITE
                || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }
}
