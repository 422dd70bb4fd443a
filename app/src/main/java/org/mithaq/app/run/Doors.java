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
import org.mithaq.app.config.Address;
import org.mithaq.app.config.NodeConfig;
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
import org.mithaq.taxii.TaxiiNode;
import org.mithaq.taxii.TaxiiRoutes;
import org.mithaq.taxii.TaxiiSettings;
import org.mithaq.tiles.Cosigning;
import org.mithaq.tiles.HttpWitnessTransport;
import org.mithaq.tiles.LogRoutes;
import org.mithaq.tiles.WitnessRoutes;
import org.mithaq.tiles.Witnesses;

/// A node's ways in and out: the door for peers, the door for this machine, the links to peers and to witnesses.
public final class Doors implements AutoCloseable {

    private static final String LOG_PREFIX = "/mithaq/v1/log";
    private static final Duration WITNESS_TIME_MAX = Duration.ofSeconds(20);

    private final NodeRuntime node;
    private final PeerClients clients;
    private final Peers peers;
    private final Cosigning cosigning;
    private final Map<MemberId, PeerClient> witnessLines = new ConcurrentHashMap<>();
    private final Door peerDoor;
    private final PeerRoutes peerRoutes;

    /// Opens the door for peers, and begins to reach them.
    ///
    /// @throws IOException if the address cannot be bound
    public Doors(NodeRuntime node, NodeConfig config) throws IOException {
        this.node = node;
        Alarms alarms = this::alarm;
        this.clients = new PeerClients(node.keyring().tls(), alarms);
        PeersTools tools = new PeersTools(
                node.self(),
                node.charter(),
                node.peerDesk(),
                node.contacts(),
                node.postbox(),
                node.evidence(),
                node.ledger());
        this.peers = new Peers(tools, PeersSettings.STANDARD, clients, node.clock());
        this.cosigning = new Cosigning(
                Witnesses.of(node.charter(), node.self().member()),
                node.signatures(),
                new Cosigning.OwnSide(node.log(), node.checkpoints(), node.loop()),
                new HttpWitnessTransport(this::line, WITNESS_TIME_MAX),
                times(config));
        node.onEffect(this::on);
        node.contacts().onMet(cosigning::contact);
        this.peerRoutes = new PeerRoutes(tools, peers, PeersSettings.STANDARD, node.clock());
        List<Route> routes = new ArrayList<>(peerRoutes.routes());
        routes.addAll(logRoutes());
        routes.addAll(new WitnessRoutes(node.witnessing()).routes());
        try {
            this.peerDoor = Door.mutualTls(
                    DoorSettings.at(socket(config.peers().listen())).openToTheNetwork(),
                    node.keyring().tls(),
                    this::pins,
                    alarms,
                    routes);
        } catch (IOException | RuntimeException unopened) {
            closeLinks();
            throw unopened;
        }
        peers.start();
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
                node.self(), node.charter(), node.ledger(), node.holdings(), node.posting(), node.quarantine());
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
        return node.charter().members().values().stream()
                .flatMap(card -> card.nodes().stream())
                .flatMap(each -> each.tlsPins().stream())
                .map(pin -> new Pin(pin.hex()))
                .collect(Collectors.toSet());
    }

    private Optional<HttpWitnessTransport.Line> line(MemberId member) {
        return node.charter()
                .member(member)
                .map(card -> witnessLines.computeIfAbsent(member, each -> open(card)))
                .map(client -> client::send);
    }

    private PeerClient open(MemberCard card) {
        MemberNode first = card.nodes().getFirst();
        Endpoint endpoint = first.endpoints().getFirst();
        return clients.open(
                endpoint.host(),
                endpoint.port(),
                new Pin(first.tlsPins().getFirst().hex()),
                "witness");
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
