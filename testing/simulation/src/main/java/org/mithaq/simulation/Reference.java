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
import java.util.stream.Collectors;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Terms;
import org.mithaq.node.Posting;
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

    private final List<Room> bilateral = new ArrayList<>();
    private final List<Map<Key, Piece>> held = new ArrayList<>();
    private final Set<String> recalled = new TreeSet<>();
    private final Map<Key, Set<Integer>> sent = new HashMap<>();
    private final Set<Passed> passed = new LinkedHashSet<>();
    private final Map<String, Piece> pieces = new HashMap<>();

    Reference(Federation federation) {
        federation.members().forEach(member -> held.add(new LinkedHashMap<>()));
    }

    /// Number of channels of the charter, whose indexes come first.
    static final int FEDERAL = 3;

    /// A channel as it is in a state of the charter.
    Room room(int channel, Assembly.Epoch epoch) {
        if (channel < FEDERAL) {
            return new Room(epoch.rooms().get(channel), epoch.posters().get(channel), true);
        }
        Room room = bilateral.get(channel - FEDERAL);
        Set<Integer> left = new TreeSet<>(room.members());
        left.retainAll(epoch.members());
        if (left.size() < 2) {
            left = Set.of();
        }
        return new Room(left, left, false);
    }

    /// Adds the channel of two members, and returns its index.
    int addBilateral(int one, int other) {
        bilateral.add(new Room(Set.of(one, other), Set.of(one, other), false));
        return FEDERAL + bilateral.size() - 1;
    }

    boolean mayPost(int member, int channel, Assembly.Epoch epoch) {
        return room(channel, epoch).posters().contains(member);
    }

    /// Whom `piece` goes to when `from` sends it: its originator, or one that passes it on.
    Set<Integer> recipients(Piece piece, int from, int channel, Set<Integer> named, Assembly.Epoch epoch) {
        Room room = room(channel, epoch);
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

        /// Demands that a posting came to this.
        void check(Federation federation, Posting.Outcome outcome) {
            Set<String> said = outcome.posted().stream()
                    .flatMap(posted -> posted.recipients().stream())
                    .map(MemberId::shortForm)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> right = recipients().stream()
                    .map(index -> federation.members().get(index).id().shortForm())
                    .collect(Collectors.toCollection(TreeSet::new));
            long rows = outcome.kept().size()
                    + outcome.posted().stream()
                            .mapToLong(posted -> posted.rows().size())
                            .sum();
            Violated.demand(
                    outcome.repeated() == repeated && rows == fresh.size() && said.equals(right),
                    Invariant.NOTHING_WITHOUT_A_RULE,
                    "a posting came to %d rows for %s with %d repeated, and not to %d for %s with %d"
                            .formatted(rows, said, outcome.repeated(), fresh.size(), right, repeated));
        }
    }

    /// A leaf that one member passed on to another.
    record Passed(int from, Hash leafHash, int to, String id) {}

    /// Computes what [Posting][org.mithaq.node.Posting] must do with `some`.
    ///
    /// @param epoch the charter as the member's node knows it
    Expected expected(int member, int channel, List<Piece> some, Set<Integer> named, Assembly.Epoch epoch) {
        Map<Piece, Set<Integer>> fresh = new LinkedHashMap<>();
        Map<Piece, Set<Integer>> again = new LinkedHashMap<>();
        int repeated = 0;
        Set<Key> seen = new HashSet<>();
        for (Piece piece : some) {
            Set<Integer> to = channel == HOME ? Set.of() : recipients(piece, member, channel, named, epoch);
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

    /// Who wrote an object.
    int originator(String id) {
        return pieces.values().stream()
                .filter(piece -> piece.id().equals(id))
                .mapToInt(Piece::originator)
                .findFirst()
                .orElseThrow();
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
