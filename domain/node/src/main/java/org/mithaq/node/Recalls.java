// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.SealRejected;
import org.mithaq.exchange.Destroyed;
import org.mithaq.exchange.Door;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixReader;

/// Carries recalls out, in three steps that a crash may fall between: noted in the ledger with the message that
/// brought it; keys destroyed and tombstones set in the key store; rows removed, receipt written, note removed.
final class Recalls {

    private static final String PENDING = "recall-pending:";
    private static final String AT = "recalled-at:";
    private static final int PROOF_BYTES_MAX = Limits.CHECKPOINT_BYTES_MAX + (512 << 10);

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
        turn.tables().registry().putSetting(name(recalled.statement(), recalled.originator()), value);
    }

    private static String name(RecallStatement statement, MemberId originator) {
        return PENDING + statement.leafHash().hex() + ":" + originator.hex();
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

    /// As the other, where all who had the leaf have left: no dispatch carries the recall, and no copy goes out
    /// that would have to show it.
    static void noteAlone(Turn turn, MemberId self, RecallStatement statement) {
        put(turn, new Arriving.Recalled(self, statement, new byte[0], Hash.ZERO));
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
    ///
    /// @param keys to be destroyed
    /// @param tombstones to be set
    /// @param rows objects that lie under those keys
    /// @param copies further leaves that do
    /// @param held whether the leaf holds another originator's, which stays until that one takes it back
    record Targets(
            List<KeyVault.KeyRef> keys,
            List<KeyVault.Tombstone> tombstones,
            List<Shelf.ObjectRow> rows,
            List<Copies.Sent> copies,
            boolean held) {

        private static final Targets NOTHING = new Targets(List.of(), List.of(), List.of(), List.of(), false);
    }

    /// Finds what a recall takes back here. Only the originator of a leaf is obeyed (Recall 1).
    static Targets targets(Ledger.Tables tables, MemberId self, KeyVault vault, Pending recall) {
        Hash payloadHash = recall.statement().payloadHash();
        if (!isByOriginator(tables, self, recall)) {
            return Targets.NOTHING;
        }
        List<KeyVault.KeyRef> keys = new ArrayList<>();
        List<KeyVault.Tombstone> tombstones = new ArrayList<>();
        List<Shelf.ObjectRow> rows = new ArrayList<>();
        for (Shelf.ObjectRow row : tables.shelf().objectsIn(payloadHash)) {
            if (row.leafHash().equals(recall.statement().leafHash())
                    && row.originator().equals(recall.originator())) {
                rows.add(row);
                keys.add(new KeyVault.KeyRef(row.batch(), row.slot()));
                tombstones.add(tombstone(tables, vault, recall, row));
            }
        }
        List<Copies.Sent> copies = copies(tables, recall);
        copies.forEach(sent ->
                keys.add(new KeyVault.KeyRef(sent.copy().batch(), sent.copy().slot())));
        if (rows.isEmpty() && mayCome(tables, vault, recall)) {
            tombstones.add(vault.tombstone(
                    recall.originator().hash(), recall.statement().leafHash()));
        }
        tables.outbox()
                .dispatch(payloadHash)
                .filter(dispatch -> dispatch.sealed().length > 0)
                .ifPresent(dispatch -> keys.add(new KeyVault.KeyRef(dispatch.keyNumber(), 0)));
        boolean held = rows.isEmpty() && copies.isEmpty() && isHeld(tables, vault, recall);
        return new Targets(keys, tombstones, rows, copies, held);
    }

    /// Whether the leaf can be in its dispatch, as far as is known: what came and was opened has the leaves that
    /// it has.
    private static boolean mayCome(Ledger.Tables tables, KeyVault vault, Pending recall) {
        return tables.inbox()
                .arrival(recall.statement().payloadHash())
                .flatMap(arrival -> tables.shelf().batch(arrival.batch()))
                .filter(batch -> batch.table().length > 0)
                .map(batch -> new Shelving(vault)
                        .table(batch)
                        .leafHashes()
                        .contains(recall.statement().leafHash()))
                .orElse(true);
    }

    /// Whether nothing that is known here says that the dispatch of the leaf is another member's.
    private static boolean isByOriginator(Ledger.Tables tables, MemberId self, Pending recall) {
        Hash payloadHash = recall.statement().payloadHash();
        if (tables.outbox().dispatch(payloadHash).isPresent()) {
            return recall.originator().equals(self);
        }
        boolean anotherSent = tables.inbox()
                .arrival(payloadHash)
                .filter(arrival -> !arrival.sender().equals(recall.originator()))
                .isPresent();
        return !anotherSent
                && tables.shelf().objectsIn(payloadHash).stream()
                        .allMatch(row -> row.originator().equals(recall.originator()));
    }

    /// Whether a relay has taken its own leaf back, and what lies in it is still here: its originator's recall is on
    /// its way, and until then nothing is destroyed that could be declared.
    private static boolean isHeld(Ledger.Tables tables, KeyVault vault, Pending recall) {
        return tables.inbox()
                .arrival(recall.statement().payloadHash())
                .flatMap(arrival -> tables.shelf().batch(arrival.batch()))
                .filter(batch -> !vault.isDestroyed(batch.number(), 0))
                .filter(batch -> new Shelving(vault)
                        .table(batch)
                        .leafHashes()
                        .equals(List.of(recall.statement().leafHash())))
                .isPresent();
    }

    /// Leaves without a row.
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
        } catch (SealRejected damaged) {
            // What the disk has damaged is destroyed all the same.
            return vault.tombstone(row.originator().hash(), leafHash);
        }
    }

    /// Step 3: removes rows, withdraws what is still queued, and forgets the note. What is to be declared with it
    /// is returned.
    static List<Declarations.Due> complete(Turn turn, KeyVault vault, Pending recall, Targets targets) {
        if (!isByOriginator(turn.tables(), turn.state().self().member(), recall)) {
            turn.tables().registry().removeSetting(name(recall.statement(), recall.originator()));
            return List.of();
        }
        List<Declarations.Due> dues = arrivals(turn.tables(), vault, recall, targets);
        Shelf shelf = turn.tables().shelf();
        targets.rows().forEach(row -> shelf.removeObject(row.number()));
        targets.rows().forEach(row -> remember(turn, recall, row));
        targets.copies().forEach(sent -> Copies.forget(turn, sent));
        targets.keys().stream().map(KeyVault.KeyRef::number).distinct().forEach(number -> sweep(shelf, vault, number));
        Hash payloadHash = recall.statement().payloadHash();
        boolean own = recall.originator().equals(turn.state().self().member());
        if (own && turn.tables().outbox().dispatch(payloadHash).isPresent()) {
            Withdrawals.withdraw(turn, recall);
        }
        turn.tables().registry().removeSetting(name(recall.statement(), recall.originator()));
        turn.effect(new Effect.Scrub());
        return dues;
    }

    /// Remembers where the recall of another's object stands in its originator's log.
    private static void remember(Turn turn, Pending recall, Shelf.ObjectRow row) {
        if (recall.originator().equals(turn.state().self().member())) {
            return;
        }
        Registry registry = turn.tables().registry();
        String name = at(recall.originator(), row.stixId(), row.version());
        long index = RelayedObject.parse(recall.proof()).log().proof().leafIndex();
        if (index > registry.setting(name).map(Recalls::index).orElse(-1L)) {
            registry.putSetting(name, new CanonicalWriter(8).u64(index).toByteArray());
        }
    }

    private static long index(byte[] value) {
        return new CanonicalReader(value).u64("recalled.at");
    }

    private static String at(MemberId originator, String stixId, String version) {
        return AT + originator.hex() + "/" + stixId + "/" + version;
    }

    /// Whether its originator had logged the dispatch of a leaf before the recall that took its content back here: an
    /// object may have left in two dispatches, whose recalls travel apart (Recall 3).
    ///
    /// @param admitted the dispatch, whose log evidence is verified
    static boolean hasOvertaken(Ledger.Tables tables, Door.Admitted admitted, Arriving.Buried buried) {
        long index = admitted.delivery().log().proof().leafIndex();
        return tables.registry()
                .setting(at(admitted.header().sender(), buried.stixId(), buried.version()))
                .filter(value -> index < index(value))
                .isPresent();
    }

    /// Removes a batch in which nothing can be read any more.
    private static void sweep(Shelf shelf, KeyVault vault, long number) {
        shelf.batch(number)
                .filter(batch -> batch.table().length > 0
                        && vault.isSpent(
                                number,
                                new Shelving(vault).table(batch).leafHashes().size()))
                .ifPresent(batch -> shelf.removeBatch(number));
    }

    /// The dispatches in which the recalled leaf came here: one of its originator's own, and relays. Who destroyed
    /// nothing and has declared already does not declare again.
    private static List<Declarations.Due> arrivals(
            Ledger.Tables tables, KeyVault vault, Pending recall, Targets targets) {
        Map<Hash, Declarations.Due> dues = new LinkedHashMap<>();
        Inbox inbox = tables.inbox();
        boolean nothing = targets.rows().isEmpty() && targets.copies().isEmpty();
        inbox.arrival(recall.statement().payloadHash())
                .filter(arrival -> arrival.sender().equals(recall.originator()))
                .filter(arrival -> !targets.held())
                .flatMap(arrival -> due(tables, vault, recall, arrival))
                .filter(due -> !nothing
                        || !Declarations.said(inbox, due.arrival().payloadHash())
                                .covers(due.destroyed()))
                .ifPresent(due -> dues.put(due.arrival().payloadHash(), due));
        Stream.concat(
                        targets.rows().stream().map(Shelf.ObjectRow::batch),
                        targets.copies().stream().map(sent -> sent.copy().batch()))
                .flatMap(batch -> inbox.arrivalOfBatch(batch).stream())
                .flatMap(arrival -> due(tables, vault, recall, arrival).stream())
                .forEach(due -> dues.put(due.arrival().payloadHash(), due));
        return List.copyOf(dues.values());
    }

    /// What is gone of a dispatch that came, when its leaf is; nothing where that leaf never was in it.
    private static Optional<Declarations.Due> due(
            Ledger.Tables tables, KeyVault vault, Pending recall, Inbox.ArrivalRow arrival) {
        Hash leafHash = recall.statement().leafHash();
        Optional<ObjectTable> table = tables.shelf()
                .batch(arrival.batch())
                .filter(batch -> batch.table().length > 0)
                .map(batch -> new Shelving(vault).table(batch));
        if (table.isEmpty()) {
            return Optional.of(new Declarations.Due(arrival, leafHash, Destroyed.WHOLE));
        }
        List<Integer> positions = table.get().manifest().positions();
        // A relay's own leaf has another hash, and stands alone in its dispatch.
        boolean relayed = !arrival.payloadHash().equals(recall.statement().payloadHash());
        int index = relayed ? 0 : table.get().leafHashes().indexOf(leafHash);
        return index < 0
                ? Optional.empty()
                : Optional.of(new Declarations.Due(
                        arrival, leafHash, new Destroyed(false, new TreeSet<>(List.of(positions.get(index))))));
    }
}
