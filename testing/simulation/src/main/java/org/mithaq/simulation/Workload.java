// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.Core;
import org.mithaq.node.Item;
import org.mithaq.node.Originating;
import org.mithaq.node.Posting;
import org.mithaq.node.Sealing;
import org.mithaq.node.Submit;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;

/// What people and programs ask of the nodes, drawn at random, and noted in the [Reference] as far as it was done.
final class Workload {

    private static final List<Lane> LANES = List.of(Lane.values());

    private final Federation federation;
    private final Reference reference;
    private final Rot rot;
    private final Assembly assembly;
    private final Writing writing = new Writing();
    private final List<ChannelId> channels = new ArrayList<>();
    private final Map<ChannelId, Integer> indexes = new HashMap<>();
    private RandomGenerator random;
    private int made;

    /// Something that is asked of one node.
    record Action(String name, Work work) {
        void run(Station station) {
            work.at(station);
        }
    }

    @FunctionalInterface
    private interface Work {
        void at(Station station);
    }

    /// @param rot what cannot be read any more, and is not passed on
    /// @param first dice until the first action brings its own
    Workload(Federation federation, Assembly assembly, Reference reference, Rot rot, RandomGenerator first) {
        this.assembly = assembly;
        this.federation = federation;
        this.reference = reference;
        this.rot = rot;
        this.random = first;
        federation.channelsInOrder().forEach(channel -> know(channel.id()));
    }

    private void know(ChannelId id) {
        indexes.put(id, channels.size());
        channels.add(id);
    }

    /// All channels, by index.
    List<ChannelId> channels() {
        return List.copyOf(channels);
    }

    /// How much was done.
    int made() {
        return made;
    }

    /// Draws what is asked of a member's node next.
    ///
    /// @param dice of this action alone, so that one that fails changes no other
    Action draw(int member, RandomGenerator dice) {
        random = dice;
        int drawn = random.nextInt(100);
        if (drawn < 45) {
            return new Action("posts", station -> post(station, fresh(member, 1 + random.nextInt(4))));
        }
        if (drawn < 52) {
            return new Action("posts much and recalls of it", station -> postMuch(station, member));
        }
        if (drawn < 60) {
            return new Action("posts again", station -> post(station, again(member)));
        }
        if (drawn < 64) {
            return new Action("keeps", this::keep);
        }
        if (drawn < 78) {
            return new Action("relays", this::relay);
        }
        if (drawn < 87) {
            return new Action("recalls", this::recall);
        }
        if (drawn < 91) {
            return new Action("acknowledges", this::acknowledge);
        }
        return drawn < 95 ? new Action("offers", this::offer) : new Action("accepts", this::accept);
    }

    /// Most of it has gone to nobody yet when some of it is taken back.
    private void postMuch(Station station, int member) {
        List<Reference.Piece> much = fresh(member, 4 + random.nextInt(6));
        post(station, much);
        String id = much.get(random.nextInt(much.size())).id();
        if (reference.recallable(member).contains(id)) {
            recall(station, id);
        }
    }

    private List<Reference.Piece> fresh(int member, int count) {
        List<Reference.Piece> pieces = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            List<Reference.Piece> own = reference.own(member);
            boolean next = !own.isEmpty() && random.nextInt(6) == 0;
            String id = next ? own.get(random.nextInt(own.size())).id() : freshId();
            pieces.add(writing.piece(member, id, random));
        }
        return pieces;
    }

    private List<Reference.Piece> again(int member) {
        List<Reference.Piece> own = reference.own(member);
        List<Reference.Piece> some = new ArrayList<>(fresh(member, random.nextInt(2)));
        for (int index = 0; !own.isEmpty() && index < 2; index++) {
            some.add(own.get(random.nextInt(own.size())));
        }
        return some;
    }

    private void post(Station station, List<Reference.Piece> pieces) {
        int member = station.index();
        int channel = random.nextInt(channels.size());
        boolean open = channel < Reference.FEDERAL || isOpen(station, channels.get(channel));
        if (!open || pieces.isEmpty()) {
            return;
        }
        Set<Integer> named = new TreeSet<>();
        if (channel < Reference.FEDERAL && random.nextInt(3) == 0) {
            named.add(random.nextInt(federation.size()));
            named.add(random.nextInt(federation.size()));
        }
        Lane lane = LANES.get(random.nextInt(LANES.size()));
        Instant at = station.program().clock.instant();
        Sealing.Posting how = new Sealing.Posting(
                channels.get(channel),
                lane,
                lane == Lane.FLASH ? Core.micros(at) + 60_000_000 : 0,
                random.nextInt(5) == 0);
        List<Item> items = pieces.stream().map(writing::item).toList();
        Assembly.Epoch epoch = assembly.at(station.program());
        if (!reference.mayPost(member, channel, epoch)) {
            refused(station, how, items, at);
            return;
        }
        Reference.Expected expected = reference.expected(member, channel, pieces, named, epoch);
        attempt(
                station,
                () -> {
                    Posting.Outcome outcome =
                            station.program().posting.share(how, items, ids(named), id -> Optional.empty(), at);
                    expected.check(federation, outcome);
                },
                () -> reference.posted(member, channel, expected));
    }

    /// A member says something new to one other that every rule lets through, in a lane.
    void tell(Station station, int to, Lane lane, RandomGenerator dice) {
        tellAll(station, Set.of(to), lane, dice);
    }

    /// A member says something new to some others at once.
    ///
    /// @return its row at the member that said it; empty where the channel does not let it
    Optional<Shelf.ObjectRow> tellAll(Station station, Set<Integer> to, Lane lane, RandomGenerator dice) {
        random = dice;
        Reference.Piece piece = writing.clear(station.index(), freshId(), dice);
        Instant at = station.program().clock.instant();
        Sealing.Posting how = new Sealing.Posting(
                channels.getFirst(), lane, lane == Lane.FLASH ? Core.micros(at) + 60_000_000 : 0, false);
        Reference.Expected expected =
                reference.expected(station.index(), 0, List.of(piece), to, assembly.at(station.program()));
        List<Shelf.ObjectRow> rows = new ArrayList<>();
        attempt(
                station,
                () -> {
                    Posting.Outcome outcome = station.program()
                            .posting
                            .share(how, List.of(writing.item(piece)), ids(to), id -> Optional.empty(), at);
                    expected.check(federation, outcome);
                    outcome.posted().forEach(posted -> rows.addAll(posted.rows()));
                },
                () -> reference.posted(station.index(), 0, expected));
        return rows.stream().findFirst();
    }

    /// Something new that nobody is told of by the rules.
    Item forged(int member, RandomGenerator dice) {
        random = dice;
        return writing.item(writing.clear(member, freshId(), dice));
    }

    private String freshId() {
        return "indicator--"
                + new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | (1L << 63));
    }

    private static void refused(Station station, Sealing.Posting how, List<Item> items, Instant at) {
        try {
            station.program().posting.share(how, items, Set.of(), id -> Optional.empty(), at);
        } catch (Posting.PostingRefused expected) {
            return;
        }
        throw new Violated(Invariant.NOTHING_WITHOUT_A_RULE, "node " + station.index() + " posted where it may not");
    }

    private Set<MemberId> ids(Set<Integer> members) {
        Set<MemberId> ids = new TreeSet<>();
        members.forEach(index -> ids.add(federation.members().get(index).id()));
        return ids;
    }

    private void attempt(Station station, Runnable work, Runnable done) {
        Attempt.make(station, work, done);
        made++;
    }

    private static boolean isOpen(Station station, ChannelId channel) {
        return station.program()
                .ledger
                .read(tables -> tables.registry().bilaterals().stream()
                        .anyMatch(row -> row.id().equals(channel) && row.open()));
    }

    private void keep(Station station) {
        List<Reference.Piece> pieces = fresh(station.index(), 2);
        Reference.Expected expected =
                reference.expected(station.index(), Reference.HOME, pieces, Set.of(), assembly.at(station.program()));
        attempt(
                station,
                () -> expected.check(
                        federation,
                        station.program()
                                .posting
                                .keep(pieces.stream().map(writing::item).toList(), false)),
                () -> reference.posted(station.index(), Reference.HOME, expected));
    }

    private void relay(Station station) {
        int member = station.index();
        List<Shelf.ObjectRow> rows = station.program()
                .ledger
                .read(tables -> tables.shelf().page(Optional.empty(), 0, 10_000).stream()
                        .filter(row -> !row.originator().equals(station.member().id()))
                        .filter(row -> !rot.isRotten(station.index(), row))
                        .toList());
        int channel = random.nextInt(Reference.FEDERAL);
        Set<Integer> to = new TreeSet<>(List.of(random.nextInt(federation.size()), random.nextInt(federation.size())));
        int drawn = random.nextInt(Integer.MAX_VALUE);
        if (rows.isEmpty()) {
            return;
        }
        Shelf.ObjectRow row = rows.get(drawn % rows.size());
        int originator = federation.member(row.originator()).index();
        to.remove(member);
        to.remove(originator);
        if (to.isEmpty()) {
            return;
        }
        Reference.Piece piece =
                reference.piece(originator, row.stixId(), row.version()).orElseThrow();
        Assembly.Epoch epoch = assembly.at(station.program());
        boolean allowed = reference.mayPost(member, channel, epoch)
                && reference.recipients(piece, member, channel, to, epoch).equals(to);
        attempt(
                station,
                () -> {
                    boolean sent = relayed(station, row, channel, to);
                    if (sent != allowed) {
                        throw new Violated(
                                Invariant.NOTHING_WITHOUT_A_RULE,
                                "a relay of %s to %s was %s".formatted(piece.label(), to, sent ? "made" : "refused"));
                    }
                },
                () -> {
                    if (allowed) {
                        reference.relayed(member, row.leafHash(), piece, channel, to);
                    }
                });
    }

    private boolean relayed(Station station, Shelf.ObjectRow row, int channel, Set<Integer> to) {
        try {
            Instant at = station.program().clock.instant();
            station.program().originating.relay(row, channels.get(channel), ids(to), at);
            return true;
        } catch (Originating.RequestRefused withheld) {
            return false;
        }
    }

    private void recall(Station station) {
        List<String> recallable = reference.recallable(station.index());
        if (recallable.isEmpty()) {
            return;
        }
        recall(
                station,
                random.nextBoolean() ? recallable.getLast() : recallable.get(random.nextInt(recallable.size())));
    }

    /// A member takes back what it said.
    void recall(Station station, String id) {
        attempt(
                station,
                () -> {
                    List<Submit.Posted> posted = station.program().originating.recall(id, "a trial");
                    if (posted.isEmpty() && assembly.count() == 1) {
                        throw new Violated(Invariant.RECALLED_IS_GONE, "a recall of what was shared recalls nothing");
                    }
                },
                () -> reference.recalled(id));
    }

    private void acknowledge(Station station) {
        List<Inbox.ArrivalRow> arrivals =
                station.program().ledger.read(tables -> tables.inbox().newest(100));
        if (!arrivals.isEmpty()) {
            Inbox.ArrivalRow arrival = arrivals.get(random.nextInt(arrivals.size()));
            station.program().originating.acknowledge(arrival.payloadHash(), new Receipt.Person("duty officer", "7"));
            made++;
        }
    }

    private void offer(Station station) {
        int peer = (station.index() + 1 + random.nextInt(federation.size() - 1)) % federation.size();
        if (channels.size() < 6 && assembly.at(station.program()).members().contains(peer)) {
            ChannelId id = station.program()
                    .originating
                    .offer(federation.members().get(peer).id(), "between " + station.index() + " and " + peer);
            reference.addBilateral(station.index(), peer);
            know(id);
            made++;
        }
    }

    private void accept(Station station) {
        Optional<Registry.BilateralRow> offered = station.program()
                .ledger
                .read(tables -> tables.registry().bilaterals().stream()
                        .filter(row -> !row.proposedHere() && !row.open() && indexes.containsKey(row.id()))
                        .min((one, other) -> Integer.compare(index(one.id()), index(other.id()))));
        offered.filter(row -> assembly.at(station.program())
                        .members()
                        .contains(federation.member(row.peer()).index()))
                .ifPresent(row -> {
                    station.program().originating.accept(row.id());
                    made++;
                });
    }

    private int index(ChannelId id) {
        return Optional.ofNullable(indexes.get(id)).orElseThrow();
    }
}
