// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the mutual-TLS door and the peer client refuse, tried with clients and servers that are not ours.
class TlsRefusalsTest {

    private final Doors.Heard atServer = new Doors.Heard();
    private final Doors.Heard atClient = new Doors.Heard();
    private final PinnedTrust anyOfOurs = new PinnedTrust(() -> Set.of(Doors.SERVER.pin(), Doors.ALICE.pin()), _ -> {});
    private volatile Set<Pin> pins = Set.of(Doors.ALICE.pin());
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = Door.mutualTls(Doors.loopback(), Doors.SERVER, () -> pins, atServer, Doors.routes());
    }

    @AfterEach
    void close() {
        door.close();
    }

    private SSLSocket conscrypt(String[] groups, String protocol) throws Exception {
        SSLContext context = MutualTls.context(() -> Doors.ALICE, anyOfOurs);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", door.port());
        Conscrypt.setNamedGroups(socket, groups);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static SSLContext jdk(TlsIdentity identity, PinnedTrust trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3", "SunJSSE");
        context.init(new KeyManager[] {new OneIdentity(identity)}, new TrustManager[] {trust}, null);
        return context;
    }

    /// Sends a request over `socket` and returns what came back.
    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_client_with_the_hybrid_group_is_answered_and_the_group_is_that_one() throws Exception {
        try (SSLSocket socket = conscrypt(new String[] {MutualTls.GROUP, "X25519"}, "TLSv1.3")) {
            assertThat(ask(socket)).startsWith("HTTP/1.1 200").endsWith("hello");
            assertThat(Conscrypt.getGroupName(socket)).isEqualTo("X25519MLKEM768");
        }
    }

    @Test
    void a_client_with_classical_groups_alone_is_refused() throws Exception {
        try (SSLSocket socket = conscrypt(new String[] {"X25519", "P-256"}, "TLSv1.3")) {
            assertThatThrownBy(() -> ask(socket)).isInstanceOf(IOException.class);
        }
        atServer.await(Alarm.Kind.HANDSHAKE);
        assertThat(atServer.alarms.getFirst().detail()).contains("NO_SHARED_GROUP");
    }

    @Test
    void a_plain_jdk_client_is_refused() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) jdk(Doors.ALICE, anyOfOurs).getSocketFactory().createSocket("127.0.0.1", door.port())) {
            socket.setSoTimeout(5_000);
            assertThatThrownBy(() -> ask(socket)).isInstanceOf(IOException.class);
        }
        atServer.await(Alarm.Kind.HANDSHAKE);
    }

    @Test
    void tls_1_2_is_refused() throws Exception {
        try (SSLSocket socket = conscrypt(new String[] {"X25519"}, "TLSv1.2")) {
            assertThatThrownBy(() -> ask(socket)).isInstanceOf(IOException.class);
        }
        atServer.await(Alarm.Kind.HANDSHAKE);
    }

    @Test
    void a_client_without_a_certificate_is_refused() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3", Conscrypt.newProvider());
        context.init(new KeyManager[0], new TrustManager[] {anyOfOurs}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", door.port())) {
            socket.setSoTimeout(5_000);
            assertThatThrownBy(() -> ask(socket)).isInstanceOf(IOException.class);
        }
        atServer.await(Alarm.Kind.HANDSHAKE);
    }

    @Test
    void a_server_with_classical_groups_alone_is_not_spoken_to() throws Exception {
        try (SSLServerSocket server = (SSLServerSocket)
                jdk(Doors.SERVER, anyOfOurs).getServerSocketFactory().createServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                } catch (IOException e) {
                    // The handshake fails on this side too.
                    assertThat(e).isNotNull();
                }
            });
            var failure = failureAt(server.getLocalPort(), Doors.SERVER.pin());
            assertThat(failure.reason()).isIn(PeerUnreachable.Reason.TLS, PeerUnreachable.Reason.TLS_GROUP);
        }
        assertThat(atClient.kinds()).contains(Alarm.Kind.HANDSHAKE);
    }

    @Test
    void both_ends_hang_up_when_a_handshake_ended_with_a_classical_group() throws Exception {
        SSLEngine client = MutualTls.context(() -> Doors.ALICE, anyOfOurs).createSSLEngine();
        client.setUseClientMode(true);
        SSLEngine server = MutualTls.context(() -> Doors.SERVER, anyOfOurs).createSSLEngine();
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        for (SSLEngine engine : List.of(client, server)) {
            var parameters = engine.getSSLParameters();
            parameters.setNamedGroups(new String[] {"X25519"});
            engine.setSSLParameters(parameters);
        }
        shakeHands(client, server);
        Doors.Heard heard = new Doors.Heard();
        for (SSLEngine engine : List.of(client, server)) {
            assertThatThrownBy(() -> MutualTls.check(engine, "test", anyOfOurs, heard))
                    .isInstanceOf(WrongGroup.class)
                    .hasMessageContaining("X25519MLKEM768")
                    .hasMessageContaining("found X25519");
        }
        assertThat(heard.kinds()).containsExactly(Alarm.Kind.GROUP, Alarm.Kind.GROUP);
    }

    private static void shakeHands(SSLEngine client, SSLEngine server) throws Exception {
        ByteBuffer toServer = ByteBuffer.allocate(65_536);
        ByteBuffer toClient = ByteBuffer.allocate(65_536);
        for (int round = 0; round < 20; round++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws Exception {
        ByteBuffer empty = ByteBuffer.allocate(0);
        ByteBuffer plain = ByteBuffer.allocate(65_536);
        in.flip();
        while (in.hasRemaining() && engine.unwrap(in, plain).bytesConsumed() > 0) {
            plain.clear();
        }
        in.compact();
        SSLEngineResult result;
        do {
            result = engine.wrap(empty, out);
        } while (result.bytesProduced() > 0);
    }

    @Test
    void a_warm_connection_does_not_outlive_its_pin() throws Exception {
        try (PeerClients alice = new PeerClients(Doors.ALICE, atClient);
                PeerClient client = alice.open("127.0.0.1", door.port(), Doors.SERVER.pin(), "bulk")) {
            assertThat(client.send(Call.get("/hello", Doors.SOON, 100)).ok()).isTrue();
            pins = Set.of();
            var _ = catchThrowableOfType(PeerUnreachable.class, () -> client.send(Call.get("/hello", Doors.SOON, 100)));
            assertThat(atServer.kinds()).contains(Alarm.Kind.WITHDRAWN);
            var failure =
                    catchThrowableOfType(PeerUnreachable.class, () -> client.send(Call.get("/hello", Doors.SOON, 100)));
            assertThat(failure).isNotNull();
            pins = Set.of(Doors.ALICE.pin());
            assertThat(client.send(Call.get("/hello", Doors.SOON, 100)).ok()).isTrue();
        }
    }

    @Test
    void garbage_at_the_port_is_closed_and_others_are_served() throws Exception {
        byte[] noise = new byte[3_000];
        Arrays.fill(noise, (byte) 0x5a);
        for (byte[] garbage : List.of(noise, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
                socket.setSoTimeout(5_000);
                socket.getOutputStream().write(garbage);
                assertThat(drained(socket)).doesNotContain("HTTP/1.1 200");
            }
        }
        try (SSLSocket socket = conscrypt(new String[] {MutualTls.GROUP}, "TLSv1.3")) {
            assertThat(ask(socket)).endsWith("hello");
        }
    }

    private static String drained(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "reset";
        }
    }

    private PeerUnreachable failureAt(int port, Pin pin) {
        try (PeerClients alice = new PeerClients(Doors.ALICE, atClient);
                PeerClient client = alice.open("127.0.0.1", port, pin, "bulk")) {
            return catchThrowableOfType(
                    PeerUnreachable.class, () -> client.send(Call.get("/hello", java.time.Duration.ofSeconds(2), 100)));
        }
    }

    @Test
    void a_port_where_nobody_listens_and_one_that_says_nothing_are_told_apart() throws Exception {
        try (ServerSocket mute = new ServerSocket(0)) {
            assertThat(failureAt(mute.getLocalPort(), Doors.SERVER.pin()).reason())
                    .isEqualTo(PeerUnreachable.Reason.TIMED_OUT);
        }
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        assertThat(failureAt(closed, Doors.SERVER.pin()).reason()).isEqualTo(PeerUnreachable.Reason.REFUSED);
    }
}
