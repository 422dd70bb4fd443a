// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;

/// Takes out of a restored ledger what was recalled after it was backed up: the key store, which is newer,
/// remembers (protocol, Recall: restores replay tombstones).
public final class TombstoneReplay {

    private static final int PAGE = 1_000;

    private TombstoneReplay() {}

    /// Removes the row of every object whose leaf is buried or whose key is destroyed, and forces the
    /// removed rows out of the ledger's free pages. Again it has no further effect. One page of rows is one
    /// transaction.
    ///
    /// @return how many rows were removed
    public static long run(Ledger ledger, KeyVault vault) {
        long removed = 0;
        long after = 0;
        while (true) {
            long from = after;
            List<Shelf.ObjectRow> page = ledger.read(tables -> tables.shelf().page(Optional.empty(), from, PAGE));
            if (page.isEmpty()) {
                break;
            }
            after = page.getLast().number();
            List<Shelf.ObjectRow> gone =
                    page.stream().filter(row -> isGone(vault, row)).toList();
            if (!gone.isEmpty()) {
                ledger.write(tables -> gone.forEach(row -> tables.shelf().removeObject(row.number())));
                removed += gone.size();
            }
        }
        if (removed > 0) {
            ledger.scrub();
        }
        return removed;
    }

    private static boolean isGone(KeyVault vault, Shelf.ObjectRow row) {
        return vault.isBuried(row.originator().hash(), row.leafHash()) || vault.isDestroyed(row.batch(), row.slot());
    }
}
