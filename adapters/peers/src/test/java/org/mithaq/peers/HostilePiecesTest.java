// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.exchange.PiecesHeld;
import org.mithaq.testkit.HostileClient;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// A member that abuses the doors for what comes in pieces.
class HostilePiecesTest {

    private List<TestNode> nodes = List.of();
    private TestNode victim;
    private TestNode hostile;
    private HostileTls tls;

    @BeforeEach
    void meet() {
        nodes = TestNode.founded(3, TestNode.QUICK);
        victim = nodes.get(0);
        hostile = nodes.get(1);
        tls = new HostileTls(hostile.place.identity());
        victim.start();
        nodes.get(2).start();
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private List<Integer> post(String path, byte[] body) throws IOException {
        try (HostileClient client = new HostileClient(() -> tls.open(victim.place.port()))) {
            client.say("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + PeerConnection.CONTENT_TYPE
                    + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n");
            client.say(body);
            return HostileClient.statuses(client.hear());
        }
    }

    private PiecedDelivery pieced() {
        return PiecedDelivery.of(Delivery.parse(hostile.delivery(hostile.share(Lane.ROUTINE, 100_000), victim)));
    }

    @Test
    void noise_and_lies_are_refused_and_others_are_served() throws IOException {
        PiecedDelivery pieced = pieced();
        byte[] piece = new Piece(pieced.whole(), pieced.wholeBytes(), 0, new byte[500]).toBytes();
        List<Integer> statuses = new ArrayList<>();
        RandomGenerator random = Seeds.of(5);
        for (int attempt = 0; attempt < 60; attempt++) {
            statuses.addAll(post(PeerConnection.PIECES, Mutations.mutate(piece, random)));
            statuses.addAll(post(PeerConnection.PIECED, Mutations.mutate(pieced.toBytes(), random)));
        }

        assertThat(statuses).hasSize(120).isSubsetOf(200, 400, 409, 429);
        TestNode.Shared shared = victim.share(Lane.ROUTINE, 100_000);
        await().atMost(Duration.ofSeconds(20)).until(() -> victim.settled(nodes.get(2)));
        assertThat(nodes.get(2).held(shared.id())).isPresent();
    }

    @Test
    void a_piece_longer_than_its_limit_is_refused_before_it_is_read() throws IOException {
        assertThat(post(PeerConnection.PIECES, new byte[Piece.BYTES_MAX + 1])).containsExactly(413);
        assertThat(post(PeerConnection.PIECED, new byte[PiecedDelivery.BYTES_MAX + 1]))
                .containsExactly(413);
    }

    @Test
    void a_delivery_whose_pieces_are_not_there_or_are_others_is_told_so_and_changes_nothing() throws IOException {
        PiecedDelivery pieced = pieced();
        assertThat(post(PeerConnection.PIECED, pieced.toBytes())).containsExactly(409);

        byte[] noise = Seeds.bytes(Seeds.of(6), pieced.wholeBytes());
        assertThat(post(PeerConnection.PIECES, new Piece(pieced.whole(), noise.length, 0, noise).toBytes()))
                .containsExactly(200);
        assertThat(post(PeerConnection.PIECED, pieced.toBytes())).containsExactly(409);

        assertThat(victim.place
                        .pieces()
                        .take(Hands.own(hostile.id()), new Piece(pieced.whole(), noise.length, 0, new byte[0])))
                .as("dropped")
                .isZero();
        assertThat(victim.alarms()).isEmpty();
        assertThat(new PiecesHeld(0).toBytes()).hasSize(PiecesHeld.LENGTH_BYTES);
    }
}
