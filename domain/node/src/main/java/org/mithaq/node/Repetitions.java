// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.SealRejected;
import org.mithaq.exchange.Leaf;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;

/// Tells, of the objects of one posting, those that say again what is there from those that say something
/// else under the same id and version (STIX 2.1 §3.6: the two together name one version).
///
/// Costs nothing for what is new: only what the ledger has found to be there is compared.
final class Repetitions {

    private final Ledger ledger;
    private final Shelving shelving;
    private final List<Item> conflicting = new ArrayList<>();
    private final Map<String, Item> shared = new LinkedHashMap<>();
    private int count;

    Repetitions(Ledger ledger, Shelving shelving) {
        this.ledger = ledger;
        this.shelving = shelving;
    }

    /// Those that were shared in the channel already, with the same content: others may have them still. They are not
    /// counted.
    List<Item> shared() {
        return List.copyOf(shared.values());
    }

    /// How many were kept here already, with the same content.
    int count() {
        return count;
    }

    /// Those with another content.
    List<Item> conflicting() {
        return conflicting;
    }

    /// The first item of each version.
    List<Item> first(List<Item> items) {
        Map<String, Item> byKey = new LinkedHashMap<>();
        for (Item item : items) {
            Item earlier = byKey.putIfAbsent(key(item), item);
            if (earlier != null) {
                tell(item, isSame(object(item), object(earlier)));
            }
        }
        return List.copyOf(byKey.values());
    }

    /// The items that are not among `there`, the rows which were found to be held already.
    List<Item> without(List<Item> items, List<Shelf.ObjectRow> there) {
        Map<String, Shelf.ObjectRow> repeated = new HashMap<>();
        there.forEach(row -> repeated.put(key(row.stixId(), row.version()), row));
        List<Item> fresh = new ArrayList<>();
        List<Pair> again = new ArrayList<>();
        List<Item> asked = new ArrayList<>(items);
        asked.addAll(shared.values());
        for (Item item : asked) {
            Shelf.ObjectRow row = repeated.get(key(item));
            if (row != null) {
                shared.remove(key(item));
                again.add(new Pair(item, row));
            } else if (!shared.containsKey(key(item))) {
                fresh.add(item);
            }
        }
        if (again.isEmpty()) {
            throw new IllegalStateException("a repetition of nothing that was submitted");
        }
        ledger.read(tables -> {
            compare(tables, again);
            return true;
        });
        return fresh;
    }

    private record Pair(Item item, Shelf.ObjectRow row) {}

    /// Neighbours mostly lie in one batch, which may have megabytes: it is fetched once for all of them.
    private void compare(Ledger.Tables tables, List<Pair> again) {
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : again) {
            held(tables, pair.row())
                    .ifPresentOrElse(row -> pairs.add(new Pair(pair.item(), row)), () -> tell(pair, true));
        }
        pairs.sort(Comparator.comparingLong(pair -> pair.row().batch()));
        Optional<Shelf.BatchRow> batch = Optional.empty();
        for (Pair pair : pairs) {
            if (batch.isEmpty() || batch.get().number() != pair.row().batch()) {
                batch = tables.shelf().batch(pair.row().batch());
            }
            tell(pair, isHeld(batch.orElseThrow(), pair.row(), object(pair.item())));
        }
    }

    private static Optional<Shelf.ObjectRow> held(Ledger.Tables tables, Shelf.ObjectRow row) {
        return tables.shelf().objectsOf(row.stixId(), 1_000).stream()
                .filter(each -> each.version().equals(row.version())
                        && each.originator().equals(row.originator())
                        && each.channel().equals(row.channel()))
                .findFirst();
    }

    private boolean isHeld(Shelf.BatchRow batch, Shelf.ObjectRow row, StixObject object) {
        try {
            Leaf leaf = shelving.leaf(batch, row);
            return Arrays.equals(leaf.content(), object.bytes())
                    || StixReader.read(leaf.content(), JsonLimits.standard())
                            .object()
                            .map(held -> isSame(held, object))
                            .orElse(false);
        } catch (KeyDestroyed | SealRejected unreadable) {
            return true;
        }
    }

    private static boolean isSame(StixObject one, StixObject other) {
        return one.equals(other) || Arrays.equals(one.contentHash(), other.contentHash());
    }

    private void tell(Pair pair, boolean same) {
        if (same && pair.row().channel().isPresent()) {
            shared.put(key(pair.item()), pair.item());
        } else {
            tell(pair.item(), same);
        }
    }

    private void tell(Item item, boolean same) {
        if (same) {
            count++;
        } else {
            conflicting.add(item);
        }
    }

    private static StixObject object(Item item) {
        return item.object().orElseThrow(() -> new IllegalArgumentException("only objects have versions"));
    }

    /// What names one version of one object.
    static String key(Item item) {
        return key(object(item).id().toString(), object(item).version().key());
    }

    static String key(String id, String version) {
        return id + "/" + version;
    }
}
