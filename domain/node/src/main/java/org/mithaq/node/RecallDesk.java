// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.mithaq.crypto.Hash;
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
    private final Resending resending;
    private final ReadWriteLock carrying = new ReentrantReadWriteLock();

    /// @param ledger where recalls were noted
    /// @param vault whose keys are destroyed
    /// @param turns where rows are removed and declarations written
    /// @param posting what passes recalls on to those whom this node relayed to, and sends again what was withdrawn
    public RecallDesk(Ledger ledger, KeyVault vault, Turns turns, Posting posting) {
        this.ledger = ledger;
        this.vault = vault;
        this.turns = turns;
        this.posting = posting;
        this.resending = new Resending(ledger, vault, turns, posting);
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
    /// are written, what was relayed is on its way to be recalled, and what was withdrawn with it is sent again.
    public List<Inbox.ReceiptRow> carryOut() {
        List<Inbox.ReceiptRow> receipts = new ArrayList<>();
        carrying.writeLock().lock();
        try {
            // A recall that is passed on adds one of this node's own, of the leaf that it was passed on in.
            List<Recalls.Pending> pending = ledger.read(Recalls::pending);
            while (!pending.isEmpty()) {
                pending.forEach(posting.retracting()::passOn);
                List<Recalls.Targets> targets = destroy(pending);
                receipts.addAll(declare(pending, targets));
                pending = ledger.read(Recalls::pending);
            }
        } finally {
            carrying.writeLock().unlock();
        }
        return receipts;
    }

    /// All at once: each destruction writes the key file anew.
    private List<Recalls.Targets> destroy(List<Recalls.Pending> pending) {
        List<Recalls.Targets> all = pending.stream()
                .map(recall -> ledger.read(
                        tables -> Recalls.targets(tables, posting.self().member(), vault, recall)))
                .toList();
        vault.destroy(
                all.stream().flatMap(each -> each.keys().stream()).toList(),
                all.stream().flatMap(each -> each.tombstones().stream()).toList());
        return all;
    }

    /// What is sent again is made ready for those who are waiting now. If somebody's receipt comes before it is
    /// committed, it is made ready anew.
    private List<Inbox.ReceiptRow> declare(List<Recalls.Pending> pending, List<Recalls.Targets> targets) {
        while (true) {
            Map<Hash, Resending.Again> again = new LinkedHashMap<>();
            pending.forEach(
                    recall -> again.computeIfAbsent(recall.statement().payloadHash(), _ -> resending.prepare(recall)));
            Optional<List<Inbox.ReceiptRow>> declared = turns.run(turn -> {
                if (again.values().stream().anyMatch(each -> each.isStale(turn))) {
                    return Optional.empty();
                }
                List<Declarations.Due> dues = new ArrayList<>();
                for (int index = 0; index < pending.size(); index++) {
                    dues.addAll(Recalls.complete(turn, vault, pending.get(index), targets.get(index)));
                }
                again.values().forEach(each -> each.send(turn));
                return Optional.of(Declarations.write(turn, dues));
            });
            if (declared.isPresent()) {
                return declared.get();
            }
        }
    }
}
