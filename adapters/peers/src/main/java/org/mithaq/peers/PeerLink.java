// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.http.PeerClients;
import org.mithaq.node.Contacts;
import org.mithaq.node.port.Inbox;

/// The link to one other member (protocol, Delivery): a connection for the bulk and one, kept warm, for flash and for
/// receipts, so that megabytes on their way never hold a flash message back. Safe for threads.
///
/// A member without an endpoint has no connection: it comes to us, or is reached by media.
final class PeerLink {

    private static final String NO_ENDPOINT = "its card names no endpoint: it comes to us, or is reached by media";

    private static final Duration EVIDENCE_PAUSE_MAX = Duration.ofMinutes(5);

    private final PeersTools tools;
    private final MemberId peer;
    private final MemberCard card;
    private final Optional<Pair> pair;

    /// @param dispatches better proofs for what came, asked for by `bulk`
    /// @param receipts proofs for receipts that came, asked for by `bulk`
    private record Pair(PeerWorker bulk, PeerWorker flash, EvidencePulls dispatches, EvidencePulls receipts) {

        List<PeerWorker> both() {
            return List.of(bulk, flash);
        }

        PeerWorker of(Lane lane) {
            return lane == Lane.FLASH ? flash : bulk;
        }
    }

    /// What all links share.
    record Shared(
            PeersTools tools,
            PeersSettings settings,
            PeerClients clients,
            InstantSource clock,
            ExecutorService preparing,
            RandomGenerator random,
            Function<MemberId, List<MemberCard>> carriers) {}

    PeerLink(Shared shared, MemberCard card) {
        this.tools = shared.tools();
        this.peer = card.id();
        this.card = card;
        this.pair = PeerConnection.reachable(card) ? Optional.of(pair(shared, card)) : Optional.empty();
    }

    private Pair pair(Shared shared, MemberCard card) {
        Duration least = shared.settings().evidenceAfter();
        EvidencePulls dispatches =
                new EvidencePulls(EvidencePages.ofDispatches(tools.evidence(), peer), least, EVIDENCE_PAUSE_MAX);
        EvidencePulls receipts = new EvidencePulls(
                EvidencePages.ofReceipts(tools.evidence().receipts(), peer), least, EVIDENCE_PAUSE_MAX);
        return new Pair(
                worker(shared, card, "bulk", List.of(Lane.PRIORITY, Lane.ROUTINE), List.of(dispatches, receipts)),
                worker(shared, card, "flash", List.of(Lane.FLASH), List.of()),
                dispatches,
                receipts);
    }

    private PeerWorker worker(
            Shared shared, MemberCard card, String purpose, List<Lane> lanes, List<EvidencePulls> evidence) {
        PeersSettings settings = shared.settings();
        List<LanePush> pushes = lanes.stream()
                .map(lane -> new LanePush(
                        tools,
                        peer,
                        lane,
                        settings,
                        shared.preparing(),
                        shared.random(),
                        new OneWay(tools, shared.clock(), peer, lane)))
                .toList();
        return new PeerWorker(
                tools,
                peer,
                settings,
                new PeerWorker.Times(
                        shared.clock(), new Backoff(settings.backoffMin(), settings.backoffMax(), shared.random())),
                new PeerConnection(shared.clients(), card, purpose, settings),
                new PeerWorker.Load(
                        pushes,
                        new LinePulls(tools, peer, settings.pullGrace()),
                        new ClaimPulls(tools, peer),
                        evidence,
                        talk(lanes),
                        () -> shared.carriers().apply(peer),
                        this::heard));
    }

    private Optional<CharterTalk> talk(List<Lane> lanes) {
        return lanes.contains(Lane.FLASH) ? Optional.empty() : Optional.of(new CharterTalk(tools.acts(), peer));
    }

    /// The threads of this link, not started yet.
    List<Thread> threads() {
        List<Thread> threads = new ArrayList<>();
        workers()
                .forEach(worker -> threads.add(
                        Thread.ofVirtual().name("peer-" + peer.shortForm()).unstarted(worker)));
        return threads;
    }

    private Stream<PeerWorker> workers() {
        return pair.stream().flatMap(both -> both.both().stream());
    }

    /// A copy waits in a lane.
    void deliver(Lane lane) {
        pair.ifPresent(both -> both.of(lane).deliver(lane));
    }

    /// A receipt waits.
    void answer() {
        pair.ifPresent(both -> both.flash().answer());
    }

    /// Its log has grown, and its records are to be kept; or there is something to be asked for that is lost here.
    void keep() {
        pair.ifPresent(both -> both.bulk().keep());
    }

    /// It is to be asked for what was sent to it and is lost here.
    void missed() {
        if (pair.isPresent()) {
            tools.desk().takingBack().missed(peer);
            keep();
        }
    }

    /// Something came, perhaps before it was witnessed.
    void came() {
        pair.ifPresent(both -> {
            if (both.dispatches().came(System.nanoTime())) {
                both.bulk().wake();
            }
        });
    }

    /// A receipt came that is not proved yet. There is no hurry: the bulk worker sees it when it wakes next.
    void receipted() {
        pair.ifPresent(both -> {
            var _ = both.receipts().came(System.nanoTime());
        });
    }

    /// There is news of the charter.
    void acts() {
        pair.ifPresent(both -> both.bulk().acts());
    }

    /// The card by which the member is reached.
    MemberCard card() {
        return card;
    }

    /// Numbers are missing in some line of the peer.
    void ask() {
        if (pair.isEmpty()) {
            return;
        }
        List<Inbox.LineRow> gaps = tools.ledger()
                .read(tables -> tables.inbox().lines().stream()
                        .filter(line -> line.sender().equals(peer)
                                && line.highest() > line.head().sequence())
                        .toList());
        for (Inbox.LineRow line : gaps) {
            PeerWorker worker = pair.get().of(line.lane());
            worker.pulls().gap(line, System.nanoTime());
            worker.wake();
        }
    }

    /// The peer has reached us.
    void called() {
        workers().forEach(PeerWorker::called);
    }

    /// Whether the peer answers itself.
    boolean isDirect() {
        return workers().anyMatch(PeerWorker::isDirect);
    }

    /// What the peer said, to either end.
    void heard(Contacts.Heard heard) {
        if (pair.isEmpty()) {
            return;
        }
        if (!heard.carried()) {
            tools.desk().takingBack().heard(peer, heard.statement());
            if (tools.desk().takingBack().wanted(peer).isPresent()) {
                keep();
            }
        }
        heard.claimed().ifPresent(number -> {
            pair.get().bulk().claims().told(number);
            pair.get().bulk().wake();
        });
        for (StreamOpening.LaneHead head : heard.missing()) {
            PeerWorker worker = pair.get().of(head.lane());
            worker.pulls().told(head, System.nanoTime());
            worker.wake();
        }
    }

    void stop() {
        workers().forEach(PeerWorker::stop);
    }

    PeerStatus status(long queueLength) {
        List<PeerFigures> figures = workers().map(PeerWorker::figures).toList();
        boolean connected = figures.stream().anyMatch(PeerFigures::met);
        return new PeerStatus(
                peer,
                connected,
                latest(figures.stream().map(PeerFigures::contactMicros)),
                connected ? Optional.of(PeerClients.KEY_EXCHANGE) : Optional.empty(),
                queueLength,
                figures.stream().mapToInt(PeerFigures::refused).sum(),
                figures.isEmpty()
                        ? Optional.of(NO_ENDPOINT)
                        : figures.stream()
                                .flatMap(each -> each.error().stream())
                                .findFirst(),
                latest(figures.stream().map(PeerFigures::backoffUntilMicros)),
                figures.stream().mapToLong(PeerFigures::delivered).sum(),
                workers().mapToInt(worker -> worker.pulls().count()).max().orElse(0));
    }

    private static OptionalLong latest(Stream<OptionalLong> times) {
        return times.flatMapToLong(OptionalLong::stream).max();
    }
}
