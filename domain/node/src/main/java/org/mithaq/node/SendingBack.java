// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.SealRejected;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.SentBack;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;

/// Gives a member that has lost its past back what it once sent here (protocol, Starting 5): what is still held, and
/// so nothing that was recalled.
final class SendingBack {

    private SendingBack() {}

    /// Where a leaf lies in its batch.
    private record Place(int slot, int offset, int length) {}

    static Parcels answer(Ledger ledger, Shelving shelving, MemberId peer, PullRequest.Sent asked) {
        return ledger.read(tables -> new Parcels(
                tables.inbox().arrival(asked.node(), asked.lane(), asked.stream(), asked.sequence()).stream()
                        .filter(arrival -> arrival.sender().equals(peer) && arrival.place().length > 0)
                        .map(arrival -> sentBack(tables, shelving, arrival, asked.fromLeaf())
                                .toBytes())
                        .toList()));
    }

    private static SentBack sentBack(Ledger.Tables tables, Shelving shelving, Inbox.ArrivalRow arrival, int fromLeaf) {
        ConflictProof.Side sent =
                new ConflictProof.Side(Holdings.envelope(arrival), ConflictProof.Place.parse(arrival.place()));
        long logIndex =
                LogEvidence.read(new CanonicalReader(arrival.log())).proof().leafIndex();
        Optional<Shelf.BatchRow> batch = tables.shelf().batch(arrival.batch()).filter(row -> row.table().length > 0);
        if (batch.isEmpty()) {
            return new SentBack(sent, arrival.logSalt(), logIndex, Optional.empty(), List.of(), false);
        }
        ObjectTable table = shelving.table(batch.get());
        List<SentBack.Kept> leaves = new ArrayList<>();
        long bytes = 0;
        for (var each : places(tables, arrival, table).tailMap(fromLeaf).entrySet()) {
            Optional<Leaf> leaf = leaf(shelving, batch.get(), each.getValue());
            long more = leaf.map(held -> (long) held.content().length).orElse(0L);
            if (!leaves.isEmpty() && bytes + more > SentBack.LEAVES_BYTES_MAX) {
                return new SentBack(sent, arrival.logSalt(), logIndex, Optional.of(table), leaves, true);
            }
            leaf.ifPresent(held -> leaves.add(new SentBack.Kept(each.getKey(), held)));
            bytes += more;
        }
        return new SentBack(sent, arrival.logSalt(), logIndex, Optional.of(table), leaves, false);
    }

    /// The leaves of a dispatch that are held, by the index of their position.
    private static SortedMap<Integer, Place> places(Ledger.Tables tables, Inbox.ArrivalRow arrival, ObjectTable table) {
        SortedMap<Integer, Place> places = new TreeMap<>();
        List<Integer> positions = table.manifest().positions();
        tables.shelf().objectsIn(arrival.payloadHash()).stream()
                .filter(row -> row.batch() == arrival.batch())
                .forEach(row -> places.put(
                        positions.indexOf(row.position()),
                        new Place(row.slot(), row.offsetBytes(), row.lengthBytes())));
        Copies.in(tables, arrival.payloadHash()).stream()
                .map(Copies.Sent::copy)
                .filter(copy -> copy.batch() == arrival.batch())
                .forEach(copy -> places.put(
                        positions.indexOf(copy.position()),
                        new Place(copy.slot(), copy.offsetBytes(), copy.lengthBytes())));
        return places;
    }

    private static Optional<Leaf> leaf(Shelving shelving, Shelf.BatchRow batch, Place place) {
        try {
            return Optional.of(shelving.leaf(batch, place.slot(), place.offset(), place.length()));
        } catch (KeyDestroyed | SealRejected unreadable) {
            // Recalled, or damaged by the disk: somebody else may hold it.
            return Optional.empty();
        }
    }
}
