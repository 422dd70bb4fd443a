// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.mithaq.app.config.Address;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.NodeHome;
import org.mithaq.http.Door;
import org.mithaq.http.DoorFigures;
import org.mithaq.http.DoorLimits;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.Route;
import org.mithaq.json.Json;
import org.mithaq.json.JsonObject;

/// The door for this machine, and the file in the node's folder that tells the command line where it is. Both go when
/// it is closed.
public final class LocalDoor implements AutoCloseable {

    private static final int TOKEN_BYTES = 32;
    private static final int CONNECTIONS_MAX = 1_024;

    /// Everybody here has one address; who has shown no token yields to who comes (DoorLimits).
    private static final int CONNECTIONS_PER_ADDRESS_MAX = 512;

    private final Door door;
    private final NodeHome home;

    /// Opens the door, with a token that holds until it is closed.
    ///
    /// @param routes what it serves, for that token
    /// @throws IOException if the address cannot be bound, or the file not be written
    public LocalDoor(NodeConfig config, Function<String, List<Route>> routes) throws IOException {
        this.home = new NodeHome(config.home());
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        Address listen = config.local().listen();
        DoorSettings settings = DoorSettings.at(new InetSocketAddress(listen.host(), listen.port()))
                .withLimits(DoorLimits.STANDARD.withConnections(CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX));
        this.door = Door.plain(
                config.local().beyondLoopback() ? settings.openToTheNetwork() : settings, routes.apply(token));
        JsonObject where = JsonObject.builder()
                .put("port", door.port())
                .put("token", token)
                .build();
        try {
            NodeHome.writePrivate(home.control(), Json.write(where));
        } catch (RuntimeException unwritten) {
            door.close();
            throw unwritten;
        }
    }

    /// How near it is to its bounds.
    public DoorFigures figures() {
        return door.figures();
    }

    /// Where it is.
    public int port() {
        return door.port();
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(home.control());
        } finally {
            door.close();
        }
    }
}
