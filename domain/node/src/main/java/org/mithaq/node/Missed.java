// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;

/// Answers what a peer missed, from what is on disk (protocol, Pull). Safe for threads.
final class Missed {

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final Ledger ledger;
    private final Shelving shelving;
    private final Postbox postbox;

    Missed(NodeIdentity self, LivingCharter charter, Ledger ledger, Shelving shelving, Postbox postbox) {
        this.self = self;
        this.charter = charter;
        this.ledger = ledger;
        this.shelving = shelving;
        this.postbox = postbox;
    }

    /// Answers what a peer missed: its own deliveries, newer evidence for what it holds, or its own past.
    ///
    /// @throws DoorRejected if the bytes are no request
    Parcels pull(MemberId peer, byte[] body) {
        return switch (request(body)) {
            case PullRequest.Deliveries asked ->
                postbox.deliveries(peer, asked.lane(), asked.stream(), asked.afterSequence(), asked.countMax());
            case PullRequest.Evidence asked -> evidence(peer, asked.payloadHashes());
            case PullRequest.Receipts asked -> receiptEvidence(peer, asked.receipts());
            case PullRequest.Received asked ->
                new Parcels(received(peer, asked).stream().toList());
            case PullRequest.Pieced asked -> postbox.pieced(peer, asked.lane(), asked.stream(), asked.afterSequence());
            case PullRequest.Part asked ->
                new Parcels(postbox.part(peer, asked).stream().toList());
            case PullRequest.Sent asked -> SendingBack.answer(ledger, shelving, peer, asked);
            case PullRequest.Records asked -> LogKeeping.answer(self, charter, ledger, peer, asked);
        };
    }

    private static PullRequest request(byte[] body) {
        try {
            return PullRequest.parse(body);
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        }
    }

    /// Evidence for as many of the dispatches as fit in one answer: with many witnesses, each carries a long
    /// checkpoint.
    private Parcels evidence(MemberId peer, List<Hash> payloadHashes) {
        return evidence(payloadHashes.stream()
                .flatMap(payloadHash -> ledger
                        .read(tables -> tables.outbox().entriesOf(payloadHash).stream()
                                        .anyMatch(entry -> entry.recipient().equals(peer))
                                ? tables.outbox().dispatch(payloadHash)
                                : Optional.<Outbox.DispatchRow>empty())
                        .map(row -> new Logged(payloadHash, row.logIndex()))
                        .stream()));
    }

    /// The same for receipts of this node that are for `peer` (Receipts 8).
    private Parcels receiptEvidence(MemberId peer, List<PullRequest.Receipts.Signed> receipts) {
        return evidence(receipts.stream()
                .flatMap(asked -> ledger.read(tables -> tables.inbox().receiptsOf(asked.payloadHash())).stream()
                        .filter(row ->
                                row.number() == asked.number() && row.to().equals(peer)))
                .map(row -> Receipt.parse(row.payload()))
                .map(receipt -> new Logged(receipt.receiptHash(), receipt.logIndex())));
    }

    /// A payload of this node's, and where its record stands in this node's log.
    private record Logged(Hash payloadHash, long logIndex) {}

    private Parcels evidence(Stream<Logged> logged) {
        if (postbox.isHeld()) {
            return new Parcels(List.of());
        }
        List<byte[]> parts = new ArrayList<>();
        long bytes = 0;
        for (Logged each : (Iterable<Logged>) logged::iterator) {
            CanonicalWriter out = new CanonicalWriter().hash(each.payloadHash());
            postbox.evidence(each.logIndex()).write(out);
            bytes += out.length() + Integer.BYTES;
            if (bytes > Delivery.BYTES_MAX) {
                break;
            }
            parts.add(out.toByteArray());
        }
        return new Parcels(parts);
    }

    /// What `peer` once signed, and has forgotten that it did (Contact 6).
    private Optional<byte[]> received(MemberId peer, PullRequest.Received asked) {
        return ledger.read(
                        tables -> tables.inbox().arrival(asked.node(), asked.lane(), asked.stream(), asked.sequence()))
                .filter(arrival -> arrival.sender().equals(peer) && arrival.place().length > 0)
                .map(arrival -> new ConflictProof.Side(
                                Envelopes.parse(arrival.envelope(), PayloadTypes.DISPATCH, Header.LENGTH_BYTES),
                                ConflictProof.Place.parse(arrival.place()))
                        .toBytes());
    }
}
