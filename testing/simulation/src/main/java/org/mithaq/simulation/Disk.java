// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mithaq.contracts.MemoryKeyFile;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.Ledger;

/// What survives a crash of one node: its ledger and its key file, as far as they were committed. At a write that the
/// simulation chooses it fails, or the process dies, before or after the bytes are safe.
final class Disk {

    /// What happens at a write.
    enum Fault {
        /// The process dies, and what was to be written is lost.
        CRASH_LOST,
        /// The process dies when all is written, before anybody hears of it.
        CRASH_KEPT,
        /// The write is refused.
        FAIL_LOST,
        /// The write is said to be refused, and is there all the same.
        FAIL_KEPT
    }

    private final MemoryLedger memory;
    private final MemoryKeyFile file;
    private final Ledger ledger;
    private final KeyFile keyFile;
    private Optional<Fault> armed = Optional.empty();
    private int writesBefore;
    private long keyWrites;

    Disk(Seams seams) {
        this(seams, new MemoryLedger(), new MemoryKeyFile());
    }

    private Disk(Seams seams, MemoryLedger memory, MemoryKeyFile file) {
        this.memory = memory;
        this.file = file;
        Ledger honest = seams.ledger(memory);
        KeyFile honestFile = seams.keyFile(file);
        this.ledger = new Ledger() {
            @Override
            public void write(Consumer<Tables> work) {
                writing(() -> honest.write(work), memory::failNextWrite);
            }

            @Override
            public <T> T read(Function<Tables, T> work) {
                return honest.read(work);
            }

            @Override
            public void scrub() {
                honest.scrub();
            }

            @Override
            public void close() {}
        };
        this.keyFile = new KeyFile() {
            @Override
            public Optional<byte[]> read() {
                return honestFile.read();
            }

            @Override
            public void replace(byte[] sealed) {
                keyWrites++;
                writing(() -> honestFile.replace(sealed), file::failNextReplace);
            }
        };
    }

    /// What a backup would hold now.
    Disk copy() {
        return new Disk(Seams.HONEST, memory.copy(), file.copy());
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

    void disarm() {
        armed = Optional.empty();
    }

    private void writing(Runnable write, Consumer<Boolean> failNext) {
        if (armed.isEmpty() || writesBefore-- > 0) {
            write.run();
            return;
        }
        Fault fault = armed.get();
        armed = Optional.empty();
        switch (fault) {
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
