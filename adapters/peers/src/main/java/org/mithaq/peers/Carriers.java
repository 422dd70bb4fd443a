// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Carriage;
import org.mithaq.exchange.Clause;
import org.mithaq.http.Headers;
import org.mithaq.http.PeerClients;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;

/// This node as a carrier (protocol, Carrying): takes a member's message to another one that this node reaches, and the
/// answer back, while the first waits. Nothing is kept, nothing is fetched, and nothing is tried twice. Safe for
/// threads.
///
/// So many at once and no more, for each that asks, for each that is reached, and for the two: a slow one costs
/// neither those who ask for others nor what the same member asks for another.
final class Carriers implements AutoCloseable {

    /// Messages of one member for one other that are on their way at once: one for each of its connections.
    static final int OF_ONE_FOR_ONE_MAX = 2;

    /// Messages of one member that are on their way at once.
    static final int OF_ONE_MAX = 4;

    /// Messages for one member that are on their way at once.
    static final int TO_ONE_MAX = 4;

    /// Messages that are on their way at once.
    static final int AT_ONCE_MAX = 16;

    private static final Headers SOON = Headers.of("Retry-After", "1");

    private final Peers peers;
    private final PeersTools tools;
    private final PeersSettings settings;
    private final PeerClients clients;
    private final Semaphore all = new Semaphore(AT_ONCE_MAX);
    private final Map<MemberId, Semaphore> of = new ConcurrentHashMap<>();
    private final Map<Pair, Semaphore> ofFor = new ConcurrentHashMap<>();
    private final Map<MemberId, Way> to = new ConcurrentHashMap<>();

    /// Who asks, and for whom.
    private record Pair(MemberId from, MemberId to) {}

    /// Connections to one member that nobody uses now, and how many more may be made.
    private record Way(MemberCard card, Semaphore free, Deque<PeerConnection> idle) {

        void close() {
            idle.forEach(PeerConnection::close);
        }
    }

    Carriers(Peers peers, PeersTools tools, PeersSettings settings, PeerClients clients) {
        this.peers = peers;
        this.tools = tools;
        this.settings = settings;
        this.clients = clients;
    }

    /// Carries one message.
    ///
    /// @param from who asks
    /// @param carriage for whom, and what
    /// @return the answer of the other
    /// @throws Refused if it cannot be carried, or was not answered with what it should be
    byte[] carry(MemberId from, Carriage carriage) {
        if (!settings.carries()) {
            throw unreached("this node carries nothing for others");
        }
        MemberId member = carriage.member();
        MemberCard card = tools.charter()
                .now()
                .member(member)
                .filter(each ->
                        !member.equals(from) && !member.equals(tools.self().member()))
                .filter(each -> peers.reaches(member))
                .orElseThrow(() -> unreached("this node has no connection to " + member.shortForm() + " now"));
        Way way = to.compute(member, (any, known) -> {
            if (known != null && known.card().equals(card)) {
                return known;
            }
            Optional.ofNullable(known).ifPresent(Way::close);
            return new Way(card, new Semaphore(TO_ONE_MAX), new ConcurrentLinkedDeque<>());
        });
        Semaphore pair = ofFor.computeIfAbsent(new Pair(from, member), any -> new Semaphore(OF_ONE_FOR_ONE_MAX));
        Semaphore share = of.computeIfAbsent(from, any -> new Semaphore(OF_ONE_MAX));
        return within(
                pair,
                () -> within(share, () -> within(all, () -> within(way.free(), () -> carryOn(from, carriage, way)))));
    }

    private static byte[] within(Semaphore share, Supplier<byte[]> carrying) {
        if (!share.tryAcquire()) {
            throw tooMany();
        }
        try {
            return carrying.get();
        } finally {
            share.release();
        }
    }

    private byte[] carryOn(MemberId from, Carriage carriage, Way way) {
        PeerConnection connection = Optional.ofNullable(way.idle().poll())
                .orElseGet(() -> new PeerConnection(clients, way.card(), "carry", settings));
        boolean good = false;
        try {
            byte[] answer = connection.carried(new Carriage(carriage.kind(), from, carriage.body()));
            good = true;
            return answer;
        } catch (PeerRefused refused) {
            good = true;
            throw refused.aboutMessage()
                    ? new Refused(Problem.of(
                            "refused-there",
                            refused.status(),
                            "The member refused what was carried",
                            String.valueOf(refused.getMessage())))
                    : unreached(String.valueOf(refused.getMessage()));
        } catch (PeerUnreachable unreachable) {
            throw unreached(String.valueOf(unreachable.getMessage()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unreached("this node is stopping");
        } finally {
            // Nothing leads to where the member was before its card changed.
            if (good && way.equals(to.get(carriage.member()))) {
                way.idle().push(connection);
            } else {
                connection.close();
            }
        }
    }

    private static Refused unreached(String detail) {
        return new Refused(Problem.of(
                "not-carried",
                502,
                "This node cannot carry it there now",
                detail,
                "protocol " + Clause.CARRY_OPEN.id()));
    }

    private static Refused tooMany() {
        return new Refused(
                Problem.of("too-many-requests", 429, "Too much at once is being carried", "RFC 6585 §4"), SOON);
    }

    @Override
    public void close() {
        to.values().forEach(Way::close);
        to.clear();
    }
}
