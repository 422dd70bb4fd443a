// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.SealRejected;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DeliveryRecord;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.OrderProof;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Registry;

/// Makes the deliveries of what was committed: signature, stanza, numbers, ciphertext and log evidence put together.
/// Safe for threads.
public final class Postbox {

    private final Ledger ledger;
    private final KeyVault vault;
    private final Signing signing;
    private final OwnCheckpoints checkpoints;

    /// @param ledger what was committed
    /// @param vault whose keys open sealed bytes at rest
    /// @param signing makes signatures that are not there yet
    /// @param checkpoints where evidence comes from
    public Postbox(Ledger ledger, KeyVault vault, Signing signing, OwnCheckpoints checkpoints) {
        this.ledger = ledger;
        this.vault = vault;
        this.signing = signing;
        this.checkpoints = checkpoints;
    }

    /// Whether nothing can be made ready now, since nothing may be signed.
    boolean isHeld() {
        return checkpoints.areHeld();
    }

    /// One copy that is ready to go.
    ///
    /// @param sequence its number
    /// @param bytes the delivery
    public record Ready(long sequence, byte[] bytes) {}

    /// The next copies for a recipient that are not settled, above `afterSequence`, at most `limit`.
    ///
    /// None while nothing may be signed: a signature and evidence belong to each.
    public List<Ready> next(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit) {
        if (checkpoints.areHeld()) {
            return List.of();
        }
        List<Outbox.EntryRow> entries =
                ledger.read(tables -> tables.outbox().unsettled(recipient, lane, stream, afterSequence, limit));
        return entries.stream().map(this::ready).flatMap(Optional::stream).toList();
    }

    /// All copies of a line above `afterSequence` that fit in one answer, settled or not.
    ///
    /// None while nothing may be signed.
    public Parcels deliveries(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit) {
        if (checkpoints.areHeld()) {
            return new Parcels(List.of());
        }
        List<Outbox.EntryRow> entries =
                ledger.read(tables -> tables.outbox().after(recipient, lane, stream, afterSequence, limit));
        List<byte[]> parts = new ArrayList<>();
        long bytes = 0;
        for (Outbox.EntryRow entry : entries) {
            Optional<Ready> ready = ready(entry);
            if (ready.isEmpty()) {
                continue;
            }
            byte[] part = ready.get().bytes();
            bytes += part.length;
            if (!parts.isEmpty() && bytes > Delivery.BYTES_MAX) {
                break;
            }
            parts.add(part);
        }
        return new Parcels(parts);
    }

    /// Evidence for a record of this node's log.
    public LogEvidence evidence(long logIndex) {
        return checkpoints.evidence(logIndex);
    }

    /// Empty while a recall is being carried out: the content is gone, and the proof is not at hand yet.
    private Optional<Ready> ready(Outbox.EntryRow entry) {
        Outbox.DispatchRow row = ledger.read(tables -> tables.outbox().dispatch(entry.payloadHash()))
                .orElseThrow(() -> new IllegalStateException("a copy without its dispatch"));
        Optional<Delivery.Body> body = body(row, entry);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        Delivery delivery = new Delivery(
                signing.envelope(row),
                DeliveryRecord.parse(row.record()),
                OrderProof.parse(entry.order()),
                body.get(),
                checkpoints.evidence(row.logIndex()));
        return Optional.of(new Ready(entry.sequence(), delivery.toBytes()));
    }

    private Optional<Delivery.Body> body(Outbox.DispatchRow row, Outbox.EntryRow entry) {
        Optional<byte[]> ciphertext = ciphertext(row);
        if (ciphertext.isPresent()) {
            return Optional.of(new Delivery.Sealed(entry.stanza(), ciphertext.get()));
        }
        // One proof is enough (Recall 2), and each may be as long as a checkpoint with all its cosignatures.
        return ledger.read(tables -> Withdrawals.proof(tables, row.payloadHash()))
                .map(proof -> new Delivery.Withdrawn(List.of(recall(proof))));
    }

    /// The proof of a recall of this node's own, made from its leaf, its table and the newest log evidence.
    private RelayedObject recall(Registry.Setting setting) {
        Hash recallHash = Hash.parseHex(setting.name().substring(setting.name().lastIndexOf(':') + 1));
        CanonicalReader in = new CanonicalReader(setting.value());
        Leaf leaf = Leaf.parse(in.bytes("recall.leaf", Limits.MANIFEST_BYTES_MAX));
        ObjectTable table = ObjectTable.parse(in.bytes("recall.table", Limits.MANIFEST_BYTES_MAX));
        Hash logSalt = in.hash("recall.logSalt");
        in.end("recall");
        Outbox.DispatchRow row = ledger.read(tables -> tables.outbox().dispatch(recallHash))
                .orElseThrow(() -> new IllegalStateException("a recall without its dispatch"));
        int position = table.manifest().positions().getFirst();
        return new RelayedObject(
                signing.envelope(row),
                leaf,
                position,
                table.path(position),
                logSalt,
                checkpoints.evidence(row.logIndex()));
    }

    private Optional<byte[]> ciphertext(Outbox.DispatchRow row) {
        if (row.sealed().length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Sealing.ciphertext(vault, row.keyNumber(), row.sealed()));
        } catch (KeyDestroyed recalled) {
            return Optional.empty();
        } catch (SealRejected damaged) {
            throw new IllegalStateException("dispatch " + row.payloadHash() + " is damaged at rest", damaged);
        }
    }
}
