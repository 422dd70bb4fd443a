// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.StorageFailed;

/// A ledger in one SQLite file with a write-ahead log beside it.
///
/// A write costs one fsync of that log, and now and then a checkpoint. `write`, `scrub` and `close` exclude each other;
/// a `read` runs beside all but the last two, on a snapshot of its own. A read within a read on the same thread sees
/// the
/// outer one's snapshot; a write within a write is refused.
public final class SqliteLedger implements Ledger {

    /// Readers at once; the next wait.
    public static final int READERS_MAX = 4;

    private final Path file;
    private final HomeLock home;

    private final ReentrantLock writing = new ReentrantLock(true);

    /// Guarded by `writing`; empty after a failure of the medium, until the next write opens it again.
    private @Nullable Session writer;

    /// Guarded by `writing`; in pages, 0 for none.
    private long pagesMax;

    private final Semaphore readers = new Semaphore(READERS_MAX, true);

    /// Guarded by itself.
    private final Deque<Session> idle = new ArrayDeque<>();

    /// Whose transaction runs on what.
    private final Map<Thread, Session> reading = new ConcurrentHashMap<>();

    private volatile boolean closed;

    private SqliteLedger(Path file, HomeLock home) {
        this.file = file;
        this.home = home;
    }

    /// Opens the ledger in `file`, or makes it; its directory must be there. An older schema is checked and migrated.
    ///
    /// @param file the database; beside it come `-wal`, `-shm` and `.lock`
    /// @throws StorageFailed in one sentence with what to do, if the file is in use, damaged, of another program,
    ///     or of a newer version of this one; nothing was changed then
    public static SqliteLedger open(Path file) {
        return open(file, Schema.CURRENT);
    }

    /// Why this program would not open a ledger, as far as its header tells: it is of a newer program, of another one,
    /// or cannot be read. Touches nothing, and may be asked while a node runs over it.
    public static Optional<String> refusal(Path file) {
        try {
            Schema.CURRENT.checkHeader(file);
            return Optional.empty();
        } catch (StorageFailed refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    static SqliteLedger open(Path file, Schema schema) {
        if (file.toString().contains("?")) {
            throw new StorageFailed(
                    "The ledger's path " + file + " must not contain a question mark: rename it.",
                    false,
                    new IOException("SQLite would read options there"));
        }
        HomeLock home = HomeLock.take(file);
        SqliteLedger ledger = new SqliteLedger(file, home);
        boolean opened = false;
        try {
            schema.checkHeader(file);
            create(file);
            schema.migrate(file, ledger.writer());
            opened = true;
            return ledger;
        } finally {
            if (!opened) {
                ledger.close();
            }
        }
    }

    /// The log and its index get their permissions from the database.
    private static void create(Path file) {
        try {
            if (Files.notExists(file)) {
                if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                } else {
                    Files.createFile(file);
                }
            }
        } catch (IOException e) {
            throw new StorageFailed(
                    "The ledger " + file + " cannot be made: check that its directory can be written.", false, e);
        }
    }

    /// Lets the database take no more room than this; 0 for no limit. What would go over it fails as on a full disk.
    ///
    /// @param bytesMax rounded up to whole pages; the write-ahead log comes on top
    public void limit(long bytesMax) {
        writing.lock();
        try {
            long pageBytes = Long.parseLong(writer().outside("PRAGMA page_size").orElseThrow());
            pagesMax = Math.ceilDiv(bytesMax, pageBytes);
            limitPages(writer());
        } finally {
            writing.unlock();
        }
    }

    private void limitPages(Session session) {
        // SQLite never goes below what there is, and takes its own greatest number for none.
        session.outside("PRAGMA max_page_count = " + (pagesMax == 0 ? 0xfffffffeL : pagesMax));
    }

    @Override
    public void write(Consumer<Tables> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write");
        }
        writing.lock();
        try {
            Session session = writer();
            boolean committed = false;
            try {
                session.begin();
                work.accept(SqlTables.on(session));
                session.commit();
                committed = true;
            } finally {
                if (!committed && !session.rollback()) {
                    // Whatever state the failure left it in: closing takes the transaction back.
                    writer = null;
                    discard(session);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public <T> T read(Function<Tables, T> work) {
        @Nullable Session outer = reading.get(Thread.currentThread());
        if (outer != null) {
            return work.apply(SqlTables.on(outer));
        }
        readers.acquireUninterruptibly();
        try {
            Session session = reader();
            boolean usable = false;
            reading.put(Thread.currentThread(), session);
            try {
                session.begin();
                T result = work.apply(SqlTables.on(session));
                session.commit();
                usable = true;
                return result;
            } finally {
                reading.remove(Thread.currentThread());
                if (usable || session.rollback()) {
                    synchronized (idle) {
                        idle.push(session);
                    }
                } else {
                    discard(session);
                }
            }
        } finally {
            readers.release();
        }
    }

    /// Waits for the reads that run, because their snapshots keep the log from being emptied. Freed pages were
    /// overwritten with zeros when they were freed (`secure_delete`), so that no vacuum is needed.
    @Override
    public void scrub() {
        if (reading.containsKey(Thread.currentThread()) || writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a scrub within a transaction");
        }
        writing.lock();
        try {
            readers.acquireUninterruptibly(READERS_MAX);
            try {
                String busy =
                        writer().outside("PRAGMA wal_checkpoint(TRUNCATE)").orElse("1");
                if (!busy.equals("0")) {
                    throw new StorageFailed(
                            "The write-ahead log of " + file + " is held by another program, perhaps a backup: end it,"
                                    + " and try again.",
                            false,
                            new IOException("the checkpoint was busy"));
                }
            } finally {
                readers.release(READERS_MAX);
            }
        } finally {
            writing.unlock();
        }
    }

    /// Waits for what runs. A second call does nothing.
    @Override
    public void close() {
        writing.lock();
        readers.acquireUninterruptibly(READERS_MAX);
        try {
            if (closed) {
                return;
            }
            closed = true;
            synchronized (idle) {
                idle.forEach(SqliteLedger::discard);
                idle.clear();
            }
            if (writer != null) {
                discard(writer);
                writer = null;
            }
            home.close();
        } finally {
            readers.release(READERS_MAX);
            writing.unlock();
        }
    }

    /// Reading transactions that run now.
    public int readersAtWork() {
        return READERS_MAX - readers.availablePermits();
    }

    private Session writer() {
        checkOpen();
        try {
            if (writer == null) {
                writer = Connections.writer(file);
                if (pagesMax > 0) {
                    limitPages(writer);
                }
            }
            return writer;
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }

    private Session reader() {
        checkOpen();
        synchronized (idle) {
            @Nullable Session session = idle.poll();
            if (session != null) {
                return session;
            }
        }
        try {
            return Connections.reader(file);
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the ledger is closed");
        }
    }

    private static void discard(Session session) {
        try {
            session.close();
        } catch (StorageFailed e) {
            // What made it useless was thrown already; the handles go with the process at the latest.
        }
    }
}
