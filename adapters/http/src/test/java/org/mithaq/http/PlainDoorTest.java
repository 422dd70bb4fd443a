// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class PlainDoorTest {

    private Door door;
    private PlainClient client;

    private static Response buggy(Request request) {
        throw new IllegalStateException("secret of the house " + request.path());
    }

    private static Response swallow(Request request) {
        try {
            return Doors.text("read " + request.bodyBytes().length);
        } catch (IOException e) {
            return Doors.text("swallowed " + e.getMessage());
        }
    }

    @BeforeEach
    void open() throws IOException {
        List<Route> routes = new ArrayList<>(Doors.routes());
        routes.add(new Route(Method.GET, "/bug", RouteLimits.READ, PlainDoorTest::buggy));
        routes.add(new Route(Method.POST, "/swallow", Doors.limits(100), PlainDoorTest::swallow));
        routes.add(new Route(Method.GET, "/items/{id}", RouteLimits.READ, r -> Doors.text(r.pathValue("id"))));
        routes.add(new Route(Method.GET, "/illegal", RouteLimits.READ, _ -> {
            throw new UnsupportedOperationException("mapped");
        }));
        Problem closed = Problem.of("token", 401, "A token is needed", "send one");
        routes.add(new Route(
                Method.GET,
                "/guarded",
                RouteLimits.READ,
                request -> {
                    if (request.headers()
                            .first("Authorization")
                            .filter("Bearer t"::equals)
                            .isEmpty()) {
                        throw new Refused(closed, Headers.of("WWW-Authenticate", "Bearer"));
                    }
                    return request.withPrincipal("tester");
                },
                request -> Doors.text(request.principal().orElseThrow())));
        door = Door.plain(
                Doors.loopback()
                        .withProblems(e -> e instanceof UnsupportedOperationException
                                ? Optional.of(Problem.of("mapped", 422, "Mapped", "by the mapper", "RFC 0 §1"))
                                : Optional.empty()),
                routes);
        client = new PlainClient(door.port());
    }

    @AfterEach
    void close() {
        client.close();
        door.close();
    }

    private Reply get(String path) throws Exception {
        return client.send(Call.get(path, Doors.SOON, 1 << 20));
    }

    private String raw(String request) throws IOException {
        try (Wire wire = new Wire(door.port())) {
            return wire.say(request).hear();
        }
    }

    @Test
    void a_request_is_answered() throws Exception {
        assertThat(get("/hello").text()).isEqualTo("hello");
        assertThat(get("/who").text()).isEqualTo("nobody");
        assertThat(get("/items/a%20b").text()).isEqualTo("a b");
        byte[] body = new byte[100_000];
        assertThat(client.send(Call.post("/echo", "application/octet-stream", body, Doors.SOON, 1 << 20))
                        .body())
                .isEqualTo(body);
        assertThat(raw("HEAD /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("hello")
                .doesNotContainIgnoringCase("jetty");
    }

    @Test
    void a_path_without_a_route_is_404_and_another_method_405_with_allow() throws Exception {
        Reply missing = get("/nothing");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.headers().first("Content-Type")).contains(Problem.CONTENT_TYPE);
        assertThat(missing.text()).contains("urn:mithaq:problem:not-found");
        Reply wrong = client.send(Call.post("/hello", "text/plain", new byte[0], Doors.SOON, 1_000));
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers().first("Allow")).contains("GET, HEAD");
        assertThat(raw("BREW /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../etc/passwd",
                "/items/..%2f..%2fetc",
                "/items/%2e%2e",
                "/items/a%5cb",
                "/items//a",
                "/items/%",
                "/items/%00",
                "/items/a;b",
                "/items/%c0%ae%c0%ae"
            })
    void a_path_that_climbs_or_hides_is_refused(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*").contains("urn:mithaq:problem:");
    }

    @Test
    void a_bug_is_a_500_with_an_id_and_without_a_trace() throws Exception {
        Reply reply = get("/bug");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text())
                .contains("\"correlationId\":\"")
                .doesNotContain("secret", "IllegalState", "org.mithaq");
    }

    @Test
    void a_named_exception_becomes_the_problem_that_the_mapper_says() throws Exception {
        Reply reply = get("/illegal");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text()).contains("\"clause\":\"RFC 0 §1\"");
    }

    @Test
    void a_gate_turns_away_before_the_handler_runs() throws Exception {
        Reply refused = get("/guarded");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().first("WWW-Authenticate")).contains("Bearer");
        Reply let = client.send(Call.get("/guarded", Doors.SOON, 100).with("Authorization", "Bearer t"));
        assertThat(let.text()).isEqualTo("tester");
    }

    @Test
    void a_body_over_the_limit_is_413_before_it_is_read() throws IOException {
        assertThat(raw("POST /swallow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\nabc"))
                .startsWith("HTTP/1.1 413")
                .contains("urn:mithaq:problem:body-too-large");
        assertThat(raw("POST /swallow HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + "ff\r\n"
                        + "x".repeat(255) + "\r\nff\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(raw("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\n\r\nabcde"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void a_handler_that_swallows_a_cut_body_does_not_turn_a_part_into_a_whole() throws IOException {
        try (Wire wire = new Wire(door.port())) {
            wire.say("POST /swallow HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
            assertThat(wire.hear()).startsWith("HTTP/1.1 400").doesNotContain("swallowed");
        }
    }

    @Test
    void headers_over_the_limit_are_431() throws IOException {
        assertThat(raw("GET /hello HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("urn:mithaq:problem:headers-too-large");
    }

    @Test
    void a_name_that_somebody_points_at_loopback_is_421() throws IOException {
        assertThat(raw("GET /hello HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(raw("GET /hello HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @Test
    void a_plain_door_stays_on_loopback_unless_told_otherwise() throws IOException {
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
        assertThatIllegalArgumentException().isThrownBy(() -> Door.plain(DoorSettings.at(everywhere), List.of()));
        try (Door open = Door.plain(DoorSettings.at(everywhere).openToTheNetwork(), Doors.routes());
                Wire wire = new Wire(open.port())) {
            assertThat(wire.say("GET /hello HTTP/1.1\r\nHost: node.example\r\nConnection: close\r\n\r\n")
                            .hear())
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_port_in_use_is_said_so() {
        var failure = catchThrowableOfType(
                IOException.class,
                () -> Door.plain(
                        DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port())),
                        List.of()));
        assertThat(failure).hasMessageContaining(String.valueOf(door.port()));
    }

    @Test
    void mutated_requests_never_bring_a_500_or_a_trace() {
        byte[] request =
                "POST /swallow?a=b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
                        .getBytes(StandardCharsets.ISO_8859_1);
        Seeds.forAll(150, random -> {
            byte[] mutated = Mutations.mutate(request, random);
            try (Wire wire = new Wire(door.port())) {
                wire.say(new String(mutated, StandardCharsets.ISO_8859_1)).finish();
                assertThat(wire.hear()).doesNotContain("HTTP/1.1 500", "Exception", "at org.");
            } catch (IOException e) {
                throw new AssertionError("the door neither answered nor closed", e);
            }
        });
    }

    @Test
    void an_answer_over_the_callers_limit_is_not_taken() {
        var failure = catchThrowableOfType(PeerUnreachable.class, () -> client.send(Call.get("/hello", Doors.SOON, 3)));
        assertThat(failure.reason()).isEqualTo(PeerUnreachable.Reason.TOO_LARGE);
    }

    @Test
    void closing_waits_for_a_request_in_progress() throws Exception {
        Door brief = Door.plain(Doors.loopback(), List.of(new Route(Method.GET, "/slow", RouteLimits.READ, _ -> {
            pause(Duration.ofMillis(300));
            return Doors.text("done");
        })));
        try (Wire wire = new Wire(brief.port())) {
            wire.say("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
            while (brief.figures().requestsInProgress() == 0) {
                Thread.sleep(5);
            }
            brief.close();
            assertThat(wire.hear()).startsWith("HTTP/1.1 200").endsWith("done");
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
