// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.mithaq.testkit.HostileClient;
import org.mithaq.testkit.HostileDoor;
import org.mithaq.testkit.HostileDoorContract;

/// A door with mutual TLS under attack, by those who have a pinned certificate and by those who have none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTlsDoorTest implements HostileDoorContract {

    private static final PinnedTrust TRUST = new PinnedTrust(() -> Set.of(Doors.SERVER.pin()), _ -> {});

    private Optional<Door> door = Optional.empty();

    @BeforeAll
    void open() throws IOException {
        DoorLimits limits = DoorLimits.STANDARD.withTimes(Duration.ofSeconds(4), Duration.ofSeconds(20));
        door = Optional.of(Door.mutualTls(
                Doors.loopback().withLimits(limits),
                Doors.SERVER,
                () -> Set.of(Doors.ALICE.pin()),
                _ -> {},
                HostileRoutes.routes()));
    }

    @AfterAll
    void close() {
        door.ifPresent(Door::close);
    }

    private int port() {
        return door.orElseThrow().port();
    }

    private Socket raw() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port());
    }

    private Socket connect(SSLContext context, String... groups) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port());
        if (groups.length > 0) {
            Conscrypt.setNamedGroups(socket, groups);
        }
        return socket;
    }

    private static SSLContext context(String version, String provider, KeyManager... keys) {
        try {
            SSLContext context = provider.isEmpty()
                    ? SSLContext.getInstance(version, Conscrypt.newProvider())
                    : SSLContext.getInstance(version, provider);
            context.init(keys, new TrustManager[] {TRUST}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("both libraries speak TLS", e);
        }
    }

    @Override
    public HostileDoor door() {
        HostileClient.Opening alice = () -> connect(MutualTls.context(() -> Doors.ALICE, TRUST), MutualTls.GROUP);
        List<HostileClient.Opening> strangers = List.of(
                () -> connect(MutualTls.context(() -> Doors.MALLORY, TRUST), MutualTls.GROUP),
                () -> connect(context("TLSv1.3", ""), MutualTls.GROUP),
                () -> connect(context("TLSv1.3", "", new OneIdentity(Doors.ALICE)), "X25519"),
                () -> connect(context("TLSv1.2", "SunJSSE", new OneIdentity(Doors.ALICE))));
        byte[] good = (HostileRoutes.GOOD + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        return new HostileDoor(
                alice, this::raw, strangers, good, 200, HostileRoutes.POST, HostileRoutes.BODY_BYTES_MAX);
    }
}
