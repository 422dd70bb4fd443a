// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.jdbc4.JDBC4Connection;

/// How a connection to a ledger is opened.
final class Connections {

    /// Twice SQLite's own: a batch of 1.5 MB takes half the pages, and rows of 300 bytes lie as well.
    private static final int PAGE_BYTES = 8_192;

    /// Pages of the log after which a commit also moves them into the database: 16 MiB.
    private static final int CHECKPOINT_PAGES = 2_048;

    /// Only [HomeLock] keeps other nodes away; a backup program may still hold the file for a moment.
    private static final int BUSY_MILLIS = 5_000;

    private static final int WRITER_CACHE_KIBIBYTES = 32 * 1_024;
    private static final int READER_CACHE_KIBIBYTES = 4 * 1_024;

    private Connections() {}

    static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    static Session writer(Path file) throws SQLException {
        Session session = new Session(file, bare(file), true);
        session.outside("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
        return session;
    }

    /// A connection that writes.
    static Connection bare(Path file) throws SQLException {
        SQLiteConfig config = base(WRITER_CACHE_KIBIBYTES);
        config.setPageSize(PAGE_BYTES);
        config.setJournalMode(JournalMode.WAL);
        // The write lock at once: a transaction that only asked for it at its first change could fail there.
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        return open(file, config);
    }

    static Session reader(Path file) throws SQLException {
        SQLiteConfig config = base(READER_CACHE_KIBIBYTES);
        config.setTransactionMode(TransactionMode.DEFERRED);
        Session session = new Session(file, open(file, config), false);
        session.outside("PRAGMA query_only = ON");
        return session;
    }

    private static SQLiteConfig base(int cacheKibibytes) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        // A commit is on the medium before it returns, also in the write-ahead log.
        config.setSynchronous(SynchronousMode.FULL);
        // Negative: kibibytes, not pages.
        config.setCacheSize(-cacheKibibytes);
        // Nobody asks the driver which number a row was given: by default it queries for that after each insertion.
        config.setGetGeneratedKeys(false);
        // No memory map: an error of the medium would end the process by a signal, and not by an exception.
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
        return config;
    }

    private static Connection open(Path file, SQLiteConfig config) throws SQLException {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new SQLException("SQLite's native library cannot be loaded", e);
        }
        Properties properties = config.toProperties();
        return new JDBC4Connection(url(file), file.toAbsolutePath().toString(), properties);
    }
}
