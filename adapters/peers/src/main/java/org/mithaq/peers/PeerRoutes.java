// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.mithaq.charter.Channel;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Carriage;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.exchange.PullRequest;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.port.StorageFailed;

/// What a peer may ask at the door with mutual TLS (protocol, Contact, Delivery, Receipts and Pull). Safe for threads.
///
/// Who asks is known by the pin of the TLS certificate, which is one of a node of some member: never by anything in the
/// message.
public final class PeerRoutes {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(15);

    /// Messages of one peer that are read at once: one on each of its two connections, and a retry of each.
    public static final int AT_ONCE_PER_PEER_MAX = 4;

    private static final Headers SOON = Headers.of("Retry-After", "1");
    private static final Headers LATER = Headers.of("Retry-After", "10");

    private final PeersTools tools;
    private final Peers peers;
    private final InstantSource clock;
    private final DeliveryDoor deliveries;
    private final CarryDoor carried;
    private final Map<MemberId, Semaphore> permits = new ConcurrentHashMap<>();
    private final Map<MemberId, Semaphore> carrying = new ConcurrentHashMap<>();
    private final Map<MemberId, Semaphore> carriedBy = new ConcurrentHashMap<>();

    /// @param peers the links, which learn of whoever calls
    public PeerRoutes(PeersTools tools, Peers peers, PeersSettings settings, InstantSource clock) {
        this.tools = tools;
        this.peers = peers;
        this.clock = clock;
        this.deliveries = new DeliveryDoor(tools, settings);
        this.carried = new CarryDoor(tools, peers, deliveries, clock);
    }

    /// Answers the body of one message of a member.
    @FunctionalInterface
    private interface Answering {
        Response answer(MemberId peer, byte[] body);
    }

    /// Messages of a peer that are being read now.
    public int reading(MemberId peer) {
        Semaphore share = permits.get(peer);
        return share == null ? 0 : AT_ONCE_PER_PEER_MAX - share.availablePermits();
    }

    /// The routes.
    public List<Route> routes() {
        return List.of(
                route(PeerConnection.CONTACT, Greeting.BYTES_MAX, SHORT, this::contact),
                route(
                        PeerConnection.DELIVERIES,
                        Delivery.BYTES_MAX,
                        LONG,
                        (peer, body) -> delivered(peer, deliveries.delivery(Hands.own(peer), body))),
                route(
                        PeerConnection.PIECES,
                        Piece.BYTES_MAX,
                        LONG,
                        (peer, body) ->
                                message(deliveries.piece(Hands.own(peer), body).toBytes())),
                route(
                        PeerConnection.PIECED,
                        PiecedDelivery.BYTES_MAX,
                        LONG,
                        (peer, body) -> delivered(peer, deliveries.pieced(Hands.own(peer), body))),
                route(
                        PeerConnection.CARRY,
                        Carriage.BYTES_MAX,
                        LONG,
                        (peer, body) -> message(peers.carriers().carry(peer, carriage(body)))),
                route(
                        PeerConnection.CARRIED,
                        Carriage.BYTES_MAX,
                        LONG,
                        (peer, body) -> message(carried.carried(peer, carriage(body)))),
                route(PeerConnection.RECEIPTS, Answers.BYTES_MAX, LONG, this::receipts),
                route(PeerConnection.PULL, PullRequest.BYTES_MAX, LONG, this::pull),
                route(PeerConnection.CHARTER, CharterNews.BYTES_MAX, LONG, this::charter));
    }

    private Route route(String path, int bytesMax, Duration timeMax, Answering answering) {
        // Each peer is held to its own share, so that none of them can take another's.
        int atOnceMax = AT_ONCE_PER_PEER_MAX * Channel.MEMBERS_MAX;
        return new Route(
                Method.POST,
                path,
                new RouteLimits(bytesMax, timeMax, atOnceMax),
                request -> answer(request, bytesMax, answering, path));
    }

    private Response answer(Request request, int bytesMax, Answering answering, String path) throws IOException {
        MemberId peer =
                path.equals(PeerConnection.CHARTER) ? guest(request).orElseGet(() -> peer(request)) : peer(request);
        if (!isOurs(request)) {
            throw new Refused(Problem.of(
                    "unsupported-media-type",
                    415,
                    "This is not a message of the protocol",
                    "expected " + PeerConnection.CONTENT_TYPE));
        }
        // What waits for a third, or comes from one, has a share of its own: it must not hold up what the peer itself
        // has for this node.
        var shares = switch (path) {
            case PeerConnection.CARRY -> carrying;
            case PeerConnection.CARRIED -> carriedBy;
            default -> permits;
        };
        Semaphore share = shares.computeIfAbsent(peer, any -> new Semaphore(AT_ONCE_PER_PEER_MAX));
        if (!share.tryAcquire()) {
            throw new Refused(tooMany("too many messages from you are being read"), SOON);
        }
        try {
            if (!path.equals(PeerConnection.CHARTER)) {
                tools.contacts().demandCurrent(peer, nowMicros());
            }
            return answering.answer(peer, request.bodyBytes(bytesMax));
        } catch (DoorRejected rejected) {
            throw refused(rejected.clause(), String.valueOf(rejected.getMessage()));
        } catch (CharterRejected rejected) {
            throw new Refused(Problem.of(
                    "malformed-message",
                    400,
                    "The message is malformed",
                    String.valueOf(rejected.getMessage()),
                    rejected.clause().id()));
        } catch (SigningHeld held) {
            throw new Refused(
                    Problem.of("signing-held", 503, "This node signs nothing now", String.valueOf(held.getMessage())),
                    LATER);
        } catch (StorageFailed failed) {
            throw new Refused(
                    Problem.of(
                            failed.full() ? "storage-full" : "storage-failed",
                            failed.full() ? 507 : 503,
                            "This node cannot store anything now",
                            "nothing was acknowledged; try again later"),
                    LATER);
        } finally {
            share.release();
        }
    }

    /// Whoever was invited and is no member yet is let in at the charter's door alone.
    private Optional<MemberId> guest(Request request) {
        return request.peer()
                .map(peer -> new TlsPin(Hash.wrap(peer.pin().bytes())))
                .filter(pin -> tools.charter().now().nodeByTlsPin(pin).isEmpty())
                .flatMap(pin -> tools.acts().guests().at(pin));
    }

    private MemberId peer(Request request) {
        CharterState charter = tools.charter().now();
        Optional<MemberId> member = request.peer()
                .flatMap(peer ->
                        charter.nodeByTlsPin(new TlsPin(Hash.wrap(peer.pin().bytes()))))
                .map(node -> node.member().id())
                .filter(id -> !id.equals(tools.self().member()));
        return member.orElseThrow(() -> new Refused(Problem.of(
                "not-a-member",
                403,
                "Your certificate is not one of another member's node",
                "the charter of epoch " + charter.epoch() + " does not name its pin",
                clause(Clause.HEADER_SENDER))));
    }

    private long nowMicros() {
        return Core.micros(clock.instant());
    }

    private static boolean isOurs(Request request) {
        return request.headers().fields().stream()
                .anyMatch(field -> field.name().equalsIgnoreCase("Content-Type")
                        && field.value().equals(PeerConnection.CONTENT_TYPE));
    }

    private static String clause(Clause clause) {
        return "protocol " + clause.id();
    }

    private static Refused refused(Clause clause, String detail) {
        if (clause == Clause.ENCODING) {
            return new Refused(
                    Problem.of("malformed-message", 400, "The message is malformed", detail, clause(clause)));
        }
        return new Refused(
                Problem.of("not-signed", 403, "This is not what a member signed for us", detail, clause(clause)));
    }

    private static Problem tooMany(String detail) {
        return Problem.of("too-many-requests", 429, "Too much at once from you", detail, "RFC 6585 §4");
    }

    private static Response message(byte[] bytes) {
        return Response.of(200, PeerConnection.CONTENT_TYPE, bytes);
    }

    private Response contact(MemberId peer, byte[] body) {
        Contacts.Heard heard = tools.contacts().hear(peer, body, nowMicros());
        Greeting ours = tools.contacts().greet(peer, nowMicros());
        peers.called(peer);
        peers.heard(peer, heard);
        return message(ours.toBytes());
    }

    private Response delivered(MemberId peer, Answers answers) {
        if (answers.refusal().isEmpty()) {
            peers.called(peer);
        }
        return message(answers.toBytes());
    }

    private static Carriage carriage(byte[] body) {
        try {
            return Carriage.parse(body);
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        }
    }

    private Response receipts(MemberId peer, byte[] body) {
        DeliveryDoor.demandJudged(tools.desk().take(peer, body, tools.self().member()));
        return Response.empty(204);
    }

    private Response charter(MemberId peer, byte[] body) {
        CharterNews theirs = CharterNews.parse(body);
        if (tools.charter().now().member(peer).isPresent()) {
            var _ = tools.acts().take(peer, theirs);
        } else {
            tools.acts()
                    .guests()
                    .proposal(peer, theirs)
                    .ifPresent(act -> tools.acts().propose(act));
        }
        return message(tools.acts().answer(theirs).toBytes());
    }

    private Response pull(MemberId peer, byte[] body) {
        return message(tools.desk().pull(peer, body).toBytes());
    }
}
