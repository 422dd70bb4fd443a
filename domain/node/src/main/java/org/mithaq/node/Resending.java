// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.SealRejected;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Manifest;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.Category;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;

/// Sends the other objects of a withdrawn dispatch again, in a new one, to those who have not had it (Recall 7): under
/// the same terms, in the same channel and lane, and as policy decides now.
///
/// What is prepared here is committed with the withdrawal, in one transaction: a crash loses both or neither.
final class Resending {

    private final Ledger ledger;
    private final Shelving shelving;
    private final Turns turns;
    private final Posting posting;

    Resending(Ledger ledger, KeyVault vault, Turns turns, Posting posting) {
        this.ledger = ledger;
        this.shelving = new Shelving(vault);
        this.turns = turns;
        this.posting = posting;
    }

    /// What is to be sent when a dispatch is withdrawn.
    ///
    /// @param payloadHash the dispatch
    /// @param waiting who had not had it when this was prepared
    /// @param sealed the new dispatches
    /// @param withheld what policy withholds now
    record Again(
            Hash payloadHash,
            Set<MemberId> waiting,
            List<Prepared.Outgoing> sealed,
            List<Releasing.Withheld> withheld) {

        /// Whether somebody's receipt has come since.
        boolean isStale(Turn turn) {
            return !Withdrawals.waiting(turn.tables(), payloadHash).equals(waiting);
        }

        void send(Turn turn) {
            new Submit(new Prepared(sealed, Optional.empty())).run(turn);
            if (!withheld.isEmpty()) {
                Releasing.Withheld first = withheld.getFirst();
                turn.alarm(
                        AlarmKind.NOT_SENT_AGAIN,
                        payloadHash.hex(),
                        "dispatch %s was withdrawn; %d of its other objects are not sent again, first %s to %s: %s"
                                .formatted(
                                        payloadHash,
                                        withheld.size(),
                                        first.stixId(),
                                        first.recipient().shortForm(),
                                        first.rule()),
                        new byte[0]);
            }
        }
    }

    /// Makes ready what is left of the dispatch of a recalled leaf, for those who have not had it.
    Again prepare(Recalls.Pending recall) {
        Hash payloadHash = recall.statement().payloadHash();
        Set<MemberId> waiting = ledger.read(tables -> Withdrawals.waiting(tables, payloadHash));
        Set<MemberId> members = waiting.stream().filter(posting::isMember).collect(Collectors.toSet());
        if (members.isEmpty() || !recall.originator().equals(posting.self().member())) {
            return new Again(payloadHash, waiting, List.of(), List.of());
        }
        Optional<Left> left = ledger.read(tables -> left(tables, payloadHash));
        return left.map(what -> again(payloadHash, waiting, members, what))
                .orElseGet(() -> new Again(payloadHash, waiting, List.of(), List.of()));
    }

    /// What is left of a dispatch.
    private record Left(Sealing.Posting how, List<Item> items, Map<StixId, StixObject> definitions) {}

    /// Where a leaf lies.
    private record Place(long batch, int slot, int offset, int length) {}

    private Optional<Left> left(Ledger.Tables tables, Hash payloadHash) {
        Outbox.DispatchRow dispatch = tables.outbox().dispatch(payloadHash).orElseThrow();
        Set<Hash> recalled = Recalls.pending(tables).stream()
                .filter(each -> each.originator().equals(posting.self().member()))
                .map(each -> each.statement().leafHash())
                .collect(Collectors.toSet());
        List<Place> places = new ArrayList<>();
        tables.shelf().objectsIn(payloadHash).stream()
                .filter(row -> !recalled.contains(row.leafHash()))
                .forEach(row -> places.add(new Place(row.batch(), row.slot(), row.offsetBytes(), row.lengthBytes())));
        Copies.in(tables, payloadHash).stream()
                .map(Copies.Sent::copy)
                .filter(copy -> !recalled.contains(copy.leafHash()))
                .forEach(copy ->
                        places.add(new Place(copy.batch(), copy.slot(), copy.offsetBytes(), copy.lengthBytes())));
        places.sort(Comparator.comparingLong(Place::batch).thenComparingInt(Place::slot));
        if (places.isEmpty()) {
            return Optional.empty();
        }
        // All that left in one dispatch lies in one batch.
        Shelf.BatchRow batch = tables.shelf().batch(places.getFirst().batch()).orElseThrow();
        List<Item> items = new ArrayList<>();
        places.forEach(place -> item(batch, place).ifPresent(items::add));
        Manifest manifest = shelving.table(batch).manifest();
        boolean exercise = Header.parse(dispatch.header()).exercise();
        Sealing.Posting how =
                new Sealing.Posting(manifest.channel(), manifest.lane(), manifest.flashDeadlineMicros(), exercise);
        return items.isEmpty() ? Optional.empty() : Optional.of(new Left(how, items, definitions(tables, items)));
    }

    private Optional<Item> item(Shelf.BatchRow batch, Place place) {
        Leaf leaf;
        try {
            leaf = shelving.leaf(batch, place.slot(), place.offset(), place.length());
        } catch (KeyDestroyed | SealRejected unreadable) {
            return Optional.empty();
        }
        if (leaf.kind() != LeafKind.OBJECT) {
            return Optional.empty();
        }
        return switch (StixReader.read(leaf.content(), JsonLimits.standard())) {
            case Reading.Accepted accepted -> Optional.of(Item.of(accepted.accepted(), leaf.terms(), false));
            case Reading.KeptWithDefects kept -> Optional.of(Item.of(kept.kept(), leaf.terms(), true));
            case Reading.Refused ignored -> Optional.empty();
        };
    }

    /// The marking definitions among the items, and those held here that they name.
    private Map<StixId, StixObject> definitions(Ledger.Tables tables, List<Item> items) {
        List<StixObject> objects =
                items.stream().flatMap(item -> item.object().stream()).toList();
        Map<StixId, StixObject> definitions = objects.stream()
                .filter(object -> object.category() == Category.MARKING_DEFINITION)
                .collect(Collectors.toMap(StixObject::id, Function.identity(), (first, _) -> first));
        objects.stream()
                .flatMap(object -> object.objectMarkingRefs().stream())
                .distinct()
                .filter(id -> !definitions.containsKey(id))
                .forEach(id -> held(tables, id).ifPresent(object -> definitions.put(id, object)));
        return definitions;
    }

    private Optional<StixObject> held(Ledger.Tables tables, StixId id) {
        for (Shelf.ObjectRow row : tables.shelf().objectsOf(id.toString(), 1)) {
            Shelf.BatchRow batch = tables.shelf().batch(row.batch()).orElseThrow();
            try {
                return StixReader.read(shelving.leaf(batch, row).content(), JsonLimits.standard())
                        .object();
            } catch (KeyDestroyed | SealRejected unreadable) {
                // As if it were not held.
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Again again(Hash payloadHash, Set<MemberId> waiting, Set<MemberId> members, Left left) {
        Instant now = Core.instant(turns.run(Turn::nowMicros));
        Releasing.Decided decided;
        try {
            // Whoever had a copy was named or is of the channel: for what is one's own that comes to the same.
            Releasing.Addressed addressed = posting.addressed(left.how().channel(), members);
            decided = Releasing.decide(
                    left.items(),
                    posting.self().member(),
                    addressed,
                    id -> Optional.ofNullable(left.definitions().get(id)),
                    now);
        } catch (Posting.PostingRefused refused) {
            return new Again(payloadHash, waiting, List.of(), all(members, left, String.valueOf(refused.getMessage())));
        }
        List<Prepared.Outgoing> sealed = new ArrayList<>();
        for (Releasing.Group group : decided.groups()) {
            if (!group.recipients().isEmpty() && !group.items().isEmpty()) {
                sealed.addAll(posting.sealCopies(left.how(), group.items(), group.recipients()));
            }
        }
        return new Again(payloadHash, waiting, sealed, decided.withheld());
    }

    private static List<Releasing.Withheld> all(Set<MemberId> waiting, Left left, String why) {
        List<Releasing.Withheld> withheld = new ArrayList<>();
        for (MemberId member : waiting) {
            left.items().stream()
                    .flatMap(item -> item.object().stream())
                    .forEach(object -> withheld.add(
                            new Releasing.Withheld(member, object.id().toString(), why)));
        }
        return withheld;
    }
}
