// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.http.Call;
import org.mithaq.http.PlainClient;
import org.mithaq.http.Reply;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.AddCheckpointResponse;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.VerifiedSignature;
import org.mithaq.tlog.WitnessDecision;

/// The public witness network's own witness, unmodified, cosigns a log of ours, and we verify its cosignature.
class PublicWitnessTest {

    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    @Test
    void litewitness_cosigns_what_grows_and_refuses_what_does_not() throws Exception {
        try (TestNode node = new TestNode(0);
                Litewitness witness = new Litewitness(node.member.card());
                PlainClient client = new PlainClient(witness.port())) {
            node.grow(300);
            SignedCheckpoint first = node.checkpoints.newest();
            assertCosigned(witness, first, add(client, new AddCheckpointRequest(0, List.of(), first)));

            node.grow(301);
            SignedCheckpoint second = node.checkpoints.newest();
            List<Hash> path = node.log.consistency(300, 601).path();
            assertCosigned(witness, second, add(client, new AddCheckpointRequest(300, path, second)));

            // C2SP tlog-witness, add-checkpoint: another size than its latest is a conflict that says so.
            Reply behind = add(client, new AddCheckpointRequest(300, path, second));
            assertThat(behind.status()).isEqualTo(409);
            assertThat(WitnessDecision.Conflict.parse(behind.body()).size()).isEqualTo(601);

            // The same: a proof that does not hold is unprocessable.
            node.grow(1);
            SignedCheckpoint third = node.checkpoints.newest();
            assertThat(add(client, new AddCheckpointRequest(601, path, third)).status())
                    .isEqualTo(422);

            // The same: a log that it was not told of is not found.
            try (TestNode stranger = new TestNode(1)) {
                SignedCheckpoint theirs = stranger.grow(3).checkpoints.newest();
                assertThat(add(client, new AddCheckpointRequest(0, List.of(), theirs))
                                .status())
                        .isEqualTo(404);
            }
        }
    }

    private static Reply add(PlainClient client, AddCheckpointRequest request) throws Exception {
        return client.send(Call.post(
                "/add-checkpoint",
                WitnessRoutes.TEXT,
                request.encode(),
                TIME_MAX,
                AddCheckpointResponse.BODY_BYTES_MAX));
    }

    private static void assertCosigned(Litewitness witness, SignedCheckpoint checkpoint, Reply reply) {
        assertThat(reply.status())
                .as(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        List<VerifiedSignature> verified = SignedCheckpoint.parse(checkpoint
                        .with(AddCheckpointResponse.parse(reply.body()).cosignatures())
                        .encode())
                .verify(Federation.SIGNATURES, List.of(witness.key()));
        assertThat(verified).hasSize(1);
    }
}
