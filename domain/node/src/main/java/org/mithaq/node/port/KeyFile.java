// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.Optional;

/// Where the key store lies: one small file, apart from the database, its log and its backups.
public interface KeyFile {

    /// The sealed bytes as they were last replaced; empty before the first time.
    ///
    /// @throws StorageFailed if they cannot be read
    Optional<byte[]> read();

    /// Replaces the bytes at once and for good: when this returns, the new ones survive power loss and the old ones
    /// cannot be read back by this program; when it throws, one of the two is there.
    ///
    /// @throws StorageFailed if the medium refuses
    void replace(byte[] sealed);
}
