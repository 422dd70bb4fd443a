// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.io.IOException;
import java.util.Optional;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.StorageFailed;

/// A key file that forgets when the process ends, and fails when it is told to.
public final class MemoryKeyFile implements KeyFile {

    private enum Fault {
        NONE,
        LOST,
        KEPT
    }

    private Optional<byte[]> bytes = Optional.empty();
    private Optional<byte[]> synced = Optional.empty();
    private Fault next = Fault.NONE;

    /// A file that is not there yet.
    public MemoryKeyFile() {}

    /// Another file with the same bytes, as in a backup.
    public synchronized MemoryKeyFile copy() {
        MemoryKeyFile copy = new MemoryKeyFile();
        copy.bytes = bytes;
        copy.synced = synced;
        return copy;
    }

    @Override
    public synchronized Optional<byte[]> read() {
        return bytes.map(byte[]::clone);
    }

    @Override
    public synchronized void replace(byte[] sealed) {
        Fault fault = next;
        next = Fault.NONE;
        if (fault != Fault.LOST) {
            bytes = Optional.of(sealed.clone());
            sync();
        }
        if (fault != Fault.NONE) {
            throw new StorageFailed(
                    "The key file cannot be replaced.", true, new IOException("the test told the file to fail"));
        }
    }

    /// Waits until what was written is on the medium itself.
    private void sync() {
        synced = bytes;
    }

    /// The power goes: what the medium had not taken yet is gone.
    public synchronized void losePower() {
        bytes = synced;
    }

    /// Makes the next replacement fail, having kept the new bytes or the old ones.
    public synchronized void failNextReplace(boolean kept) {
        next = kept ? Fault.KEPT : Fault.LOST;
    }
}
