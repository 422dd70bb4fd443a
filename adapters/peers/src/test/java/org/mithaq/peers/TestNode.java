// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.MemoryKeyFile;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.PeerClients;
import org.mithaq.http.Pin;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.CharterDesk;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.Effect;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.Holdings;
import org.mithaq.node.Item;
import org.mithaq.node.KeyVault;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.NodeKeys;
import org.mithaq.node.Originating;
import org.mithaq.node.OwnCheckpoints;
import org.mithaq.node.OwnLog;
import org.mithaq.node.PeerDesk;
import org.mithaq.node.Postbox;
import org.mithaq.node.Posting;
import org.mithaq.node.RecallDesk;
import org.mithaq.node.Receiving;
import org.mithaq.node.Rewrapping;
import org.mithaq.node.Sealing;
import org.mithaq.node.Signing;
import org.mithaq.node.Submit;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixReader;

/// One member's node: the real domain over a ledger in memory, a real door and real links on loopback. It can be
/// stopped and started again with what it remembers.
final class TestNode implements AutoCloseable {

    static final PeersSettings QUICK = PeersSettings.STANDARD
            .withBackoff(Duration.ofMillis(50), Duration.ofSeconds(60))
            .withContact(Duration.ofSeconds(30), Duration.ofSeconds(2))
            .withEvidenceAfter(Duration.ofMillis(100));

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";

    /// Nodes that know each other, none of them started.
    static List<TestNode> founded(int members, PeersSettings settings) {
        return founded(members, settings, false);
    }

    /// @param alsoElsewhere whether each card names another endpoint first, at which nobody listens
    static List<TestNode> founded(int members, PeersSettings settings, boolean alsoElsewhere) {
        List<Place> places = IntStream.range(0, members).mapToObj(Place::make).toList();
        return at(places, settings, place -> place.seat(alsoElsewhere));
    }

    /// Nodes at places of one's own.
    static List<TestNode> at(List<Place> places, PeersSettings settings, Function<Place, TestFederation.Seat> seats) {
        TestFederation federation =
                TestFederation.founded(places.stream().map(seats).toList());
        return IntStream.range(0, places.size())
                .mapToObj(member -> new TestNode(federation, member, places.get(member), settings))
                .toList();
    }

    final TestFederation federation;
    final Place place;
    MemoryLedger ledger = new MemoryLedger();
    private final int member;
    private final PeersSettings settings;
    private final MemoryKeyFile keyFile = new MemoryKeyFile();
    private final Set<Pin> alsoPinned = new HashSet<>();
    private final Set<Pin> shutOut = ConcurrentHashMap.newKeySet();
    private UnaryOperator<byte[]> carrier = UnaryOperator.identity();
    private final List<String> raised = new CopyOnWriteArrayList<>();
    private Parts parts;
    private Optional<Network> network = Optional.empty();

    /// The domain.
    record Parts(OneThread turns, PeersTools tools, Posting posting, Holdings holdings, Originating originating) {}

    /// What is open to the network.
    private record Network(Peers peers, PeerClients clients, Door door) {}

    private TestNode(TestFederation federation, int member, Place place, PeersSettings settings) {
        this.federation = federation;
        this.member = member;
        this.place = place;
        this.settings = settings;
        this.parts = build();
    }

    private Parts build() {
        NodeIdentity self = federation.identity(member);
        NodeKeys keys = TestFederation.keys(member);
        KeyVault vault = new KeyVault(keyFile, SecretBytes.handOver(TestFederation.seed(member, "master")), RANDOM);
        OwnLog log = new OwnLog();
        OneThread turns = new OneThread(new Core(ledger, self, federation.charter(), log, CLOCK, RANDOM));
        OwnCheckpoints checkpoints = checkpoints(log);
        Signing signing = new Signing(TestFederation.SIGNATURES, keys, turns);
        Rewrapping rewrapping = new Rewrapping(federation.charter(), HpkeProvider.best(), signing);
        Postbox postbox = new Postbox(ledger, vault, signing, checkpoints, turns, rewrapping);
        Contacts contacts = new Contacts(
                self,
                federation.charter(),
                TestFederation.SIGNATURES,
                ledger,
                turns,
                new Contacts.Own(signing, checkpoints));
        contacts.openStreams();
        Sealing sealing = new Sealing(self, federation.charter(), HpkeProvider.best(), vault, RANDOM);
        Posting posting = new Posting(self, federation.charter(), ledger, turns, sealing);
        RecallDesk recalls = new RecallDesk(ledger, vault, turns, posting);
        PeerDesk desk = new PeerDesk(
                self,
                federation.charter(),
                TestFederation.SIGNATURES,
                ledger,
                turns,
                new PeerDesk.Tools(receiving(vault), signing, postbox, recalls, this::micros));
        Holdings holdings = new Holdings(ledger, vault, signing, checkpoints, turns);
        return new Parts(
                turns,
                new PeersTools(
                        self,
                        federation.charter(),
                        desk,
                        contacts,
                        postbox,
                        new EvidenceDesk(federation.charter(), TestFederation.SIGNATURES, ledger, turns),
                        TestActs.of(federation, self, ledger, turns, new CharterDesk.Own(signing, log, this::micros)),
                        ledger,
                        place.pieces()),
                posting,
                holdings,
                new Originating(
                        self,
                        federation.charter(),
                        ledger,
                        turns,
                        posting,
                        new Originating.Desk(holdings, recalls, RANDOM)));
    }

    private Receiving receiving(KeyVault vault) {
        return new Receiving(
                federation.identity(member),
                federation.charter(),
                TestFederation.SIGNATURES,
                HpkeProvider.best(),
                TestFederation.keys(member),
                vault);
    }

    private long micros() {
        return Core.micros(CLOCK.instant());
    }

    private OwnCheckpoints checkpoints(OwnLog log) {
        return new OwnCheckpoints(
                log, TestFederation.origin(member), TestFederation.logSigner(member), Optional.empty());
    }

    /// Opens the door and begins to exchange.
    void start() {
        start(true);
    }

    /// Opens the door alone: it answers, and never calls.
    void startSilently() {
        start(false);
    }

    /// Opens the door alone, behind something that may change a delivery before it is read.
    void startBehind(UnaryOperator<byte[]> carrier) {
        this.carrier = carrier;
        start(false);
    }

    private void start(boolean calls) {
        PeerClients clients = new PeerClients(place.identity(), alarm -> {});
        Peers peers = new Peers(tools(), settings, clients, CLOCK);
        PeerRoutes routes = new PeerRoutes(tools(), peers, settings, CLOCK);
        try {
            Door door = Door.mutualTls(
                    DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), place.port())),
                    place.identity(),
                    this::pins,
                    alarm -> {},
                    routes.routes().stream()
                            .map(route -> Behind.changed(route, carrier))
                            .toList());
            network = Optional.of(new Network(peers, clients, door));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (calls) {
            parts.turns().tell(effect -> {
                if (effect instanceof Effect.Alarmed alarmed) {
                    raised.add(alarmed.key());
                }
                peers.on(effect);
            });
            peers.start();
        }
    }

    private Set<Pin> pins() {
        Set<Pin> pins = new HashSet<>(alsoPinned);
        federation.charter().members().values().stream()
                .flatMap(card -> card.nodes().stream())
                .flatMap(node -> node.tlsPins().stream())
                .forEach(pin -> pins.add(new Pin(pin.hex())));
        pins.removeAll(shutOut);
        return pins;
    }

    /// Whether another member reaches this node.
    void reachedBy(TestNode other, boolean reached) {
        var _ = reached
                ? shutOut.remove(other.place.identity().pin())
                : shutOut.add(other.place.identity().pin());
    }

    /// Lets a certificate through TLS that the charter does not know.
    void pinToo(Pin pin) {
        alsoPinned.add(pin);
    }

    /// Stops everything; the ledger and the key file remain.
    void stop() {
        network.ifPresent(open -> {
            open.peers().stop();
            open.door().close();
            open.clients().close();
        });
        network = Optional.empty();
        parts.turns().close();
    }

    /// Loses all that it knew, as by a disk that died.
    void lose() {
        ledger = new MemoryLedger();
    }

    /// Begins again after [#stop] with what it remembers.
    void restart() {
        parts = build();
        start();
    }

    @Override
    public void close() {
        stop();
    }

    MemberId id() {
        return federation.id(member);
    }

    /// What a person does here.
    Originating originating() {
        return parts.originating();
    }

    PeersTools tools() {
        return parts.tools();
    }

    /// How it stands with a peer.
    PeerStatus status(TestNode peer) {
        return network.orElseThrow().peers().status().stream()
                .filter(status -> status.member().equals(peer.id()))
                .findFirst()
                .orElseThrow();
    }

    /// Whether a peer answers this node itself.
    boolean isDirect(TestNode peer) {
        return network.orElseThrow().peers().reaches(peer.id());
    }

    /// Posts one new object to the plenary, and returns it and what became of it.
    Shared share(Lane lane, int bytes) {
        return share(lane, bytes, Set.of());
    }

    /// Posts one new object to some members alone; it may be passed on.
    Shared share(Lane lane, int bytes, Set<MemberId> named) {
        String id = "identity--" + UUID.randomUUID();
        byte[] json = ("{\"type\":\"identity\",\"spec_version\":\"2.1\",\"id\":\"" + id
                        + "\",\"created\":\"2026-03-01T10:00:00.000Z\",\"modified\":\"2026-03-01T10:00:00.000Z\","
                        + "\"name\":\"مركز الواحة\",\"description\":\"" + "x".repeat(bytes)
                        + "\",\"object_marking_refs\":[\"" + CLEAR + "\"]}")
                .getBytes(StandardCharsets.UTF_8);
        Item item =
                Item.of(StixReader.read(json, JsonLimits.standard()).object().orElseThrow(), Terms.standard(), false);
        long deadline = lane == Lane.FLASH ? Core.micros(CLOCK.instant()) + 3_600_000_000L : 0;
        Posting.Outcome outcome = parts.posting()
                .share(
                        new Sealing.Posting(federation.charter().plenary().id(), lane, deadline, false),
                        List.of(item),
                        named,
                        any -> Optional.empty(),
                        CLOCK.instant());
        return new Shared(id, json, outcome.posted().getFirst());
    }

    /// One object that was posted.
    record Shared(String id, byte[] json, Submit.Posted posted) {}

    /// The row of what is held under an id.
    Shelf.ObjectRow row(String stixId) {
        return ledger.read(tables -> tables.shelf().objectsOf(stixId, 10)).getFirst();
    }

    /// The exact bytes that are held under an id.
    Optional<byte[]> held(String stixId) {
        return parts.holdings().of(stixId).stream().findFirst().map(Holdings.Held::bytes);
    }

    /// A recipient's copy of what was posted.
    Outbox.EntryRow copy(Shared shared, TestNode recipient) {
        return ledger.read(tables -> tables.outbox().entriesOf(shared.posted().payloadHash())).stream()
                .filter(entry -> entry.recipient().equals(recipient.id()))
                .findFirst()
                .orElseThrow();
    }

    /// The bytes that go to a recipient.
    byte[] delivery(Shared shared, TestNode recipient) {
        Outbox.EntryRow copy = copy(shared, recipient);
        return tools().postbox()
                .next(recipient.id(), copy.lane(), copy.stream(), copy.sequence() - 1, 1)
                .getFirst()
                .bytes();
    }

    /// Whether all that was posted is settled with a recipient.
    boolean settled(TestNode recipient) {
        return !ledger.read(tables -> tables.outbox().unsettledCounts()).containsKey(recipient.id());
    }

    /// When a dispatch came here.
    Inbox.ArrivalRow arrival(Shared shared) {
        return ledger.read(tables -> tables.inbox().arrival(shared.posted().payloadHash()))
                .orElseThrow();
    }

    /// The line that a sender numbers in towards this node.
    Inbox.LineRow line(TestNode sender, Lane lane) {
        return ledger.read(tables -> tables.inbox().lines()).stream()
                .filter(line -> line.sender().equals(sender.id()) && line.lane() == lane)
                .findFirst()
                .orElseThrow();
    }

    /// Keys of all alarms that were raised since it started, those that ended too.
    List<String> raised() {
        return raised;
    }

    List<Alarms.Row> alarms() {
        return ledger.read(tables -> tables.alarms().all());
    }
}
