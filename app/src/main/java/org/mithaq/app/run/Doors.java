// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mithaq.app.config.Address;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberNode;
import org.mithaq.http.Alarm;
import org.mithaq.http.Alarms;
import org.mithaq.http.Door;
import org.mithaq.http.DoorFigures;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.PeerClient;
import org.mithaq.http.PeerClients;
import org.mithaq.http.Pin;
import org.mithaq.http.Route;
import org.mithaq.node.Effect;
import org.mithaq.node.Notices;
import org.mithaq.node.Submissions;
import org.mithaq.peers.PeerRoutes;
import org.mithaq.peers.Peers;
import org.mithaq.peers.PeersSettings;
import org.mithaq.peers.PeersTools;
import org.mithaq.peers.PieceStore;
import org.mithaq.taxii.TaxiiNode;
import org.mithaq.taxii.TaxiiRoutes;
import org.mithaq.taxii.TaxiiSettings;
import org.mithaq.tiles.Cosigning;
import org.mithaq.tiles.HttpWitnessTransport;
import org.mithaq.tiles.LogRoutes;
import org.mithaq.tiles.WitnessRoutes;
import org.mithaq.tiles.Witnesses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's ways in and out: the door for peers, the door for this machine, the links to peers and to witnesses.
public final class Doors implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    private static final String LOG_PREFIX = "/mithaq/v1/log";
    private static final Duration WITNESS_TIME_MAX = Duration.ofSeconds(20);

    private final NodeRuntime node;
    private final PeerClients clients;
    private final Peers peers;
    private final Cosigning.Times times;
    private final CharterClock clock;
    private volatile Cosigning cosigning;
    private volatile CharterState cosigningFor;
    private List<MemberId> shownFormer = List.of();
    private boolean shownChanging;
    private final Map<MemberId, PeerClient> witnessLines = new ConcurrentHashMap<>();
    private final Door peerDoor;
    private final PeerRoutes peerRoutes;

    /// Opens the door for peers, and begins to reach them.
    ///
    /// @throws IOException if the address cannot be bound
    public Doors(NodeRuntime node, NodeConfig config) throws IOException {
        this.node = node;
        Alarms alarms = this::alarm;
        this.clients =
                new PeerClients(pins -> node.keys().to(OnlineKeys.memberOf(node.book(), pins), node.change()), alarms);
        PeersTools tools = new PeersTools(
                node.self(),
                node.book(),
                node.peerDesk(),
                node.contacts(),
                node.postbox(),
                node.evidence(),
                node.acts(),
                node.ledger(),
                new PieceStore(new NodeHome(config.home()).pieces()),
                node.trail());
        PeersSettings settings =
                PeersSettings.STANDARD.withCarrying(config.peers().carry());
        this.peers = new Peers(tools, settings, clients, node.clock());
        this.times = times(config);
        this.cosigningFor = node.charter();
        this.cosigning = cosigning(cosigningFor);
        node.onEffect(this::on);
        node.contacts().onMet(member -> cosigning.contact(member));
        this.peerRoutes = new PeerRoutes(tools, peers, settings, node.clock());
        List<Route> routes = new ArrayList<>(peerRoutes.routes());
        routes.addAll(logRoutes());
        routes.addAll(new WitnessRoutes(node.witnessing()).routes());
        try {
            this.peerDoor = Door.mutualTls(
                    DoorSettings.at(socket(config.peers().listen())).openToTheNetwork(),
                    () -> node.keys().atDoor(node.change()),
                    this::pins,
                    alarms,
                    routes);
        } catch (IOException | RuntimeException unopened) {
            closeLinks();
            throw unopened;
        }
        peers.start();
        this.clock = new CharterClock(node, this::charterChanged);
    }

    private Cosigning cosigning(CharterState charter) {
        Cosigning fresh = new Cosigning(
                Witnesses.of(charter, node.self().member()),
                node.signatures(),
                new Cosigning.OwnSide(node.log(), node.checkpoints(), node.loop()),
                new HttpWitnessTransport(this::line, WITNESS_TIME_MAX),
                times);
        fresh.onWitnessed(node.trail()::witnessed);
        return fresh;
    }

    /// There is news of the charter: on a thread of its own, one at a time.
    private void charterChanged() {
        CharterState charter = node.charter();
        if (!charter.equals(cosigningFor)) {
            cosigningFor = charter;
            if (charter.member(node.self().member()).isPresent()) {
                node.contacts().openStreams();
                witnessLines.values().forEach(PeerClient::close);
                witnessLines.clear();
                cosigning.close();
                cosigning = cosigning(charter);
            } else {
                LOG.error("this member has left the federation: its node exchanges nothing more");
            }
        }
        if (isShownAnew()) {
            witnessLines.values().forEach(PeerClient::close);
            witnessLines.clear();
            peers.reconnect();
        } else {
            peers.charterChanged();
        }
    }

    /// Whether some member is to be shown another certificate of this node than until now.
    private boolean isShownAnew() {
        boolean changing = node.keys().isTlsChanging();
        List<MemberId> lacking = changing ? node.change().lacking() : List.of();
        boolean anew = (changing || shownChanging) && !lacking.equals(shownFormer);
        shownChanging = changing;
        shownFormer = lacking;
        return anew;
    }

    private static Cosigning.Times times(NodeConfig config) {
        return new Cosigning.Times(
                Duration.ofMillis(config.log().checkpointIntervalMillis()),
                Cosigning.Times.STANDARD.deadline(),
                Cosigning.Times.STANDARD.backOffMax());
    }

    /// The log's own routes, which the local door serves too.
    public List<Route> logRoutes() {
        return new LogRoutes(LOG_PREFIX, node.ledger(), node.log(), node.checkpoints()).routes();
    }

    /// The TAXII 2.1 server, for the local door.
    public static List<Route> taxii(NodeRuntime node, NodeConfig config) {
        TaxiiNode taxii = new TaxiiNode(
                node.self(), node.book(), node.ledger(), node.holdings(), node.posting(), node.quarantine());
        TaxiiSettings settings = new TaxiiSettings(
                config.taxii().title(),
                config.taxii().maxContentLength(),
                config.taxii().pageSize());
        return TaxiiRoutes.of(
                taxii,
                node.tokens(),
                new Submissions(node.ledger(), node.loop()),
                settings,
                node.clock(),
                new SecureRandom());
    }

    private static InetSocketAddress socket(Address address) {
        return new InetSocketAddress(address.host(), address.port());
    }

    private void on(Effect effect) {
        peers.on(effect);
        if (effect instanceof Effect.LogGrew grew) {
            cosigning.logGrew(grew.size());
        }
    }

    private Set<Pin> pins() {
        return Stream.concat(
                        node.charter().members().values().stream()
                                .flatMap(card -> card.nodes().stream())
                                .flatMap(each -> each.tlsPins().stream()),
                        node.acts().guests().pins().stream())
                .map(pin -> new Pin(pin.hex()))
                .collect(Collectors.toSet());
    }

    private Optional<HttpWitnessTransport.Line> line(MemberId member) {
        return node.charter()
                .member(member)
                // Who cannot be called does not witness for others, and is cosigned for as it calls itself.
                .filter(card -> !card.nodes().getFirst().endpoints().isEmpty())
                .map(card -> witnessLines.computeIfAbsent(member, each -> open(card)))
                .map(client -> client::send);
    }

    private PeerClient open(MemberCard card) {
        MemberNode first = card.nodes().getFirst();
        Endpoint endpoint = first.endpoints().getFirst();
        Set<Pin> pins = first.tlsPins().stream().map(pin -> new Pin(pin.hex())).collect(Collectors.toSet());
        return clients.open(endpoint.host(), endpoint.port(), pins, "witness");
    }

    private void alarm(Alarm alarm) {
        node.loop().whenConvenient(Notices.tls(alarm.kind().name(), alarm.remote(), alarm.detail()));
    }

    /// The links to peers.
    public Peers peers() {
        return peers;
    }

    /// What has become of this node's checkpoints.
    public Cosigning cosigning() {
        return cosigning;
    }

    /// How near the door for peers is to its bounds.
    public DoorFigures peerDoorFigures() {
        return peerDoor.figures();
    }

    /// Messages of a peer that are being read now.
    public int reading(MemberId peer) {
        return peerRoutes.reading(peer);
    }

    /// Where peers come in.
    public int peerPort() {
        return peerDoor.port();
    }

    @Override
    public void close() {
        clock.close();
        peerDoor.close();
        closeLinks();
    }

    private void closeLinks() {
        peers.close();
        cosigning.close();
        witnessLines.values().forEach(PeerClient::close);
        clients.close();
    }
}
