// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mithaq.testkit.Attacks.all;
import static org.mithaq.testkit.Attacks.ask;
import static org.mithaq.testkit.Attacks.assertBounded;
import static org.mithaq.testkit.Attacks.assertNoFailure;
import static org.mithaq.testkit.Attacks.assertRefused;
import static org.mithaq.testkit.Attacks.assertServes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// What every door of a node does, whatever it is told: it answers with a refusal or closes, never with a 500 and
/// never not at all, in bounded memory, and serves everybody else meanwhile.
public interface HostileDoorContract {

    /// The door under attack, the same for all tests of a class.
    HostileDoor door();

    /// The same door, as a caller comes to it who has a share of his own beside the attackers'.
    default HostileDoor another() {
        return door();
    }

    @Test
    default void bytes_that_are_no_request_bring_no_failure_and_no_hang() throws IOException {
        byte[] good = door().good();
        List<Attacks.Attack> attacks = new ArrayList<>();
        for (int seed = 0; seed < 48; seed++) {
            var random = Seeds.of(seed);
            byte[] said =
                    seed % 3 == 0 ? Seeds.bytes(random, 1 + random.nextInt(4_096)) : Mutations.mutate(good, random);
            HostileClient.Opening opening = seed % 6 == 0 ? door().raw() : door().caller();
            attacks.add(() -> {
                try (HostileClient client = new HostileClient(opening)) {
                    client.say(said);
                    client.finish();
                    assertNoFailure(client.hearOne(), new String(said, StandardCharsets.ISO_8859_1));
                }
            });
        }
        all(attacks);
        assertServes(door());
    }

    @Test
    default void a_method_that_a_route_does_not_have_is_refused() throws IOException {
        String target = door().goodTarget();
        for (String method :
                List.of("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "OPTIONS", "get", "G\u00cbT", "A".repeat(300))) {
            assertRefused(door(), method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }
        assertRefused(
                door(), "GET http://localhost@evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertServes(door());
    }

    @Test
    default void a_body_of_another_type_than_the_route_s_brings_no_failure() throws IOException {
        String post = door().post();
        for (String type : List.of(
                "text/html",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-7",
                ";;;",
                "x".repeat(5_000),
                "\u00ff/\u00ff")) {
            String other = post.replaceAll("(?i)Content-Type: [^\r]*\r\n", "") + "Content-Type: " + type + "\r\n";
            List<Integer> statuses = HostileClient.statuses(
                    ask(door(), other + "Content-Length: 4\r\nConnection: close\r\n\r\n\u0000{[<"));
            assertTrue(statuses.isEmpty() || statuses.getFirst() >= 400, () -> statuses + " for " + type);
        }
        assertServes(door());
    }

    @Test
    default void what_is_too_long_is_refused_unread() throws IOException {
        String head = door().goodHead();
        assertRefused(door(), head.replaceFirst(" /", " /" + "a".repeat(200_000)) + "\r\n");
        assertRefused(door(), head + "X: " + "x".repeat(1_000_000) + "\r\n\r\n");
        assertRefused(door(), head + "X: y\r\n".repeat(20_000) + "\r\n");
        assertRefused(door(), head.replaceFirst(" /", " /?" + "a=b&".repeat(30_000)) + "\r\n");
        for (String length : List.of(
                Long.toString(Long.MAX_VALUE),
                "9223372036854775808",
                "99999999999999999999999",
                "-1",
                "+4",
                "0x10",
                "1e9",
                "4 4",
                "")) {
            assertRefused(door(), door().posting(length) + "abcd");
        }
        assertRefused(
                door(),
                door().post() + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nffffffffffffffff\r\nabcd");
        assertRefused(door(), door().post() + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n-1\r\nabcd");
        assertRefused(
                door(),
                door().post() + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n4;" + "x".repeat(1_000_000)
                        + "\r\nabcd\r\n0\r\n\r\n");
        assertServes(door());
    }

    @Test
    default void a_body_that_is_longer_than_announced_or_allowed_is_cut_in_bounded_memory() throws IOException {
        Memory before = Memory.now();
        long tooMuch = door().bodyBytesMax() + 1;
        assertRefused(door(), door().posting(Long.toString(tooMuch)) + "abcd");
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        List<Attacks.Attack> attacks = new ArrayList<>();
        for (int each = 0; each < 4; each++) {
            attacks.add(() -> {
                try (HostileClient client = new HostileClient(door().caller())) {
                    client.say(door().post() + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
                    long said = 0;
                    while (said <= Math.min(tooMuch, 64L << 20) + (1 << 20) && client.say(chunk)) {
                        said += 0x10000;
                    }
                    client.say("0\r\n\r\n");
                    String heard = client.hear();
                    assertNoFailure(heard, "chunks");
                    assertTrue(HostileClient.statuses(heard).stream().allMatch(status -> status >= 400), heard);
                }
            });
        }
        all(attacks);
        assertServes(door());
        assertBounded(before);
    }

    @Test
    default void a_compressed_body_is_not_unpacked() throws IOException {
        Memory before = Memory.now();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int mebibyte = 0; mebibyte < 64; mebibyte++) {
                gzip.write(zeros);
            }
        }
        String body = bomb.toString(StandardCharsets.ISO_8859_1);
        for (String coding : List.of("gzip", "deflate", "br", "zstd", "gzip, gzip", "x-gzip")) {
            assertRefused(
                    door(),
                    door().post() + "Content-Encoding: " + coding + "\r\nContent-Length: " + body.length()
                            + "\r\nConnection: close\r\n\r\n" + body);
        }
        assertRefused(
                door(),
                door().post() + "Transfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n4\r\nabcd\r\n0\r\n\r\n");
        assertServes(door());
        assertBounded(before);
    }

    /// RFC 9112 §6.3 and §11.2: of two lengths, or of lines that two readers may read in two ways, nothing is
    /// read.
    @Test
    default void a_request_that_two_readers_would_end_at_two_places_is_read_by_neither() throws IOException {
        String post = door().post();
        String hidden = "GET /hidden HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        for (String fields : List.of(
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n",
                "Content-Length: 4, 5\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding : chunked\r\n",
                "Transfer-Encoding:\u000bchunked\r\n",
                "Content-Length : 4\r\n",
                "X: y\r\n Content-Length: 4\r\n",
                "X: y\rContent-Length: 4\r\n",
                "X: y\u0000\r\nContent-Length: 4\r\n",
                ": y\r\nContent-Length: 4\r\n")) {
            String heard = ask(door(), post + fields + "\r\n" + "0\r\n\r\n" + hidden);
            List<Integer> statuses = HostileClient.statuses(heard);
            assertTrue(
                    statuses.size() <= 1 && statuses.stream().allMatch(status -> status >= 400),
                    () -> statuses + " for " + fields + ": " + HostileClient.clip(heard));
        }
        assertServes(door());
    }

    @Test
    default void requests_in_one_breath_are_answered_one_after_another() throws IOException {
        byte[] body = door().goodBody();
        ByteArrayOutputStream breath = new ByteArrayOutputStream();
        for (int number = 0; number < 20; number++) {
            breath.writeBytes(door().goodHead().getBytes(StandardCharsets.ISO_8859_1));
            breath.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            breath.writeBytes(body);
        }
        breath.writeBytes(door().good());
        try (HostileClient client = new HostileClient(door().caller())) {
            client.say(breath.toByteArray());
            List<Integer> statuses = HostileClient.statuses(client.hear());
            assertEquals(21, statuses.size());
            assertTrue(
                    statuses.stream().allMatch(status -> status == door().goodStatus() || status == 429),
                    statuses::toString);
        }
        assertServes(door());
    }

    @Test
    default void an_upgrade_is_not_taken() throws IOException {
        String head = door().goodHead();
        for (String upgrade : List.of(
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                "Connection: Upgrade\r\nUpgrade: TLS/1.3\r\n")) {
            try (HostileClient client = new HostileClient(door().caller())) {
                client.say(head + upgrade + "\r\n");
                client.say(door().goodBody());
                client.finish();
                String heard = client.hearOne();
                assertNoFailure(heard, upgrade);
                assertFalse(HostileClient.statuses(heard).contains(101), heard);
            }
        }
        assertRefused(door(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0");
        assertServes(door());
    }

    @Test
    default void callers_that_dribble_or_never_read_are_given_up_while_others_are_served() throws IOException {
        dribbleAndNeverRead();
    }

    /// Attacks by callers that dribble or never read; another is served meanwhile.
    default void dribbleAndNeverRead() throws IOException {
        Memory before = Memory.now();
        CountDownLatch served = new CountDownLatch(1);
        String head = door().goodHead();
        List<Attacks.Attack> attacks = new ArrayList<>();
        for (int each = 0; each < 8; each++) {
            attacks.add(() -> dribble(head));
            attacks.add(() -> {
                try (HostileClient client = new HostileClient(door().caller())) {
                    client.say(door().posting("4"));
                    client.say("a");
                    String heard = client.hearOne();
                    assertNoFailure(heard, "a body that dribbles");
                    assertTrue(HostileClient.statuses(heard).stream().allMatch(status -> status >= 400), heard);
                }
            });
            attacks.add(() -> {
                try (HostileClient client = new HostileClient(door().caller())) {
                    // Many answers, none of which is ever read.
                    byte[] one = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                    for (int number = 0; number < 2_000 && served.getCount() > 0 && client.say(one); number++) {
                        client.say(door().goodBody());
                    }
                    served.await();
                } catch (InterruptedException stopped) {
                    throw new AssertionError("the test was stopped", stopped);
                }
            });
        }
        attacks.add(() -> {
            try {
                for (int number = 0; number < 10; number++) {
                    assertServes(another());
                }
            } catch (IOException unserved) {
                throw new AssertionError("another caller was not let in", unserved);
            } finally {
                served.countDown();
            }
        });
        all(attacks);
        assertServes(door());
        assertBounded(before);
    }

    /// A byte now and then, without an end: only a clock of the door's own ends it.
    private void dribble(String head) throws IOException {
        try (HostileClient client = new HostileClient(door().caller())) {
            client.say(head + "X: ");
            long due = System.nanoTime() + HostileClient.HANG.toNanos();
            while (client.say("x")) {
                assertTrue(System.nanoTime() < due, "a request that dribbles is never given up");
                try {
                    Thread.sleep(10);
                } catch (InterruptedException stopped) {
                    throw new AssertionError("the test was stopped", stopped);
                }
            }
            assertNoFailure(client.hear(), head);
        }
    }

    @Test
    default void a_flood_of_connections_leaves_room_for_a_caller_that_is_let_in() throws IOException {
        Memory before = Memory.now();
        List<HostileClient> flood = new ArrayList<>();
        try {
            for (int number = 0; number < 700; number++) {
                flood.add(new HostileClient(door().raw()));
                if (number % 70 == 0) {
                    assertServes(door());
                }
            }
            assertServes(door());
        } finally {
            flood.forEach(HostileClient::close);
        }
        assertServes(door());
        assertBounded(before);
    }

    @Test
    default void a_flood_of_requests_is_answered_or_put_off() throws IOException {
        Memory before = Memory.now();
        List<Attacks.Attack> attacks = new ArrayList<>();
        ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
        for (int caller = 0; caller < 32; caller++) {
            attacks.add(() -> {
                for (int number = 0; number < 10; number++) {
                    try (HostileClient client = new HostileClient(door().caller())) {
                        client.say(door().good());
                        statuses.addAll(HostileClient.statuses(client.hear()));
                    }
                }
            });
        }
        all(attacks);
        assertTrue(
                statuses.stream().allMatch(status -> status == door().goodStatus() || status == 429 || status == 503),
                statuses::toString);
        assertTrue(statuses.contains(door().goodStatus()), "nobody was served");
        assertServes(door());
        assertBounded(before);
    }

    @Test
    default void strangers_and_what_is_no_tls_hear_no_http() throws IOException {
        if (door().strangers().isEmpty()) {
            assertServes(door());
            return;
        }
        List<byte[]> openings = new ArrayList<>(List.of(
                door().good(),
                new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff, 1},
                new byte[] {22, 3, 3, 0, 5, 1, 0, 0, 1, 0},
                new byte[] {21, 3, 3, 0, 2, 2, 40},
                new byte[] {23, 3, 3, 0, 1, 0},
                new byte[] {(byte) 0x80, 46, 1, 3, 1}));
        for (byte[] said : openings) {
            try (HostileClient client = new HostileClient(door().raw())) {
                client.say(said);
                client.finish();
                assertEquals(List.of(), HostileClient.statuses(client.hear()));
            }
        }
        for (HostileClient.Opening stranger : door().strangers()) {
            try (HostileClient client = new HostileClient(stranger)) {
                client.say(door().good());
                assertEquals(List.of(), HostileClient.statuses(client.hear()));
            }
        }
        assertServes(door());
    }
}
