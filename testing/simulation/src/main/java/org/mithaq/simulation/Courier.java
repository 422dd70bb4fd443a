// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.Contacts;
import org.mithaq.node.Postbox;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Streams;
import org.mithaq.node.Witnessing;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.AddCheckpointResponse;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.VerifierKey;
import org.mithaq.tlog.WitnessDecision;

/// What a node's peers adapter and witness client do, without sockets: asks, answers, and takes answers. Its state lies
/// in memory and dies with the program.
final class Courier {

    private static final int IN_FLIGHT_MAX = 3;
    private static final long PATIENCE_MICROS = 6_000_000;
    private static final long CONTACT_EVERY_MICROS = 9_000_000;
    private static final long CHECKPOINT_EVERY_MICROS = 1_000_000;

    private final Federation federation;
    private final Program program;
    private final LongSupplier ids;
    private final Map<Long, Waiting> waiting = new TreeMap<>();
    private final Map<Integer, Long> contactedMicros = new HashMap<>();
    private final Map<Integer, Talk> talks = new TreeMap<>();
    private final Set<Integer> toGreet = new TreeSet<>();
    private final Map<Integer, Long> shownMicros = new HashMap<>();
    private final Map<Integer, Long> cosignedSize = new HashMap<>();
    private final Past past;
    private final Map<Long, Cosigned> collecting = new TreeMap<>();

    /// A request that was sent and is not answered yet.
    private record Waiting(Message.Kind kind, int peer, Optional<Place> place, byte[] body, long sinceMicros) {}

    /// Where a copy stands that was handed over.
    private record Place(Lane lane, StreamId stream, long sequence) {}

    private record Cosigned(SignedCheckpoint checkpoint, Map<Integer, List<NoteSignature>> lines) {}

    Courier(Federation federation, Program program, LongSupplier ids) {
        this.federation = federation;
        this.program = program;
        this.past = new Past(program);
        this.ids = ids;
    }

    /// The other members as this node knows them; nobody for whoever knows that it has left.
    private List<Federation.Member> peers() {
        if (program.card().isEmpty()) {
            return List.of();
        }
        return program.book.now().members().keySet().stream()
                .map(federation::member)
                .filter(peer -> peer.index() != program.self.index())
                .sorted(Comparator.comparingInt(Federation.Member::index))
                .toList();
    }

    /// There is news of the charter: everybody is told.
    void news() {
        talks.values().forEach(Talk::due);
    }

    private Talk talk(Federation.Member peer) {
        return talks.computeIfAbsent(peer.index(), _ -> new Talk(program.acts, peer.id()));
    }

    /// All that is due now.
    ///
    /// @param now the network's time, not the node's clock
    List<Message> due(long now) {
        waiting.values().removeIf(each -> now - each.sinceMicros() > PATIENCE_MICROS);
        List<Message> requests = new ArrayList<>();
        for (Federation.Member peer : peers()) {
            if (now - contactedMicros.getOrDefault(peer.index(), -CONTACT_EVERY_MICROS) >= CONTACT_EVERY_MICROS) {
                contactedMicros.put(peer.index(), now);
                talk(peer).due();
                toGreet.add(peer.index());
            }
            talkWith(peer, now).ifPresent(requests::add);
            for (Lane lane : Lane.values()) {
                requests.addAll(deliveries(peer, lane, now));
            }
            receipts(peer, now).ifPresent(requests::add);
            checkpoint(peer, now).ifPresent(requests::add);
            past(peer, now).ifPresent(requests::add);
        }
        return requests;
    }

    private Optional<Message> talkWith(Federation.Member peer, long now) {
        return isWaiting(Message.Kind.CHARTER, peer.index())
                ? Optional.empty()
                : talk(peer).begin().map(news -> ask(Message.Kind.CHARTER, peer.index(), news, now));
    }

    /// A talk goes on, or has come to its end: whether the peer is a member, and by which keys, is known then.
    private Taken talked(Federation.Member peer, byte[] answer, long now) {
        Optional<byte[]> next = talk(peer).goOn(answer);
        if (next.isPresent()) {
            return new Taken(List.of(ask(Message.Kind.CHARTER, peer.index(), next.get(), now)), Optional.empty());
        }
        boolean isMember = program.card().isPresent()
                && program.book.now().member(peer.id()).isPresent();
        return toGreet.remove(peer.index()) && isMember
                ? new Taken(List.of(contact(peer, now)), Optional.empty())
                : Taken.NOTHING;
    }

    private Message contact(Federation.Member peer, long now) {
        byte[] greeting = program.contacts.greet(peer.id(), program.nowMicros()).toBytes();
        return ask(Message.Kind.CONTACT, peer.index(), greeting, now);
    }

    private Optional<Message> past(Federation.Member peer, long now) {
        boolean asked = waiting.values().stream()
                .anyMatch(each -> each.kind() == Message.Kind.PULL
                        && each.peer() == peer.index()
                        && Past.isOne(PullRequest.parse(each.body())));
        return asked
                ? Optional.empty()
                : past.next(peer.id()).map(next -> ask(Message.Kind.PULL, peer.index(), next.toBytes(), now));
    }

    private List<Message> deliveries(Federation.Member peer, Lane lane, long now) {
        List<Message> requests = new ArrayList<>();
        for (StreamId stream : program.ledger.read(tables -> Streams.toPush(tables, peer.id(), lane))) {
            for (Postbox.Ready ready : program.postbox.next(peer.id(), lane, stream, 0, IN_FLIGHT_MAX)) {
                Optional<Place> place = Optional.of(new Place(lane, stream, ready.sequence()));
                if (!isInFlight(peer.index(), place)) {
                    requests.add(ask(new Waiting(Message.Kind.DELIVER, peer.index(), place, ready.bytes(), now)));
                }
            }
        }
        return requests;
    }

    private Optional<Message> receipts(Federation.Member peer, long now) {
        Answers answers = program.desk.waitingReceipts(peer.id());
        if (answers.receipts().isEmpty() || isWaiting(Message.Kind.RECEIPTS, peer.index())) {
            return Optional.empty();
        }
        return Optional.of(ask(Message.Kind.RECEIPTS, peer.index(), answers.toBytes(), now));
    }

    private Optional<Message> checkpoint(Federation.Member peer, long now) {
        boolean justShown =
                now - shownMicros.getOrDefault(peer.index(), -CHECKPOINT_EVERY_MICROS) < CHECKPOINT_EVERY_MICROS;
        if (!program.signs() || justShown) {
            return Optional.empty();
        }
        SignedCheckpoint newest = program.checkpoints.newest();
        long size = newest.checkpoint().size();
        boolean witnessed = size == 0
                || program.checkpoints
                        .witnessed()
                        .filter(each -> each.checkpoint().size() >= size)
                        .isPresent();
        boolean has = collecting.containsKey(size)
                && Objects.requireNonNull(collecting.get(size)).lines().containsKey(peer.index());
        if (witnessed || has || isWaiting(Message.Kind.CHECKPOINT, peer.index())) {
            return Optional.empty();
        }
        shownMicros.put(peer.index(), now);
        long old = cosignedSize.getOrDefault(peer.index(), 0L);
        List<Hash> proof = old == 0 || old == size
                ? List.of()
                : program.log.consistency(old, size).path();
        byte[] request = new AddCheckpointRequest(old, proof, newest).encode();
        return Optional.of(ask(Message.Kind.CHECKPOINT, peer.index(), request, now));
    }

    private boolean isInFlight(int peer, Optional<Place> place) {
        return waiting.values().stream()
                .anyMatch(each -> each.peer() == peer && each.place().equals(place));
    }

    private boolean isWaiting(Message.Kind kind, int peer) {
        return waiting.values().stream().anyMatch(each -> each.kind() == kind && each.peer() == peer);
    }

    private Message ask(Message.Kind kind, int peer, byte[] body, long now) {
        return ask(new Waiting(kind, peer, Optional.empty(), body, now));
    }

    private Message ask(Waiting request) {
        long id = ids.getAsLong();
        waiting.put(id, request);
        return Message.request(id, program.self.index(), request.peer(), request.kind(), request.body());
    }

    /// Whether nothing is under way from here.
    ///
    /// @param but whom nobody waits for
    boolean idle(IntPredicate but) {
        return waiting.values().stream().allMatch(each -> but.test(each.peer()));
    }

    /// Requests that are under way.
    int underWay() {
        return waiting.size();
    }

    /// Answers a request, as the door of its kind does.
    Message serve(Message request) {
        try {
            return answer(request);
        } catch (SigningHeld held) {
            return request.answered(503, new byte[0]);
        }
    }

    private Message answer(Message request) {
        MemberId peer = federation.members().get(request.from()).id();
        if (request.kind() != Message.Kind.CHARTER && request.kind() != Message.Kind.CHECKPOINT) {
            program.contacts.demandCurrent(peer, program.nowMicros());
        }
        return switch (request.kind()) {
            case CONTACT -> {
                met(peer, program.contacts.hear(peer, request.body(), program.nowMicros()));
                yield request.answered(
                        200, program.contacts.greet(peer, program.nowMicros()).toBytes());
            }
            case DELIVER ->
                request.answered(200, program.desk.deliver(peer, request.body()).toBytes());
            case RECEIPTS -> {
                program.desk.settle(peer, Answers.parse(request.body()));
                yield request.answered(200, new byte[0]);
            }
            case PULL ->
                request.answered(200, program.desk.pull(peer, request.body()).toBytes());
            case CHECKPOINT -> witnessed(peer, request);
            case CHARTER -> {
                CharterNews theirs = CharterNews.parse(request.body());
                program.acts.take(peer, theirs);
                yield request.answered(200, program.acts.answer(theirs).toBytes());
            }
        };
    }

    private void met(MemberId peer, Contacts.Heard heard) {
        program.desk.takingBack().heard(peer, heard.statement());
        past.met(peer);
    }

    private Message witnessed(MemberId peer, Message request) {
        MemberCard card = program.book.now().member(peer).orElseThrow();
        Witnessing.Answer answer =
                program.witnessing.addCheckpoint(Optional.of(peer), card.log().origin(), request.body());
        past.met(peer);
        byte[] body = switch (answer.decision()) {
            case WitnessDecision.Cosign cosign -> new AddCheckpointResponse(answer.cosignatures()).encode();
            case WitnessDecision.Conflict conflict -> conflict.body();
            case WitnessDecision.NotFound ignored -> new byte[0];
            case WitnessDecision.Forbidden ignored -> new byte[0];
            case WitnessDecision.BadRequest ignored -> new byte[0];
            case WitnessDecision.Unprocessable ignored -> new byte[0];
        };
        return request.answered(answer.decision().status(), body);
    }

    /// What an answer leads to.
    ///
    /// @param requests what is asked next
    /// @param refusal a final refusal at the door, which honest nodes never give each other
    record Taken(List<Message> requests, Optional<DoorRefusal> refusal) {

        static final Taken NOTHING = new Taken(List.of(), Optional.empty());
    }

    /// Takes the answer to a request; nothing, if nobody waits for it any more.
    Taken take(Message answer, long now) {
        Optional<Waiting> asked = Optional.ofNullable(waiting.remove(answer.id()));
        if (asked.isEmpty()) {
            return Taken.NOTHING;
        }
        Federation.Member peer = federation.members().get(answer.from());
        if (answer.status() == 409) {
            cosignedSize.put(
                    peer.index(), WitnessDecision.Conflict.parse(answer.body()).size());
        }
        if (answer.status() != 200) {
            return Taken.NOTHING;
        }
        return switch (answer.kind()) {
            case CONTACT -> heard(peer, answer, now);
            case DELIVER -> delivered(peer, asked.get().body(), answer);
            case RECEIPTS -> {
                program.desk.receiptsDelivered(Answers.parse(asked.get().body()));
                yield Taken.NOTHING;
            }
            case PULL -> {
                pulled(peer, PullRequest.parse(asked.get().body()), Parcels.parse(answer.body()));
                yield new Taken(past(peer, now).stream().toList(), Optional.empty());
            }
            case CHARTER -> talked(peer, answer.body(), now);
            case CHECKPOINT -> {
                cosigned(peer, AddCheckpointRequest.parse(asked.get().body()).checkpoint(), answer.body());
                yield Taken.NOTHING;
            }
        };
    }

    private Taken heard(Federation.Member peer, Message answer, long now) {
        Contacts.Heard heard = program.contacts.hear(peer.id(), answer.body(), program.nowMicros());
        List<Message> pulls = new ArrayList<>();
        for (StreamOpening.LaneHead head : heard.missing()) {
            long after = program.ledger.read(tables -> tables.inbox().lines().stream()
                    .filter(line -> line.node().equals(peer.identity().node())
                            && line.lane() == head.lane()
                            && line.stream().equals(head.stream()))
                    .mapToLong(line -> line.head().sequence())
                    .findFirst()
                    .orElse(0));
            byte[] request = new PullRequest.Deliveries(head.lane(), head.stream(), after, 8).toBytes();
            pulls.add(ask(Message.Kind.PULL, peer.index(), request, now));
        }
        met(peer.id(), heard);
        heard.claimed().ifPresent(claimed -> pulls.add(ask(Message.Kind.PULL, peer.index(), claimed.toBytes(), now)));
        return new Taken(pulls, Optional.empty());
    }

    private void pulled(Federation.Member peer, PullRequest asked, Parcels parcels) {
        switch (asked) {
            case PullRequest.Deliveries ignored ->
                parcels.parts().forEach(delivery -> program.desk.deliver(peer.id(), delivery));
            case PullRequest.Received claimed -> program.contacts.shown(peer.id(), claimed, parcels);
            case PullRequest.Pieced never -> throw new IllegalStateException("it never asks for " + never);
            case PullRequest.Sent sent -> past.take(peer.id(), sent, parcels);
            case PullRequest.Part never -> throw new IllegalStateException("it never asks for " + never);
            case PullRequest.Records kept -> past.take(peer.id(), kept, parcels);
            case PullRequest.Evidence never -> throw new IllegalStateException("it never asks for " + never);
            case PullRequest.Receipts never -> throw new IllegalStateException("it never asks for " + never);
        }
    }

    private Taken delivered(Federation.Member peer, byte[] handedOver, Message answer) {
        Optional<DoorRefusal> refusal =
                program.desk.settle(peer.id(), Answers.parse(answer.body()), Optional.of(handedOver));
        if (refusal.filter(DoorRefusal::forNow).isPresent()) {
            contactedMicros.remove(peer.index());
            talk(peer).due();
            return Taken.NOTHING;
        }
        return new Taken(List.of(), refusal);
    }

    private void cosigned(Federation.Member peer, SignedCheckpoint checkpoint, byte[] body) {
        MemberCard card = program.book.now().member(peer.id()).orElseThrow();
        List<VerifierKey> keys = LogCheck.keys(card.witness().cosignerKeys());
        List<NoteSignature> lines =
                AddCheckpointResponse.parse(body).verifiedFor(checkpoint.checkpoint(), Federation.SIGNATURES, keys);
        long size = checkpoint.checkpoint().size();
        cosignedSize.merge(peer.index(), size, Math::max);
        Cosigned cosigned = collecting.computeIfAbsent(size, _ -> new Cosigned(checkpoint, new TreeMap<>()));
        cosigned.lines().put(peer.index(), lines);
        if (cosigned.lines().size() < program.book.now().witnessQuorum()) {
            return;
        }
        List<NoteSignature> all =
                cosigned.lines().values().stream().flatMap(List::stream).toList();
        if (program.checkpoints.keep(cosigned.checkpoint(), all)) {
            byte[] note = cosigned.checkpoint().with(all).encode();
            program.ledger.write(tables -> tables.log().putWitnessedCheckpoint(new LogBook.CheckpointRow(size, note)));
        }
        collecting.keySet().removeIf(older -> older < size);
    }
}
