// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;

/// Carries out recalls that were noted: at once when they come, and at each start for what a crash has left.
///
/// Safe for threads. One recall is carried out at a time, and never between the reading of a delivery and its
/// recording: else what was read before the keys were destroyed would be recorded after it.
public final class RecallDesk {

    private final Ledger ledger;
    private final KeyVault vault;
    private final Turns turns;
    private final Posting posting;
    private final ReadWriteLock carrying = new ReentrantReadWriteLock();

    /// @param ledger where recalls were noted
    /// @param vault whose keys are destroyed
    /// @param turns where rows are removed and declarations written
    /// @param posting what passes recalls on to those whom this node relayed to
    public RecallDesk(Ledger ledger, KeyVault vault, Turns turns, Posting posting) {
        this.ledger = ledger;
        this.vault = vault;
        this.turns = turns;
        this.posting = posting;
    }

    /// Runs `work` while no recall is being carried out. Several may run at once.
    <T> T undisturbed(Supplier<T> work) {
        carrying.readLock().lock();
        try {
            return work.get();
        } finally {
            carrying.readLock().unlock();
        }
    }

    /// Carries out all that is pending. When this returns, the keys are destroyed, the rows are gone, the declarations
    /// are written, and what was relayed is on its way to be recalled.
    public List<Inbox.ReceiptRow> carryOut() {
        List<Inbox.ReceiptRow> receipts = new ArrayList<>();
        carrying.writeLock().lock();
        try {
            // A recall that is passed on adds one of this node's own, of the leaf that it was passed on in.
            List<Recalls.Pending> pending = ledger.read(Recalls::pending);
            while (!pending.isEmpty()) {
                List<Recalls.Pending> round = pending;
                round.forEach(posting::passOn);
                List<Recalls.Targets> targets = ledger.read(tables -> round.stream()
                        .map(recall -> Recalls.targets(tables, vault, recall))
                        .toList());
                // Together: each writing of the key store costs as much as its length.
                vault.destroy(
                        targets.stream().flatMap(each -> each.keys().stream()).toList(),
                        targets.stream()
                                .flatMap(each -> each.tombstones().stream())
                                .toList());
                receipts.addAll(turns.run(turn -> declared(turn, round, targets)));
                pending = ledger.read(Recalls::pending);
            }
        } finally {
            carrying.writeLock().unlock();
        }
        return receipts;
    }

    private static List<Inbox.ReceiptRow> declared(
            Turn turn, List<Recalls.Pending> recalls, List<Recalls.Targets> targets) {
        List<Inbox.ReceiptRow> receipts = new ArrayList<>();
        for (int index = 0; index < recalls.size(); index++) {
            receipts.addAll(Recalls.declare(turn, recalls.get(index), targets.get(index)));
        }
        return receipts;
    }
}
