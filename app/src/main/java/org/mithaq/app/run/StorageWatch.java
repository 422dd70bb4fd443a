// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mithaq.node.Core;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.StorageFailed;

/// Remembers that a medium has refused to write, until it writes again: an alarm about a full disk cannot lie on
/// that disk. Safe for threads.
public final class StorageWatch {

    private static final String LEDGER = "ledger";
    private static final String KEY_STORE = "key-store";

    /// As much as a posting needs, so that the last free block does not count as room.
    private static final int PROBE_BYTES = 256 * 1_024;

    private static final String PROBE = "storage-probe";
    private static final long PROBE_NANOS = 1_000_000_000;

    private final TreeMap<String, Trouble> troubles = new TreeMap<>();
    private Optional<Long> probedNanos = Optional.empty();

    /// A medium that refuses to write.
    ///
    /// @param medium which
    /// @param sentence what it said last, and what to do
    /// @param count how often since it last wrote
    /// @param firstMicros when it said so first
    /// @param lastMicros when it said so last, in microseconds since 1970
    public record Trouble(String medium, String sentence, long count, long firstMicros, long lastMicros) {}

    /// The same ledger, watched.
    Ledger over(Ledger ledger) {
        return new Ledger() {
            @Override
            public void write(Consumer<Tables> work) {
                watched(LEDGER, () -> ledger.write(work));
            }

            @Override
            public <T> T read(Function<Tables, T> work) {
                return ledger.read(work);
            }

            @Override
            public void scrub() {
                ledger.scrub();
            }

            @Override
            public void close() {
                ledger.close();
            }
        };
    }

    /// The same key file, watched.
    KeyFile over(KeyFile file) {
        return new KeyFile() {
            @Override
            public Optional<byte[]> read() {
                return file.read();
            }

            @Override
            public void replace(byte[] sealed) {
                watched(KEY_STORE, () -> file.replace(sealed));
            }
        };
    }

    private void watched(String medium, Runnable write) {
        try {
            write.run();
        } catch (StorageFailed refused) {
            note(medium, refused);
            throw refused;
        }
        synchronized (this) {
            troubles.remove(medium);
        }
    }

    private synchronized void note(String medium, StorageFailed refused) {
        Optional<Trouble> before = Optional.ofNullable(troubles.get(medium));
        long now = Core.micros(Instant.now());
        troubles.put(
                medium,
                new Trouble(
                        medium,
                        String.valueOf(refused.getMessage()),
                        before.map(Trouble::count).orElse(0L) + 1,
                        before.map(Trouble::firstMicros).orElse(now),
                        now));
    }

    /// What refuses now. Where the ledger has refused, it is tried anew, at most once a second: the status of a
    /// node that nobody gives work is to tell when there is room again.
    public List<Trouble> look(Ledger ledger, long nowNanos) {
        if (isProbeDue(nowNanos)) {
            try {
                ledger.write(tables -> {
                    tables.registry().putSetting(PROBE, new byte[PROBE_BYTES]);
                    tables.registry().removeSetting(PROBE);
                });
            } catch (StorageFailed still) {
                // It is noted already.
            }
        }
        synchronized (this) {
            return List.copyOf(troubles.values());
        }
    }

    private synchronized boolean isProbeDue(long nowNanos) {
        boolean due = troubles.containsKey(LEDGER)
                && probedNanos.map(last -> nowNanos - last >= PROBE_NANOS).orElse(true);
        if (due) {
            probedNanos = Optional.of(nowNanos);
        }
        return due;
    }
}
