// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.mithaq.node.port.StorageFailed;

/// Keeps a second program from the same ledger: a lock on a file beside it, which ends with the process however that
/// ends. SQLite's own locks would let two nodes number the same line in turns.
final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    static HomeLock take(Path ledger) {
        Path file = ledger.resolveSibling(ledger.getFileName() + ".lock");
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return new HomeLock(channel);
            }
            channel.close();
            throw inUse(ledger, new IOException("the lock is taken"));
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            throw inUse(ledger, e);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new StorageFailed(
                    "The lock " + file + " cannot be taken: check that its directory exists and can be written.",
                    false,
                    e);
        }
    }

    private static StorageFailed inUse(Path ledger, Exception cause) {
        return new StorageFailed(
                "The ledger " + ledger + " is in use by another node: end that one first, or give this one a home of"
                        + " its own.",
                false,
                cause);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock goes with the process at the latest, and what matters was thrown already.
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
