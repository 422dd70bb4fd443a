// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.Hash;

/// The leaves of this node's transparency log, its checkpoint, and what it has witnessed of others.
public interface LogBook {

    /// Appends 32-byte records; the first gets the index [#size].
    void append(List<byte[]> records);

    /// Number of records.
    long size();

    /// Records from `fromIndex`, at most `limit`.
    List<byte[]> records(long fromIndex, int limit);

    /// The newest checkpoint of this log with its cosignatures: a signed note.
    ///
    /// @param size tree size
    /// @param note the note's bytes
    record CheckpointRow(long size, byte[] note) {}

    /// The newest own checkpoint that reached its quorum of cosignatures.
    Optional<CheckpointRow> witnessedCheckpoint();

    /// Replaces it.
    void putWitnessedCheckpoint(CheckpointRow checkpoint);

    /// What this node last cosigned for a log.
    ///
    /// @param origin the log
    /// @param size tree size
    /// @param root root hash
    /// @param note the log's signed checkpoint
    record WitnessRow(String origin, long size, Hash root, byte[] note) {}

    /// What this node last cosigned for `origin`.
    Optional<WitnessRow> witnessed(String origin);

    /// All that this node has cosigned, ordered by origin.
    List<WitnessRow> witnessed();

    /// Replaces what this node last cosigned for an origin.
    void putWitnessed(WitnessRow row);

    /// Keeps more 32-byte records of another member's log, after those that are kept of it.
    void keep(String origin, List<byte[]> records);

    /// How many records of another member's log are kept, from its first on.
    long kept(String origin);

    /// Kept records of another member's log from `fromIndex`, at most `limit`.
    List<byte[]> kept(String origin, long fromIndex, int limit);
}
