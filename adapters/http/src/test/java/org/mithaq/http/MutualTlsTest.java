// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MutualTlsTest {

    private final Doors.Heard atServer = new Doors.Heard();
    private final Doors.Heard atClient = new Doors.Heard();
    private volatile Set<Pin> pins = Set.of(Doors.ALICE.pin());
    private Door door;
    private PeerClients alice;

    @BeforeEach
    void open() throws Exception {
        door = Door.mutualTls(Doors.loopback(), Doors.SERVER, () -> pins, atServer, Doors.routes());
        alice = new PeerClients(Doors.ALICE, atClient);
    }

    @AfterEach
    void close() {
        alice.close();
        door.close();
    }

    private static Call get(String path) {
        return Call.get(path, Doors.SOON, 1 << 20);
    }

    @Test
    void a_pinned_peer_is_answered_over_http_2() throws Exception {
        try (PeerClient client = alice.open("127.0.0.1", door.port(), Doors.SERVER.pin(), "bulk")) {
            Reply reply = client.send(get("/who"));
            assertThat(reply.protocol()).isEqualTo("HTTP/2.0");
            assertThat(reply.text()).isEqualTo(Doors.ALICE.pin().hex());
            byte[] body = "some bytes".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            Reply echo = client.send(Call.post("/echo", "application/octet-stream", body, Doors.SOON, 1 << 20));
            assertThat(echo.body()).isEqualTo(body);
        }
        assertThat(atServer.alarms).isEmpty();
        assertThat(atClient.alarms).isEmpty();
    }

    @Test
    void a_pinned_peer_is_answered_over_http_1() throws Exception {
        try (PeerClient client = alice.openHttp1("127.0.0.1", door.port(), Doors.SERVER.pin(), "bulk")) {
            Reply reply = client.send(get("/who"));
            assertThat(reply.protocol()).isEqualTo("HTTP/1.1");
            assertThat(reply.text()).isEqualTo(Doors.ALICE.pin().hex());
        }
    }

    @Test
    void a_peer_that_is_not_pinned_gets_no_http_answer_and_raises_an_alarm() throws Exception {
        try (PeerClients mallory = new PeerClients(Doors.MALLORY, atClient);
                PeerClient client = mallory.open("127.0.0.1", door.port(), Doors.SERVER.pin(), "bulk")) {
            var failure = catchThrowableOfType(PeerUnreachable.class, () -> client.send(get("/hello")));
            assertThat(failure.reason()).isIn(PeerUnreachable.Reason.TLS, PeerUnreachable.Reason.CUT);
        }
        atServer.await(Alarm.Kind.UNPINNED);
        assertThat(atServer.alarms.getFirst().pin()).contains(Doors.MALLORY.pin());
    }

    @Test
    void both_ends_replace_their_keys_while_both_pins_are_known_and_nobody_is_cut_off() throws Exception {
        AtomicReference<TlsIdentity> server = new AtomicReference<>(Doors.SERVER);
        AtomicReference<TlsIdentity> client = new AtomicReference<>(Doors.ALICE);
        Set<Pin> servers = Set.of(Doors.SERVER.pin(), Doors.MALLORY.pin());
        pins = Set.of(Doors.ALICE.pin(), Doors.MALLORY.pin());
        try (Door changing = Door.mutualTls(Doors.loopback(), server::get, () -> pins, atServer, Doors.routes());
                PeerClients clients = new PeerClients(_ -> client.get(), atClient)) {
            for (TlsIdentity shown : List.of(Doors.ALICE, Doors.MALLORY)) {
                client.set(shown);
                server.set(shown.equals(Doors.ALICE) ? Doors.SERVER : Doors.MALLORY);
                try (PeerClient open = clients.open("127.0.0.1", changing.port(), servers, "bulk")) {
                    assertThat(open.send(get("/who")).text())
                            .isEqualTo(shown.pin().hex());
                }
            }
            pins = Set.of(Doors.MALLORY.pin());
            client.set(Doors.ALICE);
            try (PeerClient open = clients.open("127.0.0.1", changing.port(), servers, "bulk")) {
                assertThat(catchThrowableOfType(PeerUnreachable.class, () -> open.send(get("/who"))))
                        .isNotNull();
            }
        }
    }

    @Test
    void a_server_with_another_key_than_the_pinned_one_is_not_spoken_to() throws Exception {
        try (PeerClient client = alice.open("127.0.0.1", door.port(), Doors.MALLORY.pin(), "bulk")) {
            var failure = catchThrowableOfType(PeerUnreachable.class, () -> client.send(get("/hello")));
            assertThat(failure.reason()).isEqualTo(PeerUnreachable.Reason.PIN_MISMATCH);
        }
        assertThat(atClient.kinds()).contains(Alarm.Kind.UNPINNED);
    }
}
