// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Terms;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;
import org.mithaq.policy.Audience;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;

/// Takes objects from this member's own people and programs: keeps them, or releases them to a channel as policy
/// allows. Safe for threads: what is slow is done on the caller's.
public final class Posting {

    private final NodeIdentity self;
    private final CharterState charter;
    private final Ledger ledger;
    private final Turns turns;
    private final Sealing sealing;
    private final Gathering gathering = new Gathering();

    /// @param self whose node
    /// @param charter whose channels
    /// @param ledger what is there already
    /// @param turns where changes are made
    /// @param sealing what makes them ready
    public Posting(NodeIdentity self, CharterState charter, Ledger ledger, Turns turns, Sealing sealing) {
        this.self = self;
        this.charter = charter;
        this.ledger = ledger;
        this.turns = turns;
        this.sealing = sealing;
    }

    /// What became of a posting. When it is handed out, all of it is durable.
    ///
    /// @param posted the dispatches that are on their way
    /// @param kept rows of objects that stay here
    /// @param withheld who does not get what, and by which rule
    /// @param repeated how many objects were there already and changed nothing
    /// @param conflicting objects whose id and version are those of another content that was there already
    ///     or came before: they are not taken, because the two name one version (STIX 2.1 §3.6)
    public record Outcome(
            List<Submit.Posted> posted,
            List<Shelf.ObjectRow> kept,
            List<Releasing.Withheld> withheld,
            int repeated,
            List<Item> conflicting) {

        public Outcome {
            posted = List.copyOf(posted);
            kept = List.copyOf(kept);
            withheld = List.copyOf(withheld);
            conflicting = List.copyOf(conflicting);
        }

        private Outcome withheld(List<Releasing.Withheld> theirs) {
            return new Outcome(posted, kept, theirs, repeated, conflicting);
        }
    }

    /// A posting that cannot be made: the channel is unknown, or this member may not post there.
    public static final class PostingRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PostingRefused(String reason) {
            super(reason);
        }
    }

    /// Keeps objects here and shares them with nobody.
    public Outcome keep(List<Item> items, boolean exercise) {
        return submit(items, unique -> {
            List<Prepared.Shelved> shelved = new ArrayList<>();
            for (int from = 0; from < unique.size(); from += Limits.LEAVES_MAX) {
                shelved.add(sealing.keep(
                        unique.subList(from, Math.min(unique.size(), from + Limits.LEAVES_MAX)), exercise));
            }
            List<Prepared> prepared = shelved.stream()
                    .map(each -> new Prepared(List.of(), Optional.of(each)))
                    .toList();
            return new Plan(prepared, List.of());
        });
    }

    /// Releases objects to a channel as policy allows; what goes to nobody is kept here.
    ///
    /// @param named those whom the originator names one by one; empty is the whole channel
    /// @param definitions marking definitions at hand
    /// @param at the moment of the decision
    /// @throws PostingRefused if there is no such channel, or this member may not post there
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
        return submit(items, unique -> {
            Releasing.Decided decided = Releasing.decide(unique, self.member(), addressed, definitions, at);
            List<Prepared> prepared = new ArrayList<>();
            // Each item is one object here: to compare two would read all of their bytes.
            Set<Item> released = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Releasing.Group group : decided.groups()) {
                // An object that goes to two groups is one object: its row is added with the first.
                prepared.add(new Prepared(
                        sealing.seal(charter, posting, group.items(), group.recipients(), released), Optional.empty()));
                released.addAll(group.items());
            }
            List<Item> nobody =
                    unique.stream().filter(item -> !released.contains(item)).toList();
            for (int from = 0; from < nobody.size(); from += Limits.LEAVES_MAX) {
                List<Item> page = nobody.subList(from, Math.min(nobody.size(), from + Limits.LEAVES_MAX));
                prepared.add(new Prepared(List.of(), Optional.of(sealing.keep(page, posting.exercise()))));
            }
            return new Plan(prepared, decided.withheld());
        });
    }

    /// Shares what policy has released to the same members already.
    private Outcome together(Sealing.Posting posting, List<Item> items, Set<MemberId> recipients) {
        return submit(
                items,
                unique -> new Plan(
                        List.of(new Prepared(
                                sealing.seal(charter, posting, unique, recipients, Set.of()), Optional.empty())),
                        List.of()));
    }

    /// Sends what is not an object (recalls, relays, handshakes) to some members.
    public List<Submit.Posted> send(Sealing.Posting posting, List<Item> items, Set<MemberId> recipients) {
        return send(posting, items, recipients, turn -> {});
    }

    /// As the other, and records `also` in the same transaction.
    List<Submit.Posted> send(Sealing.Posting posting, List<Item> items, Set<MemberId> recipients, Consumer<Turn> also) {
        Prepared prepared = new Prepared(sealing.seal(charter, posting, items, recipients, Set.of()), Optional.empty());
        return turns.run(turn -> {
            List<Submit.Posted> posted = new Submit(prepared).run(turn).posted();
            also.accept(turn);
            return posted;
        });
    }

    /// Passes a held object on, and remembers in the same transaction to whom, for its recall.
    ///
    /// @param item the object of `row` with its proof
    List<Submit.Posted> relay(Sealing.Posting posting, Item item, Shelf.ObjectRow row, Set<MemberId> recipients) {
        List<Prepared.Outgoing> sealed = sealing.seal(charter, posting, List.of(item), recipients, Set.of());
        return turns.run(turn -> {
            List<Submit.Posted> posted =
                    new Submit(new Prepared(sealed, Optional.empty())).run(turn).posted();
            Relays.remember(turn, row, sealed.getFirst(), posted.getFirst());
            return posted;
        });
    }

    /// Passes another originator's recall on to whomever this node relayed the leaf to, and takes back its
    /// own leaves that the other lies in, queued or delivered.
    void passOn(Recalls.Pending recall) {
        Hash leafHash = recall.statement().leafHash();
        List<Relays.Passed> relays =
                recall.originator().equals(self.member()) ? List.of() : ledger.read(t -> Relays.of(t, leafHash));
        for (Relays.Passed passed : relays) {
            Set<MemberId> recipients = new TreeSet<>();
            ledger.read(tables -> tables.outbox().entriesOf(passed.payloadHash()))
                    .forEach(entry -> recipients.add(entry.recipient()));
            Sealing.Posting how = new Sealing.Posting(passed.channel(), Lane.PRIORITY, 0, false);
            Item proof = Item.of(LeafKind.RELAYED, Terms.standard(), recall.proof());
            Retraction own = new Retraction(
                    how,
                    new RecallStatement(
                            passed.payloadHash(),
                            passed.leafHash(),
                            recall.statement().reason()),
                    recipients);
            Prepared theirs =
                    new Prepared(sealing.seal(charter, how, List.of(proof), recipients, Set.of()), Optional.empty());
            List<Prepared.Outgoing> ours = sealed(List.of(own));
            turns.run(turn -> {
                Relays.forget(turn, leafHash, passed);
                new Submit(theirs).run(turn);
                return retract(turn, List.of(own), ours);
            });
        }
    }

    /// One leaf that is taken back, how, and from whom.
    record Retraction(Sealing.Posting posting, RecallStatement statement, Set<MemberId> recipients) {}

    /// Sends recalls of this member's own, and notes them for this node itself, all in one transaction: a
    /// crash leaves no leaf of an object behind that nothing can recall any more.
    List<Submit.Posted> recall(List<Retraction> retractions) {
        List<Prepared.Outgoing> sealed = sealed(retractions);
        return turns.run(turn -> retract(turn, retractions, sealed));
    }

    private List<Prepared.Outgoing> sealed(List<Retraction> retractions) {
        List<Prepared.Outgoing> sealed = new ArrayList<>();
        for (Retraction each : retractions) {
            Item item =
                    Item.of(LeafKind.RECALL, Terms.standard(), each.statement().toBytes());
            sealed.addAll(sealing.seal(charter, each.posting(), List.of(item), each.recipients(), Set.of()));
        }
        return sealed;
    }

    private List<Submit.Posted> retract(Turn turn, List<Retraction> retractions, List<Prepared.Outgoing> sealed) {
        List<Submit.Posted> posted =
                new Submit(new Prepared(sealed, Optional.empty())).run(turn).posted();
        for (int index = 0; index < posted.size(); index++) {
            RecallStatement statement = retractions.get(index).statement();
            Recalls.noteOwn(turn, self.member(), statement, sealed.get(index).sealed(), posted.get(index));
        }
        return posted;
    }

    private record Plan(List<Prepared> prepared, List<Releasing.Withheld> withheld) {}

    /// Submits, leaving out what is there already: found by the ledger, not asked for before, so that what
    /// is new costs no query.
    private Outcome submit(List<Item> items, Function<List<Item>, Plan> prepare) {
        Repetitions repetitions = new Repetitions(ledger, sealing.shelving());
        List<Item> remaining = repetitions.first(items);
        while (!remaining.isEmpty()) {
            Plan plan = prepare.apply(remaining);
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
                return new Outcome(
                        submitted.posted(),
                        submitted.home(),
                        plan.withheld(),
                        repetitions.count(),
                        repetitions.conflicting());
            } catch (Submit.Repeated repetition) {
                remaining = repetitions.without(remaining, repetition.rows());
            }
        }
        return new Outcome(List.of(), List.of(), List.of(), repetitions.count(), repetitions.conflicting());
    }

    private Releasing.Addressed addressed(ChannelId id, Set<MemberId> named) {
        Optional<Channel> channel = charter.channel(id);
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
                .orElseThrow(() -> new PostingRefused("no open channel " + id.hex()));
        // Between two, whoever is addressed is named.
        return new Releasing.Addressed(Audience.Kind.BILATERAL, Set.of(self.member(), peer), Set.of(peer));
    }
}
