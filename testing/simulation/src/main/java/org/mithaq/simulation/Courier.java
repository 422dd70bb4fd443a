// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.Contacts;
import org.mithaq.node.Postbox;
import org.mithaq.node.SigningHeld;
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
    private final Map<Integer, Long> shownMicros = new HashMap<>();
    private final Map<Integer, Long> cosignedSize = new HashMap<>();
    private final Map<Long, Cosigned> collecting = new TreeMap<>();

    /// A request that was sent and is not answered yet.
    private record Waiting(
            Message.Kind kind,
            int peer,
            Optional<Lane> lane,
            long sequence,
            Optional<Answers> receipts,
            Optional<SignedCheckpoint> checkpoint,
            long sinceMicros) {

        static Waiting of(Message.Kind kind, int peer, long now) {
            return new Waiting(kind, peer, Optional.empty(), 0, Optional.empty(), Optional.empty(), now);
        }
    }

    private record Cosigned(SignedCheckpoint checkpoint, Map<Integer, List<NoteSignature>> lines) {}

    Courier(Federation federation, Program program, LongSupplier ids) {
        this.federation = federation;
        this.program = program;
        this.ids = ids;
    }

    /// All that is due now.
    ///
    /// @param now the network's time, not the node's clock
    List<Message> due(long now) {
        waiting.values().removeIf(each -> now - each.sinceMicros() > PATIENCE_MICROS);
        List<Message> requests = new ArrayList<>();
        for (Federation.Member peer : federation.members()) {
            if (peer.index() == program.self.index()) {
                continue;
            }
            if (now - contactedMicros.getOrDefault(peer.index(), -CONTACT_EVERY_MICROS) >= CONTACT_EVERY_MICROS) {
                requests.add(contact(peer, now));
            }
            for (Lane lane : Lane.values()) {
                requests.addAll(deliveries(peer, lane, now));
            }
            receipts(peer, now).ifPresent(requests::add);
            checkpoint(peer, now).ifPresent(requests::add);
        }
        return requests;
    }

    private Message contact(Federation.Member peer, long now) {
        contactedMicros.put(peer.index(), now);
        return ask(
                Waiting.of(Message.Kind.CONTACT, peer.index(), now),
                program.contacts.greet(peer.id(), program.nowMicros()).toBytes());
    }

    private List<Message> deliveries(Federation.Member peer, Lane lane, long now) {
        Optional<StreamId> stream = program.ledger.read(tables -> tables.outbox().lines().stream()
                .filter(row -> row.recipient().equals(peer.id()) && row.lane() == lane)
                .map(row -> row.stream())
                .findFirst());
        List<Message> requests = new ArrayList<>();
        if (stream.isEmpty()) {
            return requests;
        }
        for (Postbox.Ready ready : program.postbox.next(peer.id(), lane, stream.get(), 0, IN_FLIGHT_MAX)) {
            boolean inFlight = waiting.values().stream()
                    .anyMatch(each -> each.kind() == Message.Kind.DELIVER
                            && each.peer() == peer.index()
                            && each.lane().equals(Optional.of(lane))
                            && each.sequence() == ready.sequence());
            if (!inFlight) {
                requests.add(ask(
                        new Waiting(
                                Message.Kind.DELIVER,
                                peer.index(),
                                Optional.of(lane),
                                ready.sequence(),
                                Optional.empty(),
                                Optional.empty(),
                                now),
                        ready.bytes()));
            }
        }
        return requests;
    }

    private Optional<Message> receipts(Federation.Member peer, long now) {
        Answers answers = program.desk.waitingReceipts(peer.id());
        if (answers.receipts().isEmpty() || isWaiting(Message.Kind.RECEIPTS, peer.index())) {
            return Optional.empty();
        }
        return Optional.of(ask(
                new Waiting(
                        Message.Kind.RECEIPTS,
                        peer.index(),
                        Optional.empty(),
                        0,
                        Optional.of(answers),
                        Optional.empty(),
                        now),
                answers.toBytes()));
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
        return Optional.of(ask(
                new Waiting(
                        Message.Kind.CHECKPOINT,
                        peer.index(),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.of(newest),
                        now),
                new AddCheckpointRequest(old, proof, newest).encode()));
    }

    private boolean isWaiting(Message.Kind kind, int peer) {
        return waiting.values().stream().anyMatch(each -> each.kind() == kind && each.peer() == peer);
    }

    private Message ask(Waiting request, byte[] body) {
        long id = ids.getAsLong();
        waiting.put(id, request);
        return Message.request(id, program.self.index(), request.peer(), request.kind(), body);
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
        return switch (request.kind()) {
            case CONTACT -> {
                program.contacts.hear(peer, request.body());
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
        };
    }

    private Message witnessed(MemberId peer, Message request) {
        MemberCard card = federation.charter().member(peer).orElseThrow();
        Witnessing.Answer answer =
                program.witnessing.addCheckpoint(Optional.of(peer), card.log().origin(), request.body());
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
            case DELIVER -> delivered(peer, answer);
            case RECEIPTS -> {
                program.desk.receiptsDelivered(asked.get().receipts().orElseThrow());
                yield Taken.NOTHING;
            }
            case PULL -> {
                for (byte[] delivery : Parcels.parse(answer.body()).parts()) {
                    program.desk.deliver(peer.id(), delivery);
                }
                yield Taken.NOTHING;
            }
            case CHECKPOINT -> {
                cosigned(peer, asked.get().checkpoint().orElseThrow(), answer.body());
                yield Taken.NOTHING;
            }
        };
    }

    private Taken heard(Federation.Member peer, Message answer, long now) {
        Contacts.Heard heard = program.contacts.hear(peer.id(), answer.body());
        List<Message> pulls = new ArrayList<>();
        for (StreamOpening.LaneHead head : heard.missing()) {
            long after = program.ledger.read(tables -> tables.inbox().lines().stream()
                    .filter(line -> line.node().equals(peer.identity().node())
                            && line.lane() == head.lane()
                            && line.stream().equals(head.stream()))
                    .mapToLong(line -> line.head().sequence())
                    .findFirst()
                    .orElse(0));
            pulls.add(ask(
                    Waiting.of(Message.Kind.PULL, peer.index(), now),
                    new PullRequest.Deliveries(head.lane(), head.stream(), after, 8).toBytes()));
        }
        return new Taken(pulls, Optional.empty());
    }

    private Taken delivered(Federation.Member peer, Message answer) {
        Optional<DoorRefusal> refusal = program.desk.settle(peer.id(), Answers.parse(answer.body()));
        if (refusal.filter(DoorRefusal::forNow).isPresent()) {
            contactedMicros.remove(peer.index());
            return Taken.NOTHING;
        }
        return new Taken(List.of(), refusal);
    }

    private void cosigned(Federation.Member peer, SignedCheckpoint checkpoint, byte[] body) {
        MemberCard card = federation.charter().member(peer.id()).orElseThrow();
        List<VerifierKey> keys =
                card.witness().cosignerKeys().stream().map(VerifierKey::parse).toList();
        List<NoteSignature> lines =
                AddCheckpointResponse.parse(body).verifiedFor(checkpoint.checkpoint(), Federation.SIGNATURES, keys);
        long size = checkpoint.checkpoint().size();
        cosignedSize.merge(peer.index(), size, Math::max);
        Cosigned cosigned = collecting.computeIfAbsent(size, _ -> new Cosigned(checkpoint, new TreeMap<>()));
        cosigned.lines().put(peer.index(), lines);
        if (cosigned.lines().size() < federation.charter().witnessQuorum()) {
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
