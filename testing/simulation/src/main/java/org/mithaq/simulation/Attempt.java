// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.StorageFailed;

/// Something that is asked of a node whose disk or process may fail at it.
final class Attempt {

    private Attempt() {}

    /// Does `work`, and notes it as done if it was: where the disk or the process fails, by what the disk holds then.
    static void make(Station station, Runnable work, Runnable done) {
        Ledger ledger = station.program().ledger;
        long before = ledger.read(Attempt::marks);
        try {
            work.run();
        } catch (StorageFailed | Crashed failure) {
            if (ledger.read(Attempt::marks) != before) {
                done.run();
            }
            throw failure;
        }
        done.run();
    }

    private static long marks(Ledger.Tables tables) {
        return tables.outbox().newest(Integer.MAX_VALUE).size() * 1_000_000L
                + tables.shelf().count()
                + tables.registry().bilaterals().size() * 1_000L;
    }
}
