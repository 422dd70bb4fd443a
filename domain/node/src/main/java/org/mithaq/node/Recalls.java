// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixReader;

/// Carries recalls out, in three steps that a crash may fall between: noted in the ledger with the message that
/// brought it; keys destroyed and tombstones set in the key store; rows removed, receipt written, note removed.
final class Recalls {

    private static final String PENDING = "recall-pending:";
    private static final int PROOF_BYTES_MAX = 1 << 20;

    private Recalls() {}

    /// A recall that was noted and not carried out yet.
    record Pending(MemberId originator, RecallStatement statement, byte[] proof, Hash recallHash) {}

    /// Step 1: notes a recall that came here. One of somebody else's dispatch destroys nothing (Recall 1), and one of
    /// this node's own is carried out already when it comes back through a relay.
    static void note(Turn turn, Arriving.Recalled recalled) {
        if (recalled.originator().equals(turn.state().self().member())) {
            return;
        }
        if (!isAuthor(turn.tables(), recalled.originator(), recalled.statement().payloadHash())) {
            turn.alarm(
                    AlarmKind.DOOR,
                    recalled.originator().hex(),
                    "Recall 1: %s tried to take back what another member wrote"
                            .formatted(recalled.originator().shortForm()),
                    new byte[0]);
            return;
        }
        put(turn, recalled);
    }

    /// Whether a dispatch, where it is known here, is that member's.
    private static boolean isAuthor(Ledger.Tables tables, MemberId member, Hash payloadHash) {
        return tables.outbox().dispatch(payloadHash).isEmpty()
                && tables.inbox()
                        .arrival(payloadHash)
                        .map(arrival -> arrival.sender().equals(member))
                        .orElse(true);
    }

    private static void put(Turn turn, Arriving.Recalled recalled) {
        byte[] value = new CanonicalWriter()
                .hash(recalled.originator().hash())
                .bytes(recalled.statement().toBytes())
                .bytes(recalled.proof())
                .hash(recalled.recallHash())
                .toByteArray();
        String name = PENDING + recalled.statement().leafHash().hex() + ":"
                + recalled.originator().hex();
        turn.tables().registry().putSetting(name, value);
    }

    /// Step 1 at the originator: the proof is made again when a copy has to be delivered without its content.
    static void noteOwn(Turn turn, MemberId self, RecallStatement statement, SealedBatch sealed, Submit.Posted posted) {
        byte[] leaf = new CanonicalWriter()
                .bytes(sealed.leaves().getFirst().toBytes())
                .bytes(ObjectTable.of(sealed).toBytes())
                .hash(sealed.manifest().logSalt())
                .toByteArray();
        put(turn, new Arriving.Recalled(self, statement, leaf, posted.payloadHash()));
    }

    static List<Pending> pending(Ledger.Tables tables) {
        List<Pending> pending = new ArrayList<>();
        for (Registry.Setting setting : tables.registry().settings(PENDING)) {
            CanonicalReader in = new CanonicalReader(setting.value());
            MemberId originator = new MemberId(in.hash("originator"));
            RecallStatement statement = RecallStatement.parse(in.bytes("statement", PROOF_BYTES_MAX));
            byte[] proof = in.bytes("proof", PROOF_BYTES_MAX);
            pending.add(new Pending(originator, statement, proof, in.hash("recallHash")));
        }
        return pending;
    }

    /// What step 2 destroys for one recall.
    record Targets(List<KeyVault.KeyRef> keys, List<KeyVault.Tombstone> tombstones, List<Shelf.ObjectRow> rows) {}

    /// Finds what a recall takes back here. Only the originator of a leaf is obeyed (Recall 1).
    static Targets targets(Ledger.Tables tables, KeyVault vault, Pending recall) {
        List<KeyVault.KeyRef> keys = new ArrayList<>();
        List<KeyVault.Tombstone> tombstones = new ArrayList<>();
        List<Shelf.ObjectRow> rows = new ArrayList<>();
        for (Shelf.ObjectRow row : tables.shelf().objectsIn(recall.statement().payloadHash())) {
            if (!row.leafHash().equals(recall.statement().leafHash())
                    || !row.originator().equals(recall.originator())) {
                continue;
            }
            rows.add(row);
            keys.add(new KeyVault.KeyRef(row.batch(), row.slot()));
            tombstones.add(tombstone(tables, vault, recall, row));
        }
        copies(tables, recall)
                .forEach(sent -> keys.add(
                        new KeyVault.KeyRef(sent.copy().batch(), sent.copy().slot())));
        if (rows.isEmpty()) {
            tombstones.add(vault.tombstone(
                    recall.originator().hash(), recall.statement().leafHash()));
        }
        tables.outbox()
                .dispatch(recall.statement().payloadHash())
                .filter(dispatch -> dispatch.sealed().length > 0)
                .ifPresent(dispatch -> keys.add(new KeyVault.KeyRef(dispatch.keyNumber(), 0)));
        return new Targets(keys, tombstones, rows);
    }

    /// Leaves without a row, at the originator itself.
    private static List<Copies.Sent> copies(Ledger.Tables tables, Pending recall) {
        return Copies.in(tables, recall.statement().payloadHash()).stream()
                .filter(sent -> sent.copy().leafHash().equals(recall.statement().leafHash()))
                .toList();
    }

    private static KeyVault.Tombstone tombstone(
            Ledger.Tables tables, KeyVault vault, Pending recall, Shelf.ObjectRow row) {
        Hash leafHash = recall.statement().leafHash();
        Shelf.BatchRow batch = tables.shelf().batch(row.batch()).orElseThrow();
        try {
            Leaf leaf = new Shelving(vault).leaf(batch, row);
            byte[] bytes = leaf.kind() == LeafKind.RELAYED
                    ? RelayedObject.parse(leaf.content()).leaf().content()
                    : leaf.content();
            return switch (StixReader.read(bytes, JsonLimits.standard())) {
                case Reading.Accepted accepted ->
                    vault.tombstone(
                            leafHash,
                            row.originator().hash(),
                            row.stixId(),
                            row.version(),
                            accepted.accepted().contentHash());
                case Reading.KeptWithDefects kept ->
                    vault.tombstone(
                            leafHash,
                            row.originator().hash(),
                            row.stixId(),
                            row.version(),
                            kept.kept().contentHash());
                case Reading.Refused ignored -> vault.tombstone(row.originator().hash(), leafHash);
            };
        } catch (KeyDestroyed again) {
            // A crash fell between steps 2 and 3: the tombstone is there already.
            return vault.tombstone(row.originator().hash(), leafHash);
        }
    }

    /// Step 3: removes rows, withdraws what is still queued, declares, and forgets the note.
    static List<Inbox.ReceiptRow> declare(Turn turn, Pending recall, Targets targets) {
        for (Shelf.ObjectRow row : targets.rows()) {
            turn.tables().shelf().removeObject(row.number());
        }
        copies(turn.tables(), recall).forEach(sent -> Copies.forget(turn, sent));
        Hash payloadHash = recall.statement().payloadHash();
        Outbox outbox = turn.tables().outbox();
        if (outbox.dispatch(payloadHash).isPresent()) {
            outbox.dropSealed(payloadHash);
            for (Outbox.EntryRow entry : outbox.entriesOf(payloadHash)) {
                if (entry.state() == Outbox.State.PENDING) {
                    outbox.putState(
                            entry.recipient(), entry.lane(), entry.stream(), entry.sequence(), Outbox.State.WITHDRAWN);
                }
            }
            turn.tables().registry().putSetting(withdrawal(payloadHash, recall.recallHash()), recall.proof());
        }
        List<Inbox.ReceiptRow> receipts = new ArrayList<>();
        arrivalOf(turn.tables(), recall, targets).ifPresent(arrival -> {
            Receipts.Subject subject = new Receipts.Subject(
                    arrival.sender(),
                    new OrderKey(arrival.node(), turn.state().self().member(), arrival.lane(), arrival.stream()),
                    arrival.sequence(),
                    arrival.payloadHash());
            List<Receipt.LeafStatus> leaves = targets.rows().stream()
                    .map(row -> new Receipt.LeafStatus(row.position(), Receipt.Status.RECALLED, ""))
                    .limit(1)
                    .toList();
            int holders =
                    turn.tables().shelf().relays(recall.statement().leafHash()).size();
            Receipts.Verdict verdict =
                    Receipts.Verdict.of(Receipt.Status.RECALLED).leaves(leaves).onward(new Receipt.Onward(holders, 0));
            receipts.add(Receipts.write(turn, subject, verdict));
            turn.effect(new Effect.Answer(arrival.sender()));
        });
        String name = PENDING + recall.statement().leafHash().hex() + ":"
                + recall.originator().hex();
        turn.tables().registry().removeSetting(name);
        turn.effect(new Effect.Scrub());
        return receipts;
    }

    /// Name of the setting under which the proof of a recall waits for copies that are still to be delivered.
    static String withdrawal(Hash payloadHash, Hash recallHash) {
        return "withdrawn:" + payloadHash.hex() + ":" + recallHash.hex();
    }

    /// The dispatch in which the recalled leaf came here, if it came in one of its originator's own.
    private static Optional<Inbox.ArrivalRow> arrivalOf(Ledger.Tables tables, Pending recall, Targets targets) {
        Optional<Inbox.ArrivalRow> own =
                tables.inbox().arrival(recall.statement().payloadHash());
        if (own.isPresent() || targets.rows().isEmpty()) {
            return own;
        }
        return tables.inbox().arrivalOfBatch(targets.rows().getFirst().batch());
    }
}
