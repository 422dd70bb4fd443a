// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.config.Address;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.Control;
import org.mithaq.app.control.ImportDesk;
import org.mithaq.app.control.LocalDoor;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.run.Doors;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.app.seen.NodeHealth;
import org.mithaq.app.seen.NodeReadings;
import org.mithaq.app.seen.ProgramLog;
import org.mithaq.app.seen.Sight;
import org.mithaq.app.seen.StatusPage;
import org.mithaq.app.seen.Watchman;
import org.mithaq.charter.MemberCard;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.Route;
import org.mithaq.node.Trail;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.SqliteLedger;
import org.mithaq.watch.MetricsPage;
import org.mithaq.watch.OtlpTrail;
import org.mithaq.watch.WatchRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A whole node in this process, from its folder: domain, store, and every way in and out.
final class RunningNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);

    private final NodeRuntime node;
    private final Doors doors;
    private final LocalDoor local;
    private final NodeConfig.Peers peers;
    private final Seen seen;

    /// What shows the node to whoever watches it.
    private record Seen(Watchman watchman, Optional<Door> door) implements AutoCloseable {

        @Override
        public void close() {
            watchman.close();
            door.ifPresent(Door::close);
        }
    }

    private RunningNode(NodeRuntime node, NodeConfig.Peers peers, Doors doors, LocalDoor local, Seen seen) {
        this.node = node;
        this.peers = peers;
        this.doors = doors;
        this.local = local;
        this.seen = seen;
    }

    /// Starts the node that `config` describes. What was opened before something failed is closed again.
    ///
    /// @throws CommandRefused saying what is missing, in use or damaged, and what to do
    static RunningNode start(NodeConfig config) {
        NodeHome home = new NodeHome(config.home());
        NodeHome.read(home.card(), "make a member first: mithaq node init");
        try {
            NodeHome.makePrivate(home.folder().resolve("data"));
            NodeHome.makePrivate(home.folder().resolve("keystore"));
            return open(config, home);
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.CONFIGURATION, "The node cannot start: " + NodeHome.said(failed), failed);
        } catch (StorageFailed failed) {
            throw new CommandRefused(ExitCode.REFUSED, String.valueOf(failed.getMessage()), failed);
        }
    }

    private static RunningNode open(NodeConfig config, NodeHome home) {
        SqliteLedger ledger = SqliteLedger.open(home.ledger());
        try {
            NodeRuntime node = new NodeRuntime(config, ledger, new FileKeyFile(home.keyStore()), trail(config));
            node.onEffect(new ProgramLog()::on);
            node.start();
            return open(config, node, ledger::readersAtWork);
        } catch (RuntimeException failed) {
            ledger.close();
            throw failed;
        }
    }

    /// Nothing of the tracing library is touched where nobody wants traces.
    private static Trail trail(NodeConfig config) {
        if (config.watch().tracesTo().isEmpty()) {
            return Trail.NONE;
        }
        return OtlpTrail.to(config.watch().tracesTo().get(), Instant.now());
    }

    private static RunningNode open(NodeConfig config, NodeRuntime node, IntSupplier ledgerReaders) {
        try {
            Doors doors = bound("peers.listen", config.peers().listen(), () -> new Doors(node, config));
            try {
                return open(config, node, doors, new Sight(config, node, doors, ledgerReaders));
            } catch (RuntimeException failed) {
                doors.close();
                throw failed;
            }
        } catch (RuntimeException failed) {
            node.close();
            throw failed;
        }
    }

    private static RunningNode open(NodeConfig config, NodeRuntime node, Doors doors, Sight sight) {
        MetricsPage metrics = new MetricsPage(new NodeReadings(sight)::now);
        NodeHealth health = new NodeHealth(sight);
        List<Route> shown = WatchRoutes.of(health::live, health::ready, metrics);
        Optional<Door> door = config.watch().listen().map(listen -> watchDoor(config, listen, shown));
        try {
            List<Route> here = door.isEmpty() && !config.local().beyondLoopback() ? shown : List.of();
            LocalDoor local = bound(
                    "local.listen",
                    config.local().listen(),
                    () -> new LocalDoor(config, token -> routes(config, doors, sight, token, here)));
            sight.door("local", local::figures);
            door.ifPresent(open -> sight.door("watch", open::figures));
            Watchman watchman = new Watchman(sight);
            watchman.start();
            return new RunningNode(node, config.peers(), doors, local, new Seen(watchman, door));
        } catch (RuntimeException failed) {
            door.ifPresent(Door::close);
            throw failed;
        }
    }

    private static Door watchDoor(NodeConfig config, Address listen, List<Route> routes) {
        return bound("watch.listen", listen, () -> {
            DoorSettings settings = DoorSettings.at(new InetSocketAddress(listen.host(), listen.port()));
            return Door.plain(config.watch().beyondLoopback() ? settings.openToTheNetwork() : settings, routes);
        });
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    /// Opens a door; where it cannot be opened, says which setting is about it.
    private static <T> T bound(String setting, Address address, Opening<T> opening) {
        try {
            return opening.open();
        } catch (IOException failed) {
            throw new CommandRefused(
                    ExitCode.CONFIGURATION,
                    "The node cannot start, for it cannot listen at %s: %s. Another program listens there, or it is no"
                                    .formatted(address, NodeHome.said(failed))
                            + " address of this machine; give another with --set " + setting + "=HOST:PORT",
                    failed);
        }
    }

    private static List<Route> routes(NodeConfig config, Doors doors, Sight sight, String token, List<Route> shown) {
        NodeRuntime node = sight.node();
        ImportDesk imports = new ImportDesk(
                node, config.limits().objectBytes(), config.limits().bundleBytes());
        List<Route> routes = new ArrayList<>(Control.routes(node, token, new StatusPage(sight)::status, imports));
        routes.addAll(doors.logRoutes());
        routes.addAll(shown);
        if (config.taxii().enabled()) {
            routes.addAll(Doors.taxii(node, config));
        }
        return routes;
    }

    /// Where the door for health and metrics is, if it has one of its own.
    Optional<Integer> watchPort() {
        return seen.door().map(Door::port);
    }

    /// One line for whoever started it.
    String greeting() {
        return "%s (member %s) is up as node %s: peers at port %d, this machine at port %d"
                .formatted(
                        card().names().en(),
                        node.self().member().shortForm(),
                        node.self().node().hex().substring(0, 8),
                        doors.peerPort(),
                        local.port());
    }

    private MemberCard card() {
        return node.charter().member(node.self().member()).orElseThrow();
    }

    /// What is wrong where the card says that others reach this node elsewhere than the configuration says; nothing
    /// where the two agree, or the configuration cannot know.
    Optional<String> misleadingCard() {
        List<Address> onCard = card().nodes().stream()
                .filter(each -> each.id().equals(node.self().node()))
                .flatMap(each -> each.endpoints().stream())
                .map(endpoint -> new Address(endpoint.host(), endpoint.port()))
                .toList();
        Address said = peers.advertise().orElseGet(peers::listen);
        boolean everywhere = peers.advertise().isEmpty() && said.isEverywhere();
        int port = peers.advertise().isPresent() ? said.port() : doors.peerPort();
        boolean agrees = onCard.stream()
                .anyMatch(each ->
                        each.port() == port && (everywhere || each.host().equals(said.host())));
        if (agrees || onCard.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(("The card tells the others to reach this node at %1$s, and it listens at %2$s. If %1$s"
                        + " leads here, say peers.advertise: %1$s in mithaq.yaml; if not, let the node listen there, or"
                        + " nobody reaches it.")
                .formatted(onCard.getFirst(), new Address(said.host(), port)));
    }

    @Override
    public void close() throws IOException {
        seen.close();
        try {
            local.close();
        } finally {
            doors.close();
            node.close();
            closeTrail(node.trail());
        }
    }

    private static void closeTrail(Trail trail) {
        if (trail instanceof AutoCloseable sender) {
            try {
                sender.close();
            } catch (Exception unsent) {
                LOG.debug("what was to be traced is lost", unsent);
            }
        }
    }
}
