// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.mithaq.http.DoorFigures;

/// All that there is to see of a node at one moment, whoever asks.
///
/// @param nowMicros the moment, in microseconds since 1970-01-01 UTC
/// @param uptimeMicros time since the start
/// @param peers the worst first
/// @param rows what the ledger holds
/// @param work what the node is at
/// @param keys when the cards end
/// @param doors how near each door is to its bounds, by its name
/// @param store sizes of the parts of the store, by their names
/// @param volumes the disks that they lie on, by the names of the parts
record Look(
        long nowMicros,
        long uptimeMicros,
        List<PeerLook> peers,
        Rows rows,
        Work work,
        List<KeyLook> keys,
        Map<String, DoorFigures> doors,
        Map<String, Long> store,
        Map<String, Volume> volumes) {

    /// What the ledger holds.
    ///
    /// @param alarms number of alarms by kind
    record Rows(long objects, long quarantined, long tokens, Map<String, Long> alarms) {}

    /// What the node is at.
    ///
    /// @param signs whether it signs
    /// @param logSize records of its log
    /// @param witnessedSize of those, how many a quorum has cosigned
    /// @param turns transactions since the start
    /// @param keyFileWrites writings of the key file since the start
    /// @param tombstones objects recalled for good
    /// @param keyTrees trees of keys
    /// @param commands that wait
    /// @param convenient commands that wait and may be lost
    /// @param ledgerReaders reading transactions
    /// @param storageRefused whether the disk refused the newest write
    record Work(
            boolean signs,
            long logSize,
            long witnessedSize,
            long turns,
            long keyFileWrites,
            long tombstones,
            int keyTrees,
            int commands,
            int convenient,
            int ledgerReaders,
            boolean storageRefused) {}

    /// A card and its end: all online keys of a member hold as long as its card.
    ///
    /// @param key `own`, or the first digits of a peer's id
    record KeyLook(String key, Instant notAfter) {}

    /// A disk.
    record Volume(long bytes, long freeBytes) {}

    Look {
        peers = List.copyOf(peers);
        keys = List.copyOf(keys);
        doors = Map.copyOf(doors);
        store = Map.copyOf(store);
        volumes = Map.copyOf(volumes);
    }
}
