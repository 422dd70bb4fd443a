// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.mithaq.node.port.Ledger;

/// Numbers of rows, for whoever looks at the status however often: a count reads a whole index (some 30 ms for a
/// million objects), so that no more than a twentieth of the time is spent on it. Safe for threads.
final class Counted {

    private static final long SHARE = 20;

    private final Ledger ledger;
    private final LongSupplier nanoTime;
    private Optional<Numbers> last = Optional.empty();

    /// How many there are.
    ///
    /// @param objects objects held
    /// @param quarantined pieces of refused input
    record Rows(long objects, long quarantined) {}

    private record Numbers(Rows rows, long doneNanos, long tookNanos) {}

    Counted(Ledger ledger, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.nanoTime = nanoTime;
    }

    /// The numbers of rows now, or, where counting is dear, not long ago.
    synchronized Rows rows() {
        long begun = nanoTime.getAsLong();
        if (last.isPresent()) {
            Numbers before = last.get();
            if (begun - before.doneNanos() < SHARE * before.tookNanos()) {
                return before.rows();
            }
        }
        Rows rows = ledger.read(
                tables -> new Rows(tables.shelf().count(), tables.quarantine().count()));
        long done = nanoTime.getAsLong();
        last = Optional.of(new Numbers(rows, done, done - begun));
        return rows;
    }
}
