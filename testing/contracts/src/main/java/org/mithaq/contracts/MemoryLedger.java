// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;
import org.mithaq.node.port.StorageFailed;

/// A ledger that forgets when the process ends, and fails when it is told to.
///
/// Byte arrays are handed over, not copied.
public final class MemoryLedger implements Ledger {

    private enum Fault {
        NONE,
        LOST,
        KEPT
    }

    private final ReentrantLock writing = new ReentrantLock();
    private volatile Map<String, PersistentMap<String, ?>> committed = Map.of();
    private volatile Map<String, PersistentMap<String, ?>> synced = Map.of();
    private volatile Fault next = Fault.NONE;
    private volatile Optional<Tear> tear = Optional.empty();
    private final AtomicLong crashes = new AtomicLong();
    private volatile boolean closed;

    /// Where the next transaction breaks off.
    private record Tear(int rows, Supplier<Error> how) {}

    /// An empty ledger.
    public MemoryLedger() {}

    /// Another ledger with what is committed here now, as in a backup.
    public MemoryLedger copy() {
        MemoryLedger copy = new MemoryLedger();
        copy.committed = committed;
        copy.synced = synced;
        return copy;
    }

    @Override
    public void write(Consumer<Tables> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write");
        }
        writing.lock();
        try {
            checkOpen();
            long crashesBefore = crashes.get();
            MemoryTransaction transaction = new MemoryTransaction(committed, true);
            tear.ifPresent(how -> transaction.tearAfter(how.rows(), how.how()));
            tear = Optional.empty();
            Map<String, PersistentMap<String, ?>> after;
            try {
                work.accept(transaction);
            } finally {
                after = transaction.end();
            }
            Fault fault = crashes.get() != crashesBefore ? Fault.LOST : next;
            next = Fault.NONE;
            if (fault != Fault.LOST) {
                committed = Map.copyOf(after);
                sync();
            }
            if (fault != Fault.NONE) {
                throw new StorageFailed(
                        "There is no room left.", true, new IOException("the test told the ledger to fail"));
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public <T> T read(Function<Tables, T> work) {
        checkOpen();
        MemoryTransaction transaction = new MemoryTransaction(committed, false);
        try {
            return work.apply(transaction);
        } finally {
            transaction.end();
        }
    }

    /// Nothing lingers here.
    @Override
    public void scrub() {
        checkOpen();
    }

    @Override
    public void close() {
        closed = true;
    }

    /// Opens it again after [#close] or [#crash], with what was committed.
    public void reopen() {
        closed = false;
    }

    /// The process dies: a transaction that runs will not be committed, and nothing works until [#reopen].
    public void crash() {
        crashes.incrementAndGet();
        closed = true;
    }

    /// Waits until what was written is on the medium itself.
    private void sync() {
        synced = committed;
    }

    /// The power goes: what the medium had not taken yet is gone.
    public void losePower() {
        committed = synced;
    }

    /// Makes the next write break off with an error when it has changed `rows` rows: none of them stays.
    public void tearNextWrite(int rows, Supplier<Error> how) {
        tear = Optional.of(new Tear(rows, how));
    }

    /// Turns one bit of a batch at rest, as an old medium does; whether there is such a batch.
    ///
    /// @param atByte which byte of its sealed leaves
    public boolean rot(long batch, int atByte) {
        boolean[] done = {false};
        write(tables -> tables.shelf().batch(batch).ifPresent(row -> {
            byte[] sealed = row.sealed().clone();
            sealed[atByte] ^= 1;
            tables.shelf().removeBatch(batch);
            tables.shelf().addBatch(new Shelf.BatchRow(batch, row.salt(), sealed, row.table()));
            done[0] = true;
        }));
        return done[0];
    }

    /// Turns one bit of the sealed bytes of a dispatch at rest; whether there are any.
    ///
    /// @param draw which byte of them: the remainder of the division by their number
    public boolean rotSealed(Hash payloadHash, int draw) {
        boolean[] done = {false};
        write(tables -> {
            if (tables.outbox() instanceof MemoryOutbox outbox) {
                done[0] = outbox.rot(payloadHash, draw);
            }
        });
        return done[0];
    }

    /// Makes the next write fail in committing, having kept its changes or not.
    public void failNextWrite(boolean kept) {
        next = kept ? Fault.KEPT : Fault.LOST;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the ledger is closed");
        }
    }
}
