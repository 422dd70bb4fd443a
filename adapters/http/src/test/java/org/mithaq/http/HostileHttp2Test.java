// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mithaq.testkit.HostileClient;
import org.mithaq.testkit.Memory;
import org.mithaq.testkit.Seeds;

/// A pinned peer that speaks HTTP/2 (RFC 9113) frame by frame, as no library would: the door ends its connection,
/// and serves everybody else meanwhile.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileHttp2Test {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final PinnedTrust TRUST = new PinnedTrust(() -> Set.of(Doors.SERVER.pin()), _ -> {});
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final byte[] CANCEL = {0, 0, 0, 8};
    private static final int FRAMES = 20_000;

    private Optional<Door> door = Optional.empty();

    @BeforeAll
    void open() throws IOException {
        DoorLimits limits = DoorLimits.STANDARD.withTimes(Duration.ofSeconds(4), Duration.ofSeconds(5));
        door = Optional.of(Door.mutualTls(
                Doors.loopback().withLimits(limits),
                Doors.SERVER,
                () -> Set.of(Doors.ALICE.pin(), Doors.MALLORY.pin()),
                _ -> {},
                HostileRoutes.routes()));
    }

    @AfterAll
    void close() {
        door.ifPresent(Door::close);
    }

    private SSLSocket connect() throws IOException {
        SSLSocket socket = (SSLSocket) MutualTls.context(() -> Doors.MALLORY, TRUST)
                .getSocketFactory()
                .createSocket("127.0.0.1", door.orElseThrow().port());
        Conscrypt.setNamedGroups(socket, new String[] {MutualTls.GROUP});
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /// `GET /hello` or `POST /in` (RFC 7541 §6.1 and §6.2.2).
    private static byte[] request(String method, String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        // :method GET or POST, :scheme https.
        block.write(method.equals("GET") ? 0x82 : 0x83);
        block.write(0x87);
        literal(block, 4, path);
        literal(block, 1, "localhost");
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, int nameIndex, String value) {
        block.write(nameIndex);
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void assertServes() throws Exception {
        try (PeerClients alice = new PeerClients(Doors.ALICE, _ -> {});
                PeerClient client = alice.open("127.0.0.1", door.orElseThrow().port(), Doors.SERVER.pin(), "bulk")) {
            Reply reply = client.send(Call.get("/hello", HostileClient.HANG, 100));
            assertThat(reply.text()).isEqualTo("hello");
            assertThat(reply.protocol()).isEqualTo("HTTP/2.0");
        }
    }

    /// Says the frames of an attack one after another, serves somebody else, and demands that the connection ends.
    private void attack(int frames, IntFunction<byte[]> frame) throws Exception {
        Memory before = Memory.now();
        try (HostileClient client = new HostileClient(this::connect)) {
            client.say(PREFACE);
            client.say(frame(SETTINGS, 0, 0, new byte[0]));
            boolean taken = true;
            for (int number = 0; number < frames && taken; number++) {
                taken = client.say(frame.apply(number));
            }
            assertServes();
            assertThat(client.hear()).doesNotContain("HTTP/1.1 500", "Exception");
        }
        assertServes();
        assertThat(Memory.now().grownSince(before)).isLessThan(96L << 20);
    }

    private static byte[] two(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    @Test
    void streams_that_are_opened_and_reset_at_once() throws Exception {
        byte[] block = request("GET", "/hello");
        attack(FRAMES, number -> {
            int stream = 2 * number + 1;
            return two(frame(HEADERS, END_HEADERS | END_STREAM, stream, block), frame(RST_STREAM, 0, stream, CANCEL));
        });
    }

    @Test
    void headers_that_never_end() throws Exception {
        byte[] part = Seeds.bytes(Seeds.of(1), 10);
        attack(
                FRAMES,
                number -> number == 0
                        ? frame(HEADERS, 0, 1, request("GET", "/hello"))
                        : frame(CONTINUATION, 0, 1, number % 2 == 0 ? part : new byte[0]));
    }

    @Test
    void headers_that_unpack_to_a_thousand_times_their_length() throws Exception {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(request("GET", "/hello"));
        // One field of 4,000 bytes goes into the table, and then 12,000 references to it follow.
        block.write(0x40);
        literalName(block, 1);
        literalValue(block, 4_000);
        for (int reference = 0; reference < 12_000; reference++) {
            block.write(0x80 | 62);
        }
        byte[] bomb = block.toByteArray();
        attack(4, number -> frame(HEADERS, END_HEADERS | END_STREAM, 2 * number + 1, bomb));
    }

    private static void literalName(ByteArrayOutputStream block, int length) {
        block.write(length);
        block.writeBytes("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
    }

    private static void literalValue(ByteArrayOutputStream block, int length) {
        // An integer above the prefix of 7 bits (RFC 7541 §5.1).
        block.write(0x7f);
        int rest = length - 127;
        while (rest >= 128) {
            block.write(0x80 | (rest & 0x7f));
            rest >>= 7;
        }
        block.write(rest);
        block.writeBytes("v".repeat(length).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void settings_and_pings_without_end() throws Exception {
        attack(
                FRAMES,
                number -> number % 2 == 0
                        ? frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 1, 0, 0})
                        : frame(PING, 0, 0, new byte[8]));
    }

    @Test
    void empty_data_without_end() throws Exception {
        attack(
                FRAMES,
                number -> number == 0
                        ? frame(HEADERS, END_HEADERS, 1, request("POST", "/in"))
                        : frame(DATA, 0, 1, new byte[0]));
    }

    @Test
    void windows_that_overflow_and_frames_that_are_none() throws Exception {
        attack(3, number -> frame(WINDOW_UPDATE, 0, 0, new byte[] {0x7f, -1, -1, -1}));
        attack(3, number -> frame(HEADERS, END_HEADERS, 0, request("GET", "/hello")));
        attack(3, number -> frame(DATA, 0, 7, new byte[10]));
        attack(3, number -> new byte[] {-1, -1, -1, 0, 0, 0, 0, 0, 1});
        attack(40, number -> Seeds.bytes(Seeds.of(number), 100));
    }

    @Test
    void a_window_that_never_opens_and_requests_that_never_end() throws Exception {
        byte[] block = request("POST", "/in");
        attack(
                400,
                number -> number == 0
                        ? frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0})
                        : frame(HEADERS, END_HEADERS, 2 * number - 1, block));
    }
}
