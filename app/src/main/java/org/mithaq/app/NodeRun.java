// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.mithaq.app.config.Address;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.Control;
import org.mithaq.app.control.DeskControl;
import org.mithaq.app.control.ImportDesk;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.run.Doors;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.app.run.NodeStatus;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.Route;
import org.mithaq.json.Json;
import org.mithaq.json.JsonObject;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.SqliteLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs a node until it is told to stop.
@Command(name = "run", description = "Run this member's node until it is told to stop (Ctrl-C).")
final class NodeRun implements Runnable {

    private static final int TOKEN_BYTES = 32;

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    NodeRun(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        NodeConfig config = options.read(surroundings);
        NodeHome home = new NodeHome(config.home());
        NodeHome.read(home.card(), "make a member first: mithaq node init");
        try {
            Files.createDirectories(home.ledger().getParent());
            Files.createDirectories(home.keyStore().getParent());
            run(config, home);
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.CONFIGURATION, "The node cannot start: " + failed.getMessage(), failed);
        } catch (StorageFailed failed) {
            throw new CommandRefused(ExitCode.REFUSED, String.valueOf(failed.getMessage()), failed);
        }
    }

    private void run(NodeConfig config, NodeHome home) throws IOException {
        CountDownLatch stop = new CountDownLatch(1);
        Thread hook = new Thread(stop::countDown, "stop");
        try (NodeRuntime node =
                new NodeRuntime(config, SqliteLedger.open(home.ledger()), new FileKeyFile(home.keyStore()))) {
            node.start();
            try (Doors doors = new Doors(node, config);
                    Door local = local(config, home, node, doors)) {
                Runtime.getRuntime().addShutdownHook(hook);
                surroundings
                        .out()
                        .println("node %s of %s is up: peers at port %d, this machine at port %d"
                                .formatted(
                                        node.self().node().hex().substring(0, 8),
                                        node.charter()
                                                .member(node.self().member())
                                                .orElseThrow()
                                                .names()
                                                .en(),
                                        doors.peerPort(),
                                        local.port()));
                surroundings.out().flush();
                stop.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        } finally {
            Files.deleteIfExists(home.control());
        }
    }

    private static Door local(NodeConfig config, NodeHome home, NodeRuntime node, Doors doors) throws IOException {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        Control control = new Control(node, token, new NodeStatus(node, doors)::status);
        List<Route> routes = new ArrayList<>(control.routes(new ImportDesk(
                node, config.limits().objectBytes(), config.limits().bundleBytes())));
        routes.addAll(new DeskControl(node, control.gate()).routes());
        routes.addAll(doors.logRoutes());
        if (config.taxii().enabled()) {
            routes.addAll(Doors.taxii(node, config));
        }
        Address listen = config.local().listen();
        DoorSettings settings = DoorSettings.at(new InetSocketAddress(listen.host(), listen.port()));
        Door door = Door.plain(config.local().beyondLoopback() ? settings.openToTheNetwork() : settings, routes);
        JsonObject where = JsonObject.builder()
                .put("port", door.port())
                .put("token", token)
                .build();
        NodeHome.writePrivate(home.control(), Json.write(where));
        return door;
    }
}
