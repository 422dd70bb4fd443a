// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;

/// Carries out recalls that were noted: at once when they come, and at each start for what a crash has left.
/// Safe for threads; one recall is carried out at a time.
public final class RecallDesk {

    private final Ledger ledger;
    private final KeyVault vault;
    private final Turns turns;

    /// @param ledger where recalls were noted
    /// @param vault whose keys are destroyed
    /// @param turns where rows are removed and declarations written
    public RecallDesk(Ledger ledger, KeyVault vault, Turns turns) {
        this.ledger = ledger;
        this.vault = vault;
        this.turns = turns;
    }

    /// Carries out all that is pending. When this returns, the keys are destroyed, the rows are gone and the
    /// declarations are written.
    public synchronized List<Inbox.ReceiptRow> carryOut() {
        List<Inbox.ReceiptRow> receipts = new ArrayList<>();
        for (Recalls.Pending recall : ledger.read(Recalls::pending)) {
            Recalls.Targets targets = ledger.read(tables -> Recalls.targets(tables, vault, recall));
            vault.destroy(targets.keys(), targets.tombstones());
            receipts.addAll(turns.run(turn -> Recalls.declare(turn, recall, targets)));
        }
        return receipts;
    }
}
