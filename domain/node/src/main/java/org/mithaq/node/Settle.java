// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Outbox;

/// Stores a verified receipt of a recipient, and frees what it frees (protocol, Receipts).
///
/// @param receipt the receipt
/// @param envelope as it was signed
public record Settle(Receipt receipt, DsseEnvelope envelope) implements Command<Settle.Settled> {

    /// What a receipt changed.
    public enum Settled {
        /// It is the newest word about a copy of ours.
        STORED,
        /// It is about nothing that was sent, or older than what is known.
        IGNORED,
        /// It names a state of the charter that is not here yet: it is to come again.
        AHEAD
    }

    @Override
    public Settled run(Turn turn) {
        Outbox outbox = turn.tables().outbox();
        Optional<Outbox.EntryRow> entry =
                outbox.entry(receipt.recipient(), receipt.order().lane(), receipt.order().stream(), receipt.sequence());
        if (receipt.epoch() > turn.state().charter().epoch()) {
            // Once the acts are here, it counts (Charter 11.5).
            return Settled.AHEAD;
        }
        if (!isOfThisFederation(turn.state())) {
            turn.alarm(
                    AlarmKind.DOOR,
                    receipt.recipient().hex(),
                    "Receipts 9: a receipt under another federation, state of the charter or node",
                    Envelopes.toBytes(envelope));
            return Settled.IGNORED;
        }
        if (entry.isEmpty() || !entry.get().payloadHash().equals(receipt.payloadHash())) {
            return Settled.IGNORED;
        }
        boolean declared = Declared.note(turn, receipt, envelope);
        if (declared) {
            Relays.declared(turn, receipt);
        }
        boolean newer = !isOlder(entry.get());
        if (newer) {
            outbox.settle(
                    receipt.recipient(),
                    receipt.order().lane(),
                    receipt.order().stream(),
                    receipt.sequence(),
                    receipt.status().frees()
                            ? Outbox.State.SETTLED
                            : entry.get().state(),
                    Envelopes.toBytes(envelope),
                    receipt.status().number());
        } else if (declared && receipt.status().frees()) {
            outbox.putState(
                    receipt.recipient(),
                    receipt.order().lane(),
                    receipt.order().stream(),
                    receipt.sequence(),
                    Outbox.State.SETTLED);
        }
        if (!newer && !declared) {
            return Settled.IGNORED;
        }
        ReceiptProofs.due(turn, receipt, newer);
        return Settled.STORED;
    }

    /// Receipts overtake each other on the way: among those of one status, the one with the higher number is
    /// newer. A declaration says nothing about the status, and stands in its place only where nothing else is
    /// known.
    private boolean isOlder(Outbox.EntryRow entry) {
        int known = rank(entry.status());
        int told = rank(receipt.status().number());
        if (known != told) {
            return known > told;
        }
        return entry.receipt()
                .map(stored -> Envelopes.parse(stored, PayloadTypes.RECEIPT, Receipt.BYTES_MAX))
                .map(stored -> Receipt.parse(stored.payload()))
                .filter(stored -> stored.node().equals(receipt.node()) && stored.number() >= receipt.number())
                .isPresent();
    }

    /// Receipts 9: what a third cannot tie to this charter and this node's numbers proves nothing.
    private boolean isOfThisFederation(NodeState state) {
        CharterState charter = state.charter();
        return receipt.federation().equals(charter.federation())
                && state.knows(receipt.epoch(), receipt.stateHash())
                && receipt.order().node().equals(state.self().node())
                && charter.node(receipt.recipient(), receipt.node()).isPresent();
    }

    /// A later status never gives way to an earlier one; among equals the newer word counts. STORED and the
    /// refusals for now, and then those that free, in the order of their numbers.
    private static int rank(int status) {
        if (status == Receipt.Status.RECALLED.number()) {
            return 1;
        }
        return status == Receipt.Status.REFUSED_FOR_NOW.number() ? 2 : 2 * status;
    }
}
