// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.SentBack;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;

/// Takes back what this node itself had sent before it lost its past, from those who received it (protocol,
/// Starting 5): what it signed, what stands in its own log, and nothing that was recalled. Safe for threads.
public final class TakingBack {

    private static final String LOST = "sent-lost:";

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final SignatureProvider signatures;
    private final Ledger ledger;
    private final Turns turns;
    private final Home home;
    private final Map<MemberId, Deque<Line>> wanted = new HashMap<>();
    /// What each peer said last that it received: greetings may come before the streams are new.
    private final Map<MemberId, List<ContactStatement.Received>> said = new ConcurrentHashMap<>();

    /// What is put to rest here.
    ///
    /// @param reading says which leaves are
    /// @param shelving puts them to rest
    /// @param recalls is kept from destroying anything meanwhile
    record Home(LeafReading reading, Shelving shelving, RecallDesk recalls) {}

    /// Numbers that a member has received and that are not here.
    ///
    /// @param next the next to be asked for
    /// @param fromLeaf its leaves before this one are here
    /// @param last the last
    private record Line(Lane lane, StreamId stream, long next, int fromLeaf, long last) {

        boolean isMeant(PullRequest.Sent asked) {
            return lane == asked.lane()
                    && stream.equals(asked.stream())
                    && next == asked.sequence()
                    && fromLeaf == asked.fromLeaf();
        }

        /// What is left of it after an answer.
        Optional<Line> after(Optional<SentBack> answer) {
            if (answer.isPresent() && answer.get().more()) {
                int leaf = answer.get().leaves().getLast().index() + 1;
                return Optional.of(new Line(lane, stream, next, leaf, last));
            }
            return answer.isPresent() && next < last
                    ? Optional.of(new Line(lane, stream, next + 1, 0, last))
                    : Optional.empty();
        }
    }

    TakingBack(
            NodeIdentity self,
            LivingCharter charter,
            SignatureProvider signatures,
            Ledger ledger,
            Turns turns,
            Home home) {
        this.self = self;
        this.charter = charter;
        this.signatures = signatures;
        this.ledger = ledger;
        this.turns = turns;
        this.home = home;
    }

    /// Notes, with what opens new streams, that every member is to be asked.
    static void begin(Turn turn) {
        for (MemberId member : turn.state().charter().members().keySet()) {
            if (!member.equals(turn.state().self().member())) {
                turn.tables().registry().putSetting(LOST + member.hex(), new byte[] {1});
                turn.effect(new Effect.Missed(member));
            }
        }
    }

    /// Learns from what `peer` says that it received which numbers it can give back.
    public void heard(MemberId peer, ContactStatement statement) {
        said.put(peer, statement.received());
        if (learn(peer, statement.received())) {
            turns.whenConvenient(turn -> end(turn, peer));
        }
    }

    /// New streams are open, and `peer` is to be asked: what it said before counts too.
    public void missed(MemberId peer) {
        Optional.ofNullable(said.get(peer)).ifPresent(received -> learn(peer, received));
    }

    /// @return whether this member is to be asked, and has nothing to give back
    private boolean learn(MemberId peer, List<ContactStatement.Received> received) {
        Optional<List<Line>> lines = ledger.read(tables ->
                isLost(tables, peer) ? Optional.of(lines(tables, peer, received)) : Optional.<List<Line>>empty());
        if (lines.isEmpty()) {
            return false;
        }
        synchronized (this) {
            Deque<Line> known = wanted.computeIfAbsent(peer, _ -> new ArrayDeque<>());
            if (known.isEmpty()) {
                known.addAll(lines.get());
            }
            return known.isEmpty();
        }
    }

    private static boolean isLost(Ledger.Tables tables, MemberId peer) {
        return tables.registry().setting(LOST + peer.hex()).isPresent();
    }

    private static boolean end(Turn turn, MemberId peer) {
        turn.tables().registry().removeSetting(LOST + peer.hex());
        return true;
    }

    private List<Line> lines(Ledger.Tables tables, MemberId peer, List<ContactStatement.Received> received) {
        List<Line> lines = new ArrayList<>();
        long sentMax = tables.log().size();
        for (ContactStatement.Received each : received) {
            Lane lane = each.head().lane();
            StreamId stream = each.head().stream();
            long known = Streams.known(tables, peer, lane, stream)
                    .map(Head::sequence)
                    .orElse(0L);
            long said = each.head().head().sequence();
            boolean open = Streams.isOpen(tables, peer, lane, stream);
            boolean twice = lines.stream()
                    .anyMatch(line -> line.lane() == lane && line.stream().equals(stream));
            if (each.node().equals(self.node()) && !open && said > known && !twice) {
                // Every dispatch has a record of its own: whoever says more lies, and is not followed for ever.
                lines.add(new Line(lane, stream, known + 1, 0, Math.min(said, known + sentMax)));
            }
        }
        return lines;
    }

    /// What `peer` is to be asked for next.
    public synchronized Optional<PullRequest.Sent> wanted(MemberId peer) {
        return Optional.ofNullable(wanted.get(peer))
                .flatMap(lines -> Optional.ofNullable(lines.peekFirst()))
                .map(line ->
                        new PullRequest.Sent(self.node(), line.lane(), line.stream(), line.next(), line.fromLeaf()));
    }

    /// Takes what `peer` answered to what was [#wanted]. What is not this node's own is left, with an alarm, and so
    /// is the rest of that line.
    ///
    /// @return whether more is wanted of it
    /// @throws SigningHeld if this node may take nothing in now
    public boolean take(MemberId peer, PullRequest.Sent asked, Parcels answer) {
        Optional<SentBack> back = Optional.empty();
        try {
            back = answer.parts().stream().findFirst().map(SentBack::parse);
            back.ifPresent(each -> take(peer, asked, each));
        } catch (DoorRejected | MalformedEncoding rejected) {
            back = Optional.empty();
            turns.run(turn -> {
                turn.alarm(
                        AlarmKind.DOOR,
                        peer.hex(),
                        "%s gave back what this node did not send: %s"
                                .formatted(peer.shortForm(), rejected.getMessage()),
                        new byte[0]);
                return true;
            });
        }
        boolean done = advance(peer, asked, back);
        if (done) {
            turns.run(turn -> end(turn, peer));
        }
        return !done;
    }

    /// @return whether nothing is wanted any more
    private synchronized boolean advance(MemberId peer, PullRequest.Sent asked, Optional<SentBack> answer) {
        Deque<Line> lines = wanted.getOrDefault(peer, new ArrayDeque<>());
        Optional<Line> line = Optional.ofNullable(lines.peekFirst()).filter(each -> each.isMeant(asked));
        if (line.isPresent()) {
            lines.removeFirst();
            line.get().after(answer).ifPresent(lines::addFirst);
        }
        return lines.isEmpty();
    }

    private void take(MemberId peer, PullRequest.Sent asked, SentBack back) {
        OrderKey key = new OrderKey(self.node(), peer, asked.lane(), asked.stream());
        Header header = back.verify(signatures, charter, key, asked.sequence());
        if (!header.sender().equals(self.member())) {
            throw new DoorRejected(Clause.HEADER_SENDER, "another sender", false);
        }
        if (back.leaves().stream().anyMatch(each -> each.index() < asked.fromLeaf())) {
            // Each answer would be put to rest, and the next one asked for: without an end.
            throw new DoorRejected(Clause.SEAL_TREE, "leaves that were not asked for", false);
        }
        byte[] record = LogEvidence.record(back.logSalt(), header.payloadHash());
        boolean logged = ledger.read(tables ->
                tables.log().records(back.logIndex(), 1).stream().anyMatch(each -> Arrays.equals(each, record)));
        if (logged) {
            home.recalls().undisturbed(() -> put(peer, asked, back, header));
        }
    }

    /// Where the leaves of a dispatch stand that are at rest here: given back by several members, each is kept once.
    private static Set<Integer> positions(Ledger.Tables tables, Hash payloadHash) {
        Set<Integer> positions = new HashSet<>();
        tables.shelf().objectsIn(payloadHash).forEach(row -> positions.add(row.position()));
        Copies.in(tables, payloadHash).forEach(sent -> positions.add(sent.copy().position()));
        return positions;
    }

    private boolean put(MemberId peer, PullRequest.Sent asked, SentBack back, Header header) {
        Set<Integer> here = ledger.read(tables -> positions(tables, header.payloadHash()));
        List<Shelving.Resting> resting = new ArrayList<>();
        for (SentBack.Kept each : back.leaves()) {
            int position = back.table().orElseThrow().manifest().positions().get(each.index());
            if (!here.contains(position)) {
                home.reading().own(each.leaf(), position).ifPresent(resting::add);
            }
        }
        Optional<Prepared.Shelved> shelved = resting.isEmpty()
                ? Optional.empty()
                : Optional.of(home.shelving()
                        .shelve(
                                resting,
                                back.table().map(table -> table.manifest().channel()),
                                back.table(),
                                header.exercise()));
        Outbox.DispatchRow dispatch = new Outbox.DispatchRow(
                header.payloadHash(),
                header.toBytes(),
                Optional.of(back.sent().envelope().signature()),
                back.sent().envelope().keyId(),
                back.sent().place().record().toBytes(),
                0,
                new byte[0],
                back.logSalt(),
                back.logIndex(),
                asked.lane(),
                header.timeMicros());
        Outbox.EntryRow entry = new Outbox.EntryRow(
                peer,
                asked.lane(),
                asked.stream(),
                asked.sequence(),
                header.payloadHash(),
                back.sent().place().order().toBytes(),
                new byte[0],
                Outbox.State.SETTLED,
                Optional.empty(),
                0,
                // It will never be wrapped again: its content is forgotten.
                1);
        return turns.run(turn -> {
            turn.tables().outbox().addForgotten(dispatch, entry);
            shelved.ifPresent(each -> Receive.shelve(turn, each, header.payloadHash()));
            return true;
        });
    }
}
