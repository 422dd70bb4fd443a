// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
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
        IGNORED
    }

    @Override
    public Settled run(Turn turn) {
        Outbox outbox = turn.tables().outbox();
        Optional<Outbox.EntryRow> entry =
                outbox.entry(receipt.recipient(), receipt.order().lane(), receipt.order().stream(), receipt.sequence());
        if (entry.isEmpty() || !entry.get().payloadHash().equals(receipt.payloadHash()) || isOlder(entry.get())) {
            return Settled.IGNORED;
        }
        Outbox.State state =
                receipt.status().frees() ? Outbox.State.SETTLED : entry.get().state();
        outbox.settle(
                receipt.recipient(),
                receipt.order().lane(),
                receipt.order().stream(),
                receipt.sequence(),
                state,
                Envelopes.toBytes(envelope),
                receipt.status().number());
        if (receipt.status() == Receipt.Status.RECALLED) {
            Relays.declared(turn, receipt);
        }
        return Settled.STORED;
    }

    /// Receipts overtake each other on the way: among those of one status, the one with the higher number is newer.
    private boolean isOlder(Outbox.EntryRow entry) {
        int known = rank(entry.status());
        int told = rank(receipt.status().number());
        if (known != told) {
            return known > told;
        }
        return entry.receipt()
                .map(stored -> Envelopes.parse(stored, PayloadTypes.RECEIPT, Receipt.BYTES_MAX))
                .map(stored -> Receipt.parse(stored.payload()))
                .filter(stored -> stored.node().equals(receipt.node()) && stored.number() > receipt.number())
                .isPresent();
    }

    /// A later status never gives way to an earlier one; among equals the newer word counts. STORED, the refusals for
    /// now, and then those that free, in the order of their numbers.
    private static int rank(int status) {
        return status == Receipt.Status.REFUSED_FOR_NOW.number() ? 1 : status;
    }
}
