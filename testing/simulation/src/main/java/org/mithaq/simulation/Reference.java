// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Terms;
import org.mithaq.stix.Tlp;

/// Who must hold what: computed from what was asked of the nodes, by rules written down here a second time, and never
/// from what the nodes say.
final class Reference {

    /// Stands for "shared with nobody".
    static final int HOME = -1;

    /// One version of one object, as its originator wrote it.
    ///
    /// @param label the strictest of its marking and of what was stated; empty where there is none
    record Piece(int originator, String id, String version, byte[] bytes, Optional<Tlp> label, Terms.Onward onward) {}

    /// A place in a holding.
    record Key(int originator, int channel, String id, String version) {}

    /// A channel by its index.
    ///
    /// @param federal whether the charter says who belongs to it
    record Room(Set<Integer> members, Set<Integer> posters, boolean federal) {}

    private final List<Room> rooms = new ArrayList<>();
    private final List<Map<Key, Piece>> held = new ArrayList<>();
    private final Set<String> recalled = new TreeSet<>();
    private final Map<Key, Set<Integer>> sent = new HashMap<>();
    private final Set<Passed> passed = new LinkedHashSet<>();
    private final Map<String, Piece> pieces = new HashMap<>();

    Reference(Federation federation) {
        Set<Integer> all = new TreeSet<>();
        federation.members().forEach(member -> all.add(member.index()));
        Set<Integer> butTheFirst = new TreeSet<>(all);
        butTheFirst.remove(0);
        rooms.add(new Room(all, all, true));
        rooms.add(new Room(Set.of(0, 1, 2), Set.of(0, 1, 2), true));
        rooms.add(new Room(butTheFirst, federation.posters(), true));
        federation.members().forEach(member -> held.add(new LinkedHashMap<>()));
    }

    Room room(int channel) {
        return rooms.get(channel);
    }

    /// Adds the channel of two members, and returns its index.
    int addBilateral(int one, int other) {
        rooms.add(new Room(Set.of(one, other), Set.of(one, other), false));
        return rooms.size() - 1;
    }

    boolean mayPost(int member, int channel) {
        return rooms.get(channel).posters().contains(member);
    }

    /// Whom `piece` goes to when `from` sends it: its originator, or one that passes it on.
    Set<Integer> recipients(Piece piece, int from, int channel, Set<Integer> named) {
        Room room = rooms.get(channel);
        Set<Integer> addressed = new TreeSet<>(room.members());
        if (!named.isEmpty()) {
            addressed.retainAll(named);
        }
        Set<Integer> names = !named.isEmpty() || room.federal() ? named : room.members();
        boolean federal = room.federal() && named.isEmpty();
        Set<Integer> to = new TreeSet<>();
        for (int recipient : addressed) {
            if (recipient != from && mayGo(piece, from, federal, names.contains(recipient))) {
                to.add(recipient);
            }
        }
        return to;
    }

    private static boolean mayGo(Piece piece, int from, boolean federal, boolean named) {
        boolean relay = from != piece.originator();
        if (relay && piece.onward() == Terms.Onward.FORBIDDEN) {
            return false;
        }
        boolean free = !relay || piece.onward() == Terms.Onward.PERMITTED;
        if (piece.label().isEmpty()) {
            return false;
        }
        return switch (piece.label().get()) {
            case CLEAR -> true;
            case GREEN -> free || federal;
            case AMBER, AMBER_STRICT -> free;
            case RED -> free && named;
        };
    }

    /// What a posting comes to, before it is made.
    ///
    /// @param fresh what is new, and to whom each goes
    /// @param again what is there already, and to whom else each goes
    /// @param repeated how many are there already and go to nobody else
    record Expected(Map<Piece, Set<Integer>> fresh, Map<Piece, Set<Integer>> again, int repeated) {

        /// Whom something goes to.
        Set<Integer> recipients() {
            Set<Integer> all = new TreeSet<>();
            fresh.values().forEach(all::addAll);
            again.values().forEach(all::addAll);
            return all;
        }
    }

    /// A leaf that one member passed on to another.
    record Passed(int from, Hash leafHash, int to, String id) {}

    /// Computes what [Posting][org.mithaq.node.Posting] must do with `some`.
    Expected expected(int member, int channel, List<Piece> some, Set<Integer> named) {
        Map<Piece, Set<Integer>> fresh = new LinkedHashMap<>();
        Map<Piece, Set<Integer>> again = new LinkedHashMap<>();
        int repeated = 0;
        Set<Key> seen = new HashSet<>();
        for (Piece piece : some) {
            Set<Integer> to = channel == HOME ? Set.of() : recipients(piece, member, channel, named);
            Key key = key(piece, to.isEmpty() ? HOME : channel);
            boolean twice = !seen.add(key(piece, HOME));
            Set<Integer> others = new TreeSet<>(to);
            others.removeAll(sent.getOrDefault(key, Set.of()));
            if (!twice && !held.get(member).containsKey(key)) {
                fresh.put(piece, to);
            } else if (!twice && !others.isEmpty()) {
                again.put(piece, others);
            } else {
                repeated++;
            }
        }
        return new Expected(fresh, again, repeated);
    }

    /// Notes that a posting was made.
    void posted(int member, int channel, Expected expected) {
        expected.fresh().forEach((piece, to) -> posted(member, channel, piece, to));
        expected.again().forEach((piece, to) -> posted(member, channel, piece, to));
    }

    private void posted(int member, int channel, Piece piece, Set<Integer> to) {
        Key key = key(piece, to.isEmpty() ? HOME : channel);
        held.get(member).put(key, piece);
        to.forEach(recipient -> held.get(recipient).put(key, piece));
        sent.computeIfAbsent(key, _ -> new TreeSet<>()).addAll(to);
        pieces.put(name(piece.originator(), piece.id(), piece.version()), piece);
    }

    /// Notes that an object was passed on.
    void relayed(int from, Hash leafHash, Piece piece, int channel, Set<Integer> to) {
        to.forEach(recipient -> passed.add(new Passed(from, leafHash, recipient, piece.id())));
        to.forEach(recipient -> held.get(recipient).putIfAbsent(key(piece, channel), piece));
    }

    /// Notes that every version of an object was recalled. What shared a dispatch with it stays.
    void recalled(String id) {
        recalled.add(id);
    }

    Optional<Piece> piece(int originator, String id, String version) {
        return Optional.ofNullable(pieces.get(name(originator, id, version)));
    }

    /// Ids of objects that a member shared with somebody and has not recalled.
    List<String> recallable(int member) {
        return held.get(member).keySet().stream()
                .filter(key -> key.originator() == member && key.channel() != HOME)
                .map(Key::id)
                .filter(id -> !recalled.contains(id))
                .distinct()
                .toList();
    }

    /// Everything of its own that a member wrote and has not recalled.
    List<Piece> own(int member) {
        return held.get(member).values().stream()
                .filter(piece -> piece.originator() == member && !recalled.contains(piece.id()))
                .distinct()
                .toList();
    }

    boolean isRecalled(String id) {
        return recalled.contains(id);
    }

    boolean wasRecalled(Key key) {
        return recalled.contains(key.id());
    }

    Set<String> recalledIds() {
        return recalled;
    }

    /// How long the recalled objects are.
    Set<Integer> recalledBytes() {
        Set<Integer> lengths = new TreeSet<>();
        pieces.values().stream()
                .filter(piece -> recalled.contains(piece.id()))
                .forEach(piece -> lengths.add(piece.bytes().length));
        return lengths;
    }

    /// Whether a member wrote an object.
    boolean isBy(int member, String id) {
        return pieces.values().stream()
                .anyMatch(piece -> piece.originator() == member && piece.id().equals(id));
    }

    /// Whether a member passed an object on to another.
    boolean passedOn(int from, int to, String id) {
        return passed.stream()
                .anyMatch(each ->
                        each.from() == from && each.to() == to && each.id().equals(id));
    }

    /// All leaves that were passed on.
    Set<Passed> passed() {
        return passed;
    }

    /// What a member must hold in the end. Copies kept at home are the member's own business, and stay.
    Map<Key, Piece> mustHold(int member) {
        Map<Key, Piece> must = new LinkedHashMap<>();
        held.get(member).forEach((key, piece) -> {
            if (key.channel() == HOME || !recalled.contains(key.id())) {
                must.put(key, piece);
            }
        });
        return must;
    }

    private static Key key(Piece piece, int channel) {
        return new Key(piece.originator(), channel, piece.id(), piece.version());
    }

    private static String name(int originator, String id, String version) {
        return originator + "/" + id + "/" + version;
    }
}
