// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.http.PeerClients;
import org.mithaq.node.Contacts;
import org.mithaq.node.Effect;

/// The links of a node to all other members: one for each, with threads, connections and waits of its own, so that a
/// slow, dead or hostile peer costs the others nothing (protocol, Delivery). Safe for threads.
///
/// Each peer's queue is its part of the ledger's outbox. Nothing is lost by stopping, or by an [Effect] that was lost:
/// every link begins with what is not settled.
public final class Peers implements AutoCloseable {

    private static final Duration STOP_MAX = Duration.ofSeconds(3);

    private final PeersTools tools;
    private final SortedMap<MemberId, PeerLink> links = new ConcurrentSkipListMap<>();
    private final PeerLink.Shared shared;
    private final Carriers carriers;
    private boolean started;
    private final ExecutorService preparing;
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

    /// @param tools what exchange works with
    /// @param settings times and bounds
    /// @param clients what connections are made with; closed by the caller, after this
    /// @param clock for what is shown and said; waits are measured by the machine's steady clock
    public Peers(PeersTools tools, PeersSettings settings, PeerClients clients, InstantSource clock) {
        this.tools = tools;
        this.preparing = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("peer-preparing-", 0).factory());
        this.shared = new PeerLink.Shared(
                tools,
                isReached() ? settings : settings.calling(),
                clients,
                clock,
                preparing,
                new SecureRandom(),
                this::carriersTo);
        this.carriers = new Carriers(this, tools, settings, clients);
        others().forEach(card -> links.put(card.id(), new PeerLink(shared, card)));
    }

    private boolean isReached() {
        return tools.charter()
                .now()
                .member(tools.self().member())
                .map(PeerConnection::reachable)
                .orElse(true);
    }

    /// The other members; none for whoever is no member any more.
    private List<MemberCard> others() {
        CharterState charter = tools.charter().now();
        MemberId self = tools.self().member();
        return charter.member(self).isEmpty()
                ? List.of()
                : charter.members().values().stream()
                        .filter(card -> !card.id().equals(self))
                        .toList();
    }

    /// Begins to exchange. Called once.
    public synchronized void start() {
        started = true;
        links.values().forEach(this::start);
    }

    private void start(PeerLink link) {
        List<Thread> own = link.threads();
        threads.addAll(own);
        own.forEach(Thread::start);
    }

    /// There is news of the charter: links begin to whoever came, end to whoever left, and are made anew where a card
    /// is another; and each peer is told.
    public synchronized void charterChanged() {
        Map<MemberId, MemberCard> cards = new TreeMap<>();
        others().forEach(card -> cards.put(card.id(), card));
        links.forEach((member, link) -> {
            if (!link.card().equals(cards.get(member))) {
                links.remove(member);
                link.stop();
            }
        });
        cards.values().stream().filter(card -> !links.containsKey(card.id())).forEach(card -> {
            PeerLink link = new PeerLink(shared, card);
            links.put(card.id(), link);
            if (started) {
                start(link);
            }
        });
        threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        links.values().forEach(PeerLink::acts);
    }

    /// Makes all links anew, because this node shows another certificate from now on.
    public synchronized void reconnect() {
        List<PeerLink> former = List.copyOf(links.values());
        former.forEach(link -> {
            links.remove(link.card().id());
            link.stop();
        });
        charterChanged();
    }

    /// What the state machine asks for. Never waits for a peer.
    public void on(Effect effect) {
        switch (effect) {
            case Effect.Deliver deliver -> with(deliver.recipient(), link -> link.deliver(deliver.lane()));
            case Effect.Answer answer -> with(answer.to(), PeerLink::answer);
            case Effect.Ask ask -> with(ask.sender(), PeerLink::ask);
            case Effect.Received received -> with(received.sender(), PeerLink::came);
            case Effect.Receipted receipted -> with(receipted.by(), PeerLink::receipted);
            case Effect.Cosigned cosigned -> with(cosigned.owner(), PeerLink::keep);
            case Effect.Missed missed -> with(missed.holder(), PeerLink::missed);
            case Effect.LogGrew _, Effect.Scrub _, Effect.Alarmed _ -> {}
        }
    }

    /// A peer has reached us: whatever waits for it is tried at once.
    void called(MemberId peer) {
        with(peer, PeerLink::called);
    }

    /// What a peer said when it reached us.
    void heard(MemberId peer, Contacts.Heard heard) {
        with(peer, link -> link.heard(heard));
    }

    /// Carries for others.
    Carriers carriers() {
        return carriers;
    }

    /// Whether a member answers itself now.
    boolean reaches(MemberId member) {
        return Optional.ofNullable(links.get(member)).map(PeerLink::isDirect).orElse(false);
    }

    /// Members that answer now and may carry to another: not always the same ones first.
    private List<MemberCard> carriersTo(MemberId peer) {
        List<MemberCard> reached = new ArrayList<>();
        links.forEach((member, link) -> {
            if (!member.equals(peer) && link.isDirect()) {
                reached.add(link.card());
            }
        });
        Collections.shuffle(reached, ThreadLocalRandom.current());
        return reached;
    }

    private void with(MemberId peer, Consumer<PeerLink> action) {
        Optional.ofNullable(links.get(peer)).ifPresent(action);
    }

    /// How it stands with each other member, ordered by id.
    public List<PeerStatus> status() {
        Map<MemberId, Long> queues =
                tools.ledger().read(tables -> tables.outbox().unsettledCounts());
        List<PeerStatus> status = new ArrayList<>(links.size());
        links.forEach((member, link) -> status.add(link.status(queues.getOrDefault(member, 0L))));
        return status;
    }

    /// Ends all links; what is in flight is cut, and sent again another time.
    public synchronized void stop() {
        started = false;
        links.values().forEach(PeerLink::stop);
        List<Thread> running = List.copyOf(threads);
        running.forEach(Thread::interrupt);
        long dueNanos = System.nanoTime() + STOP_MAX.toNanos();
        try {
            for (Thread thread : running) {
                thread.join(Duration.ofNanos(Math.max(1, dueNanos - System.nanoTime())));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        preparing.shutdownNow();
        carriers.close();
    }

    @Override
    public void close() {
        stop();
    }
}
