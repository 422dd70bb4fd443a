// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberNode;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Carriage;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.exchange.PiecesHeld;
import org.mithaq.exchange.PullRequest;
import org.mithaq.http.Call;
import org.mithaq.http.PeerClient;
import org.mithaq.http.PeerClients;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Pin;
import org.mithaq.http.Reply;

/// One connection to one peer for one purpose: each message of the protocol as a call, one after the other (protocol,
/// Delivery). Owned by one worker.
///
/// A member may name several endpoints and pins; after a failure the next one is tried, and after the last whoever else
/// may reach it, as a carrier, until the next contact (protocol, Carrying).
final class PeerConnection implements AutoCloseable {

    static final String CONTENT_TYPE = "application/vnd.mithaq.v1";
    static final String CONTACT = "/mithaq/v1/contact";
    static final String DELIVERIES = "/mithaq/v1/deliveries";
    static final String PIECES = "/mithaq/v1/pieces";
    static final String PIECED = "/mithaq/v1/deliveries/pieced";
    static final String CARRY = "/mithaq/v1/carry";
    static final String CARRIED = "/mithaq/v1/carried";
    static final String RECEIPTS = "/mithaq/v1/receipts";
    static final String PULL = "/mithaq/v1/pull";
    static final String CHARTER = "/mithaq/v1/charter";

    /// Status of the answer to a delivery whose ciphertext is not there, and to receipts under acts of the charter that
    /// are not (RFC 9110 §15.5.10).
    static final int LACKING = 409;

    /// Others that are asked to carry before it is waited.
    static final int CARRIERS_MAX = 3;

    private static final int PROBLEM_BYTES_MAX = 65_536;

    private final PeerClients clients;
    private final List<Target> targets;
    private final String purpose;
    private final PeersSettings settings;
    private final Pace pace = new Pace();
    private int chosen;
    private int failures;
    private Optional<PeerClient> open = Optional.empty();
    private final MemberId peer;
    private final Deque<MemberCard> carriers = new ArrayDeque<>();
    private volatile Optional<Carrier> via = Optional.empty();

    /// A member that carries, and the connection to it.
    private record Carrier(MemberId member, PeerConnection connection) {}

    /// Where a peer may answer, and with which keys: any of them, while it replaces one.
    private record Target(String host, int port, Set<Pin> pins) {}

    PeerConnection(PeerClients clients, MemberCard peer, String purpose, PeersSettings settings) {
        this.clients = clients;
        this.peer = peer.id();
        this.targets = targets(peer);
        this.purpose = purpose;
        this.settings = settings;
    }

    /// Whether the member answers on the network at all.
    static boolean reachable(MemberCard peer) {
        return !targets(peer).isEmpty();
    }

    private static List<Target> targets(MemberCard peer) {
        List<Target> targets = new ArrayList<>();
        for (MemberNode node : peer.nodes()) {
            Set<Pin> pins =
                    node.tlsPins().stream().map(pin -> new Pin(pin.hex())).collect(Collectors.toSet());
            node.endpoints().forEach(endpoint -> targets.add(new Target(endpoint.host(), endpoint.port(), pins)));
        }
        return targets;
    }

    /// Chooses where to try next after a failure. A connection that may be half open is given up; where nobody listens
    /// there is none.
    ///
    /// @return whether there is a place that was not tried since the last success
    boolean failed(PeerUnreachable.Reason reason) {
        if (reason == PeerUnreachable.Reason.TIMED_OUT || reason == PeerUnreachable.Reason.CUT) {
            pace.broke();
        }
        failures++;
        boolean other = failures % targets.size() != 0;
        if (targets.size() > 1 || reason != PeerUnreachable.Reason.REFUSED) {
            closeOwn();
        }
        chosen = (chosen + 1) % targets.size();
        return other;
    }

    /// Whether what goes over it now is carried by another.
    boolean isCarried() {
        return via.isPresent();
    }

    /// Who hands things over at the other end: a carrier, or this node's member.
    MemberId handsOver(MemberId self) {
        return via.map(Carrier::member).orElse(self);
    }

    /// Nobody answers where the peer should: others are asked to carry, the first of them from now on.
    ///
    /// @return whether there is one
    boolean throughOthers(List<MemberCard> others) {
        carriers.clear();
        carriers.addAll(others.subList(0, Math.min(CARRIERS_MAX, others.size())));
        return throughNext();
    }

    /// Goes on to the next carrier, or back to the peer's own endpoints.
    ///
    /// @return whether there is a carrier left
    boolean throughNext() {
        via.ifPresent(carrier -> carrier.connection().close());
        via = Optional.ofNullable(carriers.poll())
                .map(card -> new Carrier(card.id(), new PeerConnection(clients, card, "carry", settings)));
        return via.isPresent();
    }

    /// Back to the peer's own endpoints.
    void direct() {
        carriers.clear();
        throughNext();
    }

    /// Bytes that go in one message now.
    long bytesAtOnce() {
        return isCarried() ? Math.min(Carriage.BODY_BYTES_MAX, pace.bytesAtOnce()) : pace.bytesAtOnce();
    }

    /// Brings what another sent through this node, and its answer.
    byte[] carried(Carriage carriage) throws PeerUnreachable, PeerRefused, InterruptedException {
        return post(CARRIED, carriage.toBytes(), Carriage.ANSWER_BYTES_MAX, 0);
    }

    /// Says who we are, and hears who the peer is.
    byte[] contact(Greeting ours) throws PeerUnreachable, PeerRefused, InterruptedException {
        return send(Carriage.Kind.CONTACT, CONTACT, ours.toBytes(), Greeting.BYTES_MAX);
    }

    /// Hands one delivery over, and brings the peer's answer.
    ///
    /// @param delivery handed over, not copied
    byte[] deliver(byte[] delivery) throws PeerUnreachable, PeerRefused, InterruptedException {
        return send(Carriage.Kind.DELIVERY, DELIVERIES, delivery, Answers.BYTES_MAX);
    }

    /// How much to entrust to it at once.
    Pace pace() {
        return pace;
    }

    /// Hands a part of a ciphertext over, or asks with an empty one; how much of the ciphertext the peer has then.
    PiecesHeld piece(Piece piece) throws PeerUnreachable, PeerRefused, InterruptedException {
        return PiecesHeld.parse(send(Carriage.Kind.PIECE, PIECES, piece.toBytes(), PiecesHeld.LENGTH_BYTES));
    }

    /// Hands a delivery over whose ciphertext went before, and brings the peer's answer.
    byte[] deliver(PiecedDelivery delivery) throws PeerUnreachable, PeerRefused, InterruptedException {
        return send(Carriage.Kind.PIECED, PIECED, delivery.toBytes(), Answers.BYTES_MAX);
    }

    /// Hands receipts over.
    ///
    /// @return whether the peer has taken them; where not, it lacks acts of the charter, and they come again
    boolean receipts(Answers receipts) throws PeerUnreachable, PeerRefused, InterruptedException {
        try {
            send(Carriage.Kind.RECEIPTS, RECEIPTS, receipts.toBytes(), 0);
            return true;
        } catch (PeerRefused refused) {
            if (refused.status() == LACKING) {
                return false;
            }
            throw refused;
        }
    }

    /// Asks for what is missing here.
    Parcels pull(PullRequest request) throws PeerUnreachable, PeerRefused, InterruptedException {
        return Parcels.parse(post(PULL, request.toBytes(), Parcels.BYTES_MAX, Parcels.BYTES_MAX));
    }

    /// Says which acts, proposals and votes are here, and hears the same.
    CharterNews charter(CharterNews ours) throws PeerUnreachable, PeerRefused, InterruptedException {
        return CharterNews.parse(post(CHARTER, ours.toBytes(), CharterNews.BYTES_MAX, 0));
    }

    /// To the peer itself, or to whoever carries it there.
    private byte[] send(Carriage.Kind kind, String path, byte[] body, int answerBytesMax)
            throws PeerUnreachable, PeerRefused, InterruptedException {
        Optional<Carrier> carrier = via;
        if (carrier.isEmpty()) {
            return post(path, body, answerBytesMax, 0);
        }
        if (body.length > Carriage.BODY_BYTES_MAX) {
            throw PeerRefused.tooLong(body.length);
        }
        // Twice the time: it goes over two links.
        byte[] carriage = new Carriage(kind, peer, body).toBytes();
        return carrier.get().connection().post(CARRY, carriage, Carriage.ANSWER_BYTES_MAX, carriage.length);
    }

    private byte[] post(String path, byte[] body, int answerBytesMax, long answerBytes)
            throws PeerUnreachable, PeerRefused, InterruptedException {
        Duration timeMax = settings.timeMax(body.length + answerBytes);
        long begun = System.nanoTime();
        Reply reply = client().send(
                        Call.post(path, CONTENT_TYPE, body, timeMax, Math.max(answerBytesMax, PROBLEM_BYTES_MAX)));
        if (!reply.ok()) {
            throw PeerRefused.of(reply);
        }
        failures = 0;
        pace.took((long) body.length + reply.body().length, System.nanoTime() - begun);
        return reply.body();
    }

    private PeerClient client() {
        if (open.isEmpty()) {
            Target target = targets.get(chosen);
            open = Optional.of(clients.open(target.host(), target.port(), target.pins(), purpose));
        }
        return open.get();
    }

    @Override
    public void close() {
        direct();
        closeOwn();
    }

    private void closeOwn() {
        Optional<PeerClient> closing = open;
        open = Optional.empty();
        try {
            closing.ifPresent(PeerClient::close);
        } catch (RuntimeException failure) {
            if (!(failure.getCause() instanceof InterruptedException)) {
                throw failure;
            }
            // Stopped while it closed: the socket is closed, and the worker sees that it is to end.
            Thread.currentThread().interrupt();
        }
    }
}
