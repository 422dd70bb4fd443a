// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.PeerClients;
import org.mithaq.http.PeerIdentity;
import org.mithaq.http.Query;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.node.Core;

/// A member whose clock is another, by mistake or because its card has ended (protocol, Contact 7 and 8).
class ClocksApartTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    /// After the last second of every card here.
    private static final Instant LATE = Instant.parse("2029-01-02T00:00:00Z");

    private List<TestNode> nodes = List.of();
    private TestNode caller;
    private TestNode asked;

    @BeforeEach
    void found() {
        nodes = TestNode.founded(2, TestNode.QUICK);
        caller = nodes.get(0);
        asked = nodes.get(1);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    /// What the other node answers to the caller when its clock says `now`.
    private Response ask(String path, byte[] body, Instant now) throws IOException {
        InstantSource clock = InstantSource.fixed(now);
        try (PeerClients clients = new PeerClients(asked.place.identity(), alarm -> {})) {
            Peers peers = new Peers(asked.tools(), TestNode.QUICK, clients, clock);
            Route route = new PeerRoutes(asked.tools(), peers, TestNode.QUICK, clock)
                    .routes().stream()
                            .filter(each -> each.path().equals(path))
                            .findFirst()
                            .orElseThrow();
            return route.handler()
                    .handle(new Request(
                            Method.POST,
                            path,
                            Map.of(),
                            Query.NONE,
                            Headers.of("Content-Type", PeerConnection.CONTENT_TYPE),
                            Optional.of(new PeerIdentity(caller.place.identity().pin())),
                            Optional.empty(),
                            "127.0.0.1",
                            new ByteArrayInputStream(body)));
        }
    }

    private byte[] greeting(Instant signed) {
        return caller.tools().contacts().greet(asked.id(), Core.micros(signed)).toBytes();
    }

    private static void assertRefused(int status, String clause, String found, ThrowingCallable asking) {
        assertThatThrownBy(asking).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(status);
            assertThat(refused.problem().clause())
                    .hasValueSatisfying(named -> assertThat(named).endsWith(clause));
            assertThat(refused.problem().detail()).contains(found);
        });
    }

    @Test
    void a_greeting_by_another_clock_is_refused_and_the_refusal_says_whose() throws IOException {
        Duration allowed = Duration.ofMinutes(5);
        String whose = "the clock of " + caller.id().shortForm() + " is 301 s ";
        byte[] behind = greeting(NOW.minus(allowed).minusSeconds(1));
        byte[] ahead = greeting(NOW.plus(allowed).plusSeconds(1));

        assertRefused(403, "Contact 7", whose + "behind ours", () -> ask(PeerConnection.CONTACT, behind, NOW));
        assertRefused(403, "Contact 7", whose + "ahead of ours", () -> ask(PeerConnection.CONTACT, ahead, NOW));
        assertThat(ask(PeerConnection.CONTACT, greeting(NOW.minus(allowed)), NOW)
                        .status())
                .isEqualTo(200);
        assertThat(ask(PeerConnection.CONTACT, greeting(NOW.plus(allowed)), NOW).status())
                .isEqualTo(200);
    }

    @Test
    void a_member_whose_card_has_ended_by_our_clock_brings_acts_of_the_charter_and_nothing_else() {
        byte[] none = {1};
        for (String path : List.of(
                PeerConnection.CONTACT, PeerConnection.DELIVERIES, PeerConnection.RECEIPTS, PeerConnection.PULL)) {
            assertRefused(403, "Contact 8", caller.id().shortForm() + " holds from", () -> ask(path, none, LATE));
        }
        // Read, and found to be no message.
        assertRefused(400, "", "expected", () -> ask(PeerConnection.CHARTER, none, LATE));
        assertRefused(400, "Encoding 1", "expected", () -> ask(PeerConnection.PULL, none, NOW));
    }
}
