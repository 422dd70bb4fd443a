// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Hash;

/// Which members were seen to have the act that made this member's newest card: each says in its news what it
/// has (Charter 11.2). In memory alone: it is said again at each contact. Owned by [CharterDesk].
final class OwnCardSeen {

    private final MemberId self;
    private final CharterBook book;
    private final SortedMap<MemberId, Hash> acknowledged = new TreeMap<>();
    private Optional<Rotation> newest = Optional.empty();
    private Optional<Hash> name = Optional.empty();

    OwnCardSeen(MemberId self, CharterBook book) {
        this.self = self;
        this.book = book;
    }

    /// Remembers what a member says that it has.
    ///
    /// @return whether it was not known to have the newest card
    boolean seenWith(MemberId from, CharterNews news) {
        Optional<Hash> act = act();
        return act.isPresent()
                && news.held().contains(act.get())
                && !act.equals(Optional.ofNullable(acknowledged.put(from, act.get())));
    }

    /// The others that are not known to have it; nobody where no act has made one since this member became one.
    List<MemberId> lacking() {
        Optional<Hash> act = act();
        return act.isEmpty()
                ? List.of()
                : book.now().members().keySet().stream()
                        .filter(member ->
                                !member.equals(self) && !act.equals(Optional.ofNullable(acknowledged.get(member))))
                        .toList();
    }

    /// The name of the act that made the newest card.
    private Optional<Hash> act() {
        Optional<Rotation> last = book.now()
                .keyHistory(self)
                .filter(history -> !history.rotations().isEmpty())
                .map(history -> history.rotations().getLast());
        if (!last.equals(newest)) {
            newest = last;
            name = last.map(Rotation::payload).flatMap(this::named);
        }
        return name;
    }

    private Optional<Hash> named(byte[] payload) {
        return book.entries().stream()
                .filter(entry -> entry instanceof SignedAct act && Arrays.equals(act.payload(), payload))
                .map(entry -> new CharterNews.Decided(entry).name())
                .findFirst();
    }
}
