// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mithaq.contracts.MemoryKeyFile;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.StorageFailed;

/// What survives a crash of one node: its ledger and its key file, as far as they were committed. At a write that the
/// simulation chooses it fails, or the process dies, before, within or after it; and it may be full for a while.
final class Disk {

    /// What happens at a write.
    enum Fault {
        /// The process dies, and what was to be written is lost.
        CRASH_LOST,
        /// The process dies when all is written, before anybody hears of it.
        CRASH_KEPT,
        /// The power goes when a part of it is written.
        TORN,
        /// The write is refused.
        FAIL_LOST,
        /// The write is said to be refused, and is there all the same.
        FAIL_KEPT
    }

    /// Most rows that a torn write has changed before the power goes.
    private static final int TORN_ROWS_MAX = 12;

    private final MemoryLedger memory;
    private final MemoryKeyFile file;
    private final Ledger ledger;
    private final KeyFile keyFile;
    private Optional<Fault> armed = Optional.empty();
    private int writesBefore;
    private long keyWrites;
    private boolean full;

    Disk() {
        this(new MemoryLedger(), new MemoryKeyFile());
    }

    private Disk(MemoryLedger memory, MemoryKeyFile file) {
        this.memory = memory;
        this.file = file;
        this.ledger = new Ledger() {
            @Override
            public void write(Consumer<Tables> work) {
                writing(() -> memory.write(work), memory::failNextWrite, true);
            }

            @Override
            public <T> T read(Function<Tables, T> work) {
                return memory.read(work);
            }

            @Override
            public void scrub() {
                memory.scrub();
            }

            @Override
            public void close() {}
        };
        this.keyFile = new KeyFile() {
            @Override
            public Optional<byte[]> read() {
                return file.read();
            }

            @Override
            public void replace(byte[] sealed) {
                keyWrites++;
                writing(() -> file.replace(sealed), file::failNextReplace, false);
            }
        };
    }

    /// What a backup would hold now.
    Disk copy() {
        return new Disk(memory.copy(), file.copy());
    }

    /// The ledger of this one beside the latest keys, as a backup is put back.
    Disk withKeysOf(Disk latest) {
        return new Disk(memory.copy(), latest.file.copy());
    }

    Ledger ledger() {
        return ledger;
    }

    KeyFile keyFile() {
        return keyFile;
    }

    /// Makes the write after `writesBefore` others go wrong.
    void arm(Fault fault, int writesBefore) {
        this.armed = Optional.of(fault);
        this.writesBefore = writesBefore;
    }

    /// How often the key file was written.
    long keyWrites() {
        return keyWrites;
    }

    /// Whether what was armed did not come to pass, and will not any more.
    boolean disarm() {
        boolean left = armed.isPresent();
        armed = Optional.empty();
        return left;
    }

    /// Whether there is room for anything now.
    void full(boolean now) {
        full = now;
    }

    /// What the medium had not taken is gone.
    void losePower() {
        memory.losePower();
        file.losePower();
    }

    /// Turns one bit of a batch at rest.
    boolean rot(long batch, int atByte) {
        return memory.rot(batch, atByte);
    }

    /// Turns one bit of a dispatch that waits to be sent.
    boolean rotSealed(Hash payloadHash, int draw) {
        return memory.rotSealed(payloadHash, draw);
    }

    private void writing(Runnable write, Consumer<Boolean> failNext, boolean rows) {
        if (full) {
            throw new StorageFailed("There is no room left.", true, new IOException("the simulated disk is full"));
        }
        if (armed.isEmpty() || writesBefore-- > 0) {
            write.run();
            return;
        }
        Fault fault = armed.get();
        armed = Optional.empty();
        switch (fault) {
            case TORN -> {
                if (!rows) {
                    throw new Crashed();
                }
                memory.tearNextWrite(1 + (int) (keyWrites % TORN_ROWS_MAX), Crashed::new);
                write.run();
                // It changed fewer rows than that, and was committed.
                throw new Crashed();
            }
            case CRASH_LOST -> throw new Crashed();
            case CRASH_KEPT -> {
                write.run();
                throw new Crashed();
            }
            case FAIL_LOST, FAIL_KEPT -> {
                failNext.accept(fault == Fault.FAIL_KEPT);
                write.run();
            }
        }
    }
}
