// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Limits;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Quarantine;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;
import org.mithaq.policy.Audience;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;

/// Takes objects from this member's own people and programs: keeps them, or releases them to a channel as policy
/// allows. Safe for threads: what is slow is done on the caller's.
public final class Posting {

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final Ledger ledger;
    private final Turns turns;
    private final Sealing sealing;
    private final Retracting retracting;
    private final Trail trail;
    private final Gathering gathering = new Gathering();

    /// @param self whose node
    /// @param charter whose channels
    /// @param ledger what is there already
    /// @param turns where changes are made
    /// @param sealing what makes them ready
    public Posting(NodeIdentity self, LivingCharter charter, Ledger ledger, Turns turns, Sealing sealing) {
        this(self, charter, ledger, turns, sealing, Trail.NONE);
    }

    /// As the other.
    ///
    /// @param trail hears of each dispatch
    public Posting(NodeIdentity self, LivingCharter charter, Ledger ledger, Turns turns, Sealing sealing, Trail trail) {
        this.trail = trail;
        this.self = self;
        this.charter = charter;
        this.ledger = ledger;
        this.turns = turns;
        this.sealing = sealing;
        this.retracting = new Retracting(self, charter, ledger, turns, sealing);
    }

    /// What became of a posting. When it is handed out, all of it is durable.
    ///
    /// @param posted the dispatches that are on their way
    /// @param kept rows of objects that stay here
    /// @param withheld who does not get what, and by which rule
    /// @param repeated how many objects were there already and changed nothing
    /// @param conflicting objects whose id and version are those of another content that was there already
    ///     or came before: they are not taken, because the two name one version (STIX 2.1 §3.6)
    /// @param recalled objects that this member has recalled in that version: they are held for a person (Recall 3)
    public record Outcome(
            List<Submit.Posted> posted,
            List<Shelf.ObjectRow> kept,
            List<Releasing.Withheld> withheld,
            int repeated,
            List<Item> conflicting,
            List<Item> recalled) {

        public Outcome {
            posted = List.copyOf(posted);
            kept = List.copyOf(kept);
            withheld = List.copyOf(withheld);
            conflicting = List.copyOf(conflicting);
            recalled = List.copyOf(recalled);
        }

        private Outcome withheld(List<Releasing.Withheld> theirs) {
            return new Outcome(posted, kept, theirs, repeated, conflicting, recalled);
        }
    }

    /// A posting that cannot be made: the channel is unknown, this member may not post there, or an object is
    /// larger than a leaf may be.
    public static final class PostingRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PostingRefused(String reason) {
            super(reason);
        }
    }

    /// Keeps objects here and shares them with nobody.
    ///
    /// @throws PostingRefused if one is larger than a leaf may be
    public Outcome keep(List<Item> items, boolean exercise) {
        return submit(items, (unique, _) -> {
            List<Prepared.Shelved> shelved = new ArrayList<>();
            for (int from = 0; from < unique.size(); from += Limits.LEAVES_MAX) {
                shelved.add(sealing.keep(
                        unique.subList(from, Math.min(unique.size(), from + Limits.LEAVES_MAX)), exercise));
            }
            List<Prepared> prepared = shelved.stream()
                    .map(each -> new Prepared(List.of(), Optional.of(each)))
                    .toList();
            return new Plan(prepared, List.of(), 0);
        });
    }

    /// Releases objects to a channel as policy allows; what goes to nobody is kept here. What was
    /// shared in the channel before goes to those alone who have not had it.
    ///
    /// @param named those whom the originator names one by one; empty is the whole channel
    /// @param definitions marking definitions at hand
    /// @param at the moment of the decision
    /// @throws PostingRefused if there is no such channel, this member may not post there, or an object is larger
    ///     than a leaf may be
    public Outcome share(
            Sealing.Posting posting,
            List<Item> items,
            Set<MemberId> named,
            Function<StixId, Optional<StixObject>> definitions,
            Instant at) {
        Releasing.Addressed addressed = addressed(posting.channel(), named);
        if (Gathering.isLittle(items)) {
            Releasing.Decided decided = Releasing.decide(items, self.member(), addressed, definitions, at);
            if (decided.groups().size() == 1
                    && decided.groups().getFirst().items().size() == items.size()) {
                Set<MemberId> recipients = decided.groups().getFirst().recipients();
                return gathering
                        .join(new Gathering.Way(posting, recipients), items, all -> together(posting, all, recipients))
                        .withheld(decided.withheld());
            }
        }
        return submit(items, (fresh, shared) -> {
            List<Item> all = Stream.concat(fresh.stream(), shared.stream()).toList();
            return plan(posting, shared, Releasing.decide(all, self.member(), addressed, definitions, at), all);
        });
    }

    /// Shares what policy has released to the same members already.
    private Outcome together(Sealing.Posting posting, List<Item> items, Set<MemberId> recipients) {
        return submit(items, (fresh, shared) -> {
            List<Item> all = Stream.concat(fresh.stream(), shared.stream()).toList();
            Releasing.Group group = new Releasing.Group(recipients, all);
            return plan(posting, shared, new Releasing.Decided(List.of(group), List.of()), all);
        });
    }

    /// @param shared those of `items` that were shared in this channel before: they go to those alone who have not
    ///     had them
    private Plan plan(Sealing.Posting posting, List<Item> shared, Releasing.Decided decided, List<Item> items) {
        List<Prepared> prepared = new ArrayList<>();
        // Each item is one object here: to compare two would read all of their bytes.
        Set<Item> released = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Item> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(shared);
        Map<Set<MemberId>, List<Item>> others = new LinkedHashMap<>();
        Withdrawals.Served served = new Withdrawals.Served(sealing, posting.channel());
        int repeated = 0;
        for (Releasing.Group group : decided.groups()) {
            List<Item> fresh = group.items().stream()
                    .filter(item -> !before.contains(item))
                    .toList();
            // An object that goes to two groups is one object: its row is added with the first.
            prepared.add(new Prepared(
                    sealing.seal(charter.now(), posting, fresh, group.recipients(), released), Optional.empty()));
            released.addAll(group.items());
            for (Item item : group.items().stream().filter(before::contains).toList()) {
                Set<MemberId> rest = new TreeSet<>(group.recipients());
                rest.removeAll(ledger.read(tables -> served.of(tables, item)));
                if (rest.isEmpty()) {
                    repeated++;
                } else {
                    others.computeIfAbsent(rest, _ -> new ArrayList<>()).add(item);
                }
            }
        }
        others.forEach((recipients, some) ->
                prepared.add(new Prepared(sealCopies(posting, some, recipients), Optional.empty())));
        List<Item> nobody =
                items.stream().filter(item -> !released.contains(item)).toList();
        for (int from = 0; from < nobody.size(); from += Limits.LEAVES_MAX) {
            List<Item> page = nobody.subList(from, Math.min(nobody.size(), from + Limits.LEAVES_MAX));
            prepared.add(new Prepared(List.of(), Optional.of(sealing.keep(page, posting.exercise()))));
        }
        return new Plan(prepared, decided.withheld(), repeated);
    }

    /// Seals objects that have rows already, for others.
    List<Prepared.Outgoing> sealCopies(Sealing.Posting posting, List<Item> items, Set<MemberId> recipients) {
        Set<Item> rowed = Collections.newSetFromMap(new IdentityHashMap<>());
        rowed.addAll(items);
        return sealing.seal(charter.now(), posting, items, recipients, rowed);
    }

    /// Whose node this is.
    NodeIdentity self() {
        return self;
    }

    /// Whether somebody belongs to the federation now.
    boolean isMember(MemberId member) {
        return charter.now().member(member).isPresent();
    }

    /// What sends recalls.
    Retracting retracting() {
        return retracting;
    }

    /// In which channel the leaves of a batch of this node's own were sent.
    ChannelId channelOf(Ledger.Tables tables, long batch) {
        return sealing.channelOf(tables, batch).orElseThrow(() -> new IllegalStateException("a leaf without channel"));
    }

    /// Sends what is not an object (recalls, relays, handshakes) to some members.
    public List<Submit.Posted> send(Sealing.Posting posting, List<Item> items, Set<MemberId> recipients) {
        return send(posting, items, recipients, turn -> {});
    }

    /// As the other, and records `also` in the same transaction.
    List<Submit.Posted> send(Sealing.Posting posting, List<Item> items, Set<MemberId> recipients, Consumer<Turn> also) {
        long begun = trail.now();
        Prepared prepared =
                new Prepared(sealing.seal(charter.now(), posting, items, recipients, Set.of()), Optional.empty());
        long sealed = trail.now();
        List<Submit.Posted> sent = turns.run(turn -> {
            List<Submit.Posted> posted = new Submit(prepared).run(turn).posted();
            also.accept(turn);
            return posted;
        });
        tell(sent, begun, begun, sealed);
        return sent;
    }

    /// Passes a held object on, and remembers in the same transaction to whom, for its recall.
    ///
    /// @param item the object of `row` with its proof
    List<Submit.Posted> relay(Sealing.Posting posting, Item item, Shelf.ObjectRow row, Set<MemberId> recipients) {
        List<Prepared.Outgoing> sealed = sealing.seal(charter.now(), posting, List.of(item), recipients, Set.of());
        return turns.run(turn -> {
            List<Submit.Posted> posted =
                    new Submit(new Prepared(sealed, Optional.empty())).run(turn).posted();
            Relays.remember(turn, row, sealed.getFirst(), posted.getFirst());
            return posted;
        });
    }

    private void tell(List<Submit.Posted> posted, long begun, long planned, long sealed) {
        if (trail.isOn()) {
            long durable = trail.now();
            for (Submit.Posted each : posted) {
                Hash dispatch = each.payloadHash();
                trail.step(Trail.Step.POST, dispatch, Optional.empty(), new Trail.Time(begun, durable));
                trail.step(Trail.Step.SEAL, dispatch, Optional.empty(), new Trail.Time(planned, sealed));
                trail.logged(dispatch, each.logIndex(), new Trail.Time(sealed, durable));
            }
        }
    }

    private record Plan(List<Prepared> prepared, List<Releasing.Withheld> withheld, int repeated) {}

    @FunctionalInterface
    private interface Planning {
        /// @param fresh what is new, as far as is known
        /// @param shared what was shared in this channel before
        Plan plan(List<Item> fresh, List<Item> shared);
    }

    /// Submits, with what is there already found by the ledger and not asked for before, so that what is new costs no
    /// query.
    private Outcome submit(List<Item> items, Planning planning) {
        demandThatTheyFit(items);
        long begun = trail.now();
        Repetitions repetitions = new Repetitions(ledger, sealing.shelving());
        List<Item> first = repetitions.first(items);
        List<Item> recalled = first.stream().filter(sealing::isRecalled).toList();
        List<Item> remaining = recalled.isEmpty()
                ? first
                : first.stream().filter(item -> !sealing.isRecalled(item)).toList();
        hold(recalled);
        List<Releasing.Withheld> withheld = new ArrayList<>();
        while (!remaining.isEmpty() || !repetitions.shared().isEmpty()) {
            long planned = trail.now();
            Plan plan = planning.plan(remaining, repetitions.shared());
            long sealed = trail.now();
            try {
                Submit.Submitted submitted = turns.run(turn -> {
                    List<Submit.Posted> all = new ArrayList<>();
                    List<Shelf.ObjectRow> home = new ArrayList<>();
                    for (Prepared prepared : plan.prepared()) {
                        Submit.Submitted one = new Submit(prepared).run(turn);
                        all.addAll(one.posted());
                        home.addAll(one.home());
                    }
                    return new Submit.Submitted(all, home);
                });
                tell(submitted.posted(), begun, planned, sealed);
                return new Outcome(
                        submitted.posted(),
                        submitted.home(),
                        Stream.concat(withheld.stream(), plan.withheld().stream())
                                .toList(),
                        repetitions.count() + plan.repeated(),
                        repetitions.conflicting(),
                        recalled);
            } catch (Submit.Repeated repetition) {
                // What lies at home already and is to go to nobody is withheld, and no mere repetition.
                Set<String> home = repetition.rows().stream()
                        .filter(row -> row.channel().isEmpty())
                        .map(Shelf.ObjectRow::stixId)
                        .collect(Collectors.toSet());
                plan.withheld().stream()
                        .filter(each -> home.contains(each.stixId()))
                        .forEach(withheld::add);
                remaining = repetitions.without(remaining, repetition.rows());
            }
        }
        return new Outcome(List.of(), List.of(), withheld, repetitions.count(), repetitions.conflicting(), recalled);
    }

    private static void demandThatTheyFit(List<Item> items) {
        for (Item item : items) {
            int bytes = item.content().bytes().length;
            int bytesMax = item.content().kind().contentBytesMax();
            if (bytes > bytesMax) {
                throw new PostingRefused("protocol %s: %s; one leaf holds at most %,d bytes, and %s has %,d"
                        .formatted(
                                Clause.ENCODING.id(),
                                Clause.ENCODING.sentence(),
                                bytesMax,
                                item.object()
                                        .map(object -> object.id().toString())
                                        .orElse("this"),
                                bytes));
            }
        }
    }

    private void hold(List<Item> recalled) {
        if (recalled.isEmpty()) {
            return;
        }
        List<Quarantine.Row> rows = recalled.stream().map(sealing::held).toList();
        turns.run(turn -> {
            Quarantine quarantine = turn.tables().quarantine();
            rows.stream()
                    .limit(Math.max(0, QuarantineDesk.ROWS_MAX - quarantine.count()))
                    .forEach(row -> quarantine.add(row.at(turn.nowMicros())));
            turn.alarm(
                    AlarmKind.RECALL_BACK,
                    self.member().hex(),
                    "%d objects were to be kept or shared in a version that this member has recalled"
                            .formatted(recalled.size()),
                    new byte[0]);
            return true;
        });
    }

    /// Who is addressed in a channel by a posting of this member.
    ///
    /// @throws PostingRefused if there is no such channel, or this member may not post there
    Releasing.Addressed addressed(ChannelId id, Set<MemberId> named) {
        Optional<Channel> channel = charter.now().channel(id);
        if (channel.isPresent()) {
            if (!channel.get().members().contains(self.member())
                    || !channel.get().mayPost(self.member())) {
                throw new PostingRefused("this member may not post in channel " + id.hex());
            }
            return Releasing.in(channel.get(), named);
        }
        Optional<Registry.BilateralRow> bilateral = ledger.read(tables -> tables.registry().bilaterals().stream()
                .filter(row -> row.id().equals(id) && row.open())
                .findFirst());
        MemberId peer = bilateral
                .map(Registry.BilateralRow::peer)
                .filter(this::isMember)
                .orElseThrow(() ->
                        new PostingRefused("no open channel %s, or its other member has left".formatted(id.hex())));
        // Between two, whoever is addressed is named.
        return new Releasing.Addressed(Audience.Kind.BILATERAL, Set.of(self.member(), peer), Set.of(peer));
    }
}
