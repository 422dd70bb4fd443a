// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.List;
import java.util.Optional;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Outbox;

/// The receipts that a stopped node holds for what it has sent.
final class DemoReceipts {

    private DemoReceipts() {}

    /// Every copy of every dispatch of `node`.
    static List<Outbox.EntryRow> entries(NodeRuntime node) {
        return node.ledger()
                .read(tables -> tables.outbox().newest(1_000_000).stream()
                        .flatMap(row -> tables.outbox().entriesOf(row.payloadHash()).stream())
                        .toList());
    }

    /// What speaks against the receipt of one copy: it must be there, of that dispatch, and signed by the recipient.
    static Optional<String> fault(NodeRuntime node, Outbox.EntryRow entry) {
        if (entry.state() != Outbox.State.SETTLED || entry.receipt().isEmpty()) {
            return Optional.of("no receipt of " + entry.recipient().shortForm() + " for " + entry.payloadHash());
        }
        return fault(
                node, entry.recipient(), entry.payloadHash(), entry.receipt().get());
    }

    /// What speaks against a receipt: it must be about that dispatch, and signed by the recipient.
    static Optional<String> fault(NodeRuntime node, MemberId recipient, Hash payloadHash, byte[] envelope) {
        MemberCard card = node.charter().member(recipient).orElseThrow();
        try {
            Receipt receipt = Receipt.parse(Dsse.verify(
                    node.signatures(),
                    card.signingKey().key(),
                    PayloadTypes.RECEIPT,
                    Envelopes.parse(envelope, PayloadTypes.RECEIPT, Receipt.BYTES_MAX)));
            return receipt.payloadHash().equals(payloadHash)
                    ? Optional.empty()
                    : Optional.of("a receipt for another dispatch");
        } catch (RuntimeException broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        }
    }
}
