// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mithaq.node.port.Ledger;
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
    private volatile Fault next = Fault.NONE;
    private final AtomicLong crashes = new AtomicLong();
    private volatile boolean closed;

    /// An empty ledger.
    public MemoryLedger() {}

    /// Another ledger with what is committed here now, as in a backup.
    public MemoryLedger copy() {
        MemoryLedger copy = new MemoryLedger();
        copy.committed = committed;
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
