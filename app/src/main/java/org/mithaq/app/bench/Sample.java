// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import org.mithaq.json.JsonObject;

/// What some nodes had taken and written at one moment.
///
/// @param nanos when
/// @param cpuMicros processor time of all of them
/// @param syncs waits for the medium that they asked for, but for SQLite's own checkpoints: one a transaction, three a
///     replacement of the key file
/// @param logSize records in the posting node's log, one a dispatch
record Sample(long nanos, long cpuMicros, long syncs, long logSize) {

    private static final int SYNCS_OF_A_KEY_FILE = 3;

    /// @param keys the nodes, the posting one first
    static Sample of(BenchNodes nodes, String... keys) {
        long cpu = 0;
        long syncs = 0;
        long logSize = 0;
        for (int index = 0; index < keys.length; index++) {
            JsonObject status = nodes.status(keys[index]);
            cpu += nodes.figures(keys[index]).cpuMicros();
            syncs += status.integer("commits").orElse(0)
                    + SYNCS_OF_A_KEY_FILE * status.integer("keyFileWrites").orElse(0);
            if (index == 0) {
                logSize = status.object("log").orElseThrow().integer("size").orElse(0);
            }
        }
        return new Sample(System.nanoTime(), cpu, syncs, logSize);
    }
}
