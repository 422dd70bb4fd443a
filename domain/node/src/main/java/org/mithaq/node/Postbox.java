// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mithaq.charter.MemberCard;
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
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;

/// Makes the deliveries of what was committed: signature, stanza, numbers, ciphertext and log evidence put together.
/// Safe for threads.
public final class Postbox {

    /// Copies in one answer without their ciphertexts.
    private static final int PIECED_MAX = 16;

    /// Bytes of such an answer beyond which it holds one copy.
    private static final int PIECED_BYTES_MAX = 131_072;

    /// Objects that an alarm names: one is enough to recall.
    private static final int OBJECTS_NAMED_MAX = 3;

    private final Ledger ledger;
    private final KeyVault vault;
    private final Signing signing;
    private final OwnCheckpoints checkpoints;
    private final Turns turns;
    private final Rewrapping rewrapping;

    /// @param ledger what was committed
    /// @param vault whose keys open sealed bytes at rest
    /// @param signing makes signatures that are not there yet
    /// @param checkpoints where evidence comes from
    /// @param turns where it is said that the disk has damaged a dispatch
    /// @param rewrapping makes stanzas for sealing keys that came later
    public Postbox(
            Ledger ledger,
            KeyVault vault,
            Signing signing,
            OwnCheckpoints checkpoints,
            Turns turns,
            Rewrapping rewrapping) {
        this.ledger = ledger;
        this.vault = vault;
        this.signing = signing;
        this.checkpoints = checkpoints;
        this.turns = turns;
        this.rewrapping = rewrapping;
    }

    /// Whether nothing can be made ready now, since nothing may be signed.
    boolean isHeld() {
        return checkpoints.areHeld();
    }

    /// Records of this node's log that a quorum of witnesses has cosigned.
    public long witnessedSize() {
        return checkpoints.witnessed().map(note -> note.checkpoint().size()).orElse(0L);
    }

    /// One copy that is ready to go.
    ///
    /// @param sequence its number
    /// @param bytes the delivery
    public record Ready(long sequence, byte[] bytes) {}

    /// What a line has to be delivered next.
    ///
    /// @param ready the first copy that can go
    /// @param waiting whether others wait that cannot go now, and of which nobody says when they can: nothing may
    ///     be signed, or a recall of them is being carried out, or the disk has damaged them
    public record Next(Optional<Ready> ready, boolean waiting) {}

    private record Copy(Outbox.EntryRow entry, Outbox.DispatchRow row) {}

    /// The next copy for a recipient that is not settled, above `afterSequence`: as the other, one alone.
    public Next next(MemberId recipient, Lane lane, StreamId stream, long afterSequence) {
        if (checkpoints.areHeld()) {
            return new Next(Optional.empty(), true);
        }
        boolean passedOver = false;
        for (long after = afterSequence; ; ) {
            long from = after;
            Optional<Copy> next =
                    ledger.read(tables -> tables.outbox().unsettled(recipient, lane, stream, from, 1).stream()
                            .findFirst()
                            .map(entry -> new Copy(entry, dispatch(tables, entry))));
            if (next.isEmpty()) {
                return new Next(Optional.empty(), passedOver);
            }
            Outbox.EntryRow entry = next.get().entry();
            Optional<Delivery> delivery = delivery(entry, next.get().row());
            if (delivery.isPresent()) {
                return new Next(
                        Optional.of(new Ready(entry.sequence(), delivery.get().toBytes())), passedOver);
            }
            passedOver = true;
            after = entry.sequence();
        }
    }

    private static Outbox.DispatchRow dispatch(Ledger.Tables tables, Outbox.EntryRow entry) {
        return tables.outbox()
                .dispatch(entry.payloadHash())
                .orElseThrow(() -> new IllegalStateException("a copy without its dispatch"));
    }

    /// The next copies for a recipient that are not settled, above `afterSequence`, at most `limit`.
    ///
    /// None while nothing may be signed: a signature and evidence belong to each. A copy that cannot be made, since
    /// the disk has damaged it or a recall of it is being carried out, is passed over, and the line goes on.
    public List<Ready> next(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit) {
        if (checkpoints.areHeld()) {
            return List.of();
        }
        List<Ready> ready = new ArrayList<>();
        long after = afterSequence;
        while (ready.size() < limit) {
            long from = after;
            int wanted = limit - ready.size();
            List<Outbox.EntryRow> entries =
                    ledger.read(tables -> tables.outbox().unsettled(recipient, lane, stream, from, wanted));
            if (entries.isEmpty()) {
                break;
            }
            entries.forEach(entry -> ready(entry).ifPresent(ready::add));
            after = entries.getLast().sequence();
        }
        return ready;
    }

    /// All copies of a line above `afterSequence` that fit in one answer, settled or not.
    ///
    /// None while nothing may be signed.
    public Parcels deliveries(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit) {
        if (checkpoints.areHeld()) {
            return new Parcels(List.of());
        }
        List<byte[]> parts = new ArrayList<>();
        long bytes = 0;
        long after = afterSequence;
        while (parts.isEmpty()) {
            long from = after;
            List<Outbox.EntryRow> entries =
                    ledger.read(tables -> tables.outbox().after(recipient, lane, stream, from, limit));
            if (entries.isEmpty()) {
                break;
            }
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
            after = entries.getLast().sequence();
        }
        return new Parcels(parts);
    }

    /// The next copies of a line above `afterSequence`, settled or not, without their ciphertexts where those are long:
    /// one, and more as long as all of them are short.
    ///
    /// None while nothing may be signed.
    public Parcels pieced(MemberId recipient, Lane lane, StreamId stream, long afterSequence) {
        if (checkpoints.areHeld()) {
            return new Parcels(List.of());
        }
        List<Outbox.EntryRow> entries =
                ledger.read(tables -> tables.outbox().after(recipient, lane, stream, afterSequence, PIECED_MAX));
        List<byte[]> parts = new ArrayList<>();
        long bytes = 0;
        for (Outbox.EntryRow entry : entries) {
            Optional<Delivery> delivery = delivery(entry);
            if (delivery.isEmpty()) {
                continue;
            }
            PiecedDelivery pieced = PiecedDelivery.of(delivery.get());
            byte[] part = pieced.toBytes();
            bytes += part.length;
            if (!parts.isEmpty() && bytes > PIECED_BYTES_MAX) {
                break;
            }
            parts.add(part);
            if (pieced.wholeBytes() > 0) {
                break;
            }
        }
        return new Parcels(parts);
    }

    /// Bytes of the ciphertext of one copy; none beyond its end, and none where it was recalled.
    public Optional<byte[]> part(MemberId recipient, PullRequest.Part asked) {
        return ledger.read(tables -> tables.outbox()
                        .entry(recipient, asked.lane(), asked.stream(), asked.sequence())
                        .flatMap(entry -> tables.outbox().dispatch(entry.payloadHash())))
                .flatMap(this::ciphertext)
                .filter(ciphertext -> asked.offset() < ciphertext.length)
                .map(ciphertext -> Arrays.copyOfRange(
                        ciphertext, asked.offset(), Math.min(ciphertext.length, asked.offset() + asked.bytesMax())));
    }

    /// Evidence for a record of this node's log.
    public LogEvidence evidence(long logIndex) {
        return checkpoints.evidence(logIndex);
    }

    private Optional<Ready> ready(Outbox.EntryRow entry) {
        return delivery(entry).map(delivery -> new Ready(entry.sequence(), delivery.toBytes()));
    }

    /// Empty while a recall is being carried out: the content is gone, and the proof is not at hand yet. And empty
    /// for what the disk has damaged: it is set aside until an object of it is recalled.
    private Optional<Delivery> delivery(Outbox.EntryRow entry) {
        return delivery(entry, ledger.read(tables -> dispatch(tables, entry)));
    }

    private Optional<Delivery> delivery(Outbox.EntryRow entry, Outbox.DispatchRow row) {
        Optional<Delivery.Body> body = body(row, entry);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Delivery(
                signing.envelope(row),
                DeliveryRecord.parse(row.record()),
                OrderProof.parse(entry.order()),
                body.get(),
                checkpoints.evidence(row.logIndex())));
    }

    private Optional<Delivery.Body> body(Outbox.DispatchRow row, Outbox.EntryRow entry) {
        Optional<Delivery.Body> sealed = sealed(row, entry);
        if (sealed.isPresent()) {
            return sealed;
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

    private Optional<Delivery.Body> sealed(Outbox.DispatchRow row, Outbox.EntryRow entry) {
        return opened(row, content -> {
            Optional<MemberCard> rekeyed = rewrapping.due(entry);
            return rekeyed.isPresent()
                    ? rewrapping.rewrap(row, rekeyed.get(), content)
                    : new Delivery.Sealed(entry.stanza(), content.ciphertext());
        });
    }

    private Optional<byte[]> ciphertext(Outbox.DispatchRow row) {
        return opened(row, Sealing.AtRest::ciphertext);
    }

    /// What `reading` makes of the content at rest; empty where there is none, any more or at all.
    private <T> Optional<T> opened(Outbox.DispatchRow row, Function<Sealing.AtRest, T> reading) {
        if (row.sealed().length == 0) {
            return Optional.empty();
        }
        try (Sealing.AtRest content = Sealing.atRest(vault, row.keyNumber(), row.sealed())) {
            return Optional.of(reading.apply(content));
        } catch (KeyDestroyed recalled) {
            return Optional.empty();
        } catch (SealRejected damaged) {
            setAside(row);
            return Optional.empty();
        }
    }

    private void setAside(Outbox.DispatchRow row) {
        turns.whenConvenient(turn -> {
            Stream<String> rows =
                    turn.tables().shelf().objectsIn(row.payloadHash()).stream().map(Shelf.ObjectRow::stixId);
            Stream<String> copies = Copies.in(turn.tables(), row.payloadHash()).stream()
                    .map(sent -> sent.copy().stixId());
            String objects =
                    Stream.concat(rows, copies).limit(OBJECTS_NAMED_MAX).collect(Collectors.joining(", "));
            turn.alarm(
                    AlarmKind.DAMAGED,
                    Withdrawals.about(row.payloadHash()),
                    "dispatch %s cannot be opened any more, and is set aside; the others go on. It carries: %s"
                            .formatted(row.payloadHash(), objects.isEmpty() ? "no object of this member" : objects),
                    new byte[0]);
            return true;
        });
    }
}
