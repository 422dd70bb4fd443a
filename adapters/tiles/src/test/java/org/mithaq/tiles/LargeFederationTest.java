// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.FoundingDraft;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Quorum;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.http.Call;
import org.mithaq.http.Door;
import org.mithaq.http.DoorLimits;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.PlainClient;
import org.mithaq.http.RefusalMeter;
import org.mithaq.http.Reply;
import org.mithaq.http.Route;
import org.mithaq.node.Core;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.OwnLog;
import org.mithaq.node.Witnessing;
import org.mithaq.tlog.AddCheckpointResponse;
import org.mithaq.tlog.InclusionProof;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.SignedNote;

/// The log of one of as many members as a charter may have, and the bounds that let it be witnessed (Witness 5).
class LargeFederationTest {

    private static final int MEMBERS = FoundingDraft.FOUNDERS_MAX;
    private static final int QUORUM = Quorum.witness(MEMBERS - 1);
    private static final int NAME_CHARACTERS_MAX = 255;
    private static final int COSIGNER_KEYS_MAX = 4;
    private static final int LOG_KEYS_MAX = 4;
    private static final int TIMESTAMP_BYTES = 8;
    private static final int ED25519_BYTES = 64;
    private static final int ML_DSA_44_BYTES = 2_420;
    private static final Duration SOON = Duration.ofSeconds(60);

    private static Route witness(Federation federation, int number) {
        Federation.Member member = federation.member(number);
        Core core = new Core(
                new MemoryLedger(),
                new NodeIdentity(member.id(), member.node()),
                federation.charter(),
                new OwnLog(),
                TestNode.CLOCK,
                new SecureRandom());
        Witnessing witnessing = new Witnessing(
                federation.charter(),
                member.id(),
                Federation.SIGNATURES,
                member.cosigners(),
                new OneAtATime(core),
                TestNode.CLOCK);
        return new WitnessRoutes(
                        "/" + number, witnessing, new RefusalMeter<>(16, Duration.ofSeconds(1), System::nanoTime))
                .routes()
                .getFirst();
    }

    private static WitnessTransport.Answer ask(PlainClient client, int number, byte[] body)
            throws WitnessUnreachable, InterruptedException {
        try {
            Reply reply = client.send(Call.post(
                    "/" + number + "/add-checkpoint", "text/plain", body, SOON, AddCheckpointResponse.BODY_BYTES_MAX));
            return new WitnessTransport.Answer(
                    reply.status(), reply.headers().first("Content-Type").orElse(""), reply.body());
        } catch (PeerUnreachable unreachable) {
            throw new WitnessUnreachable("not at " + number, unreachable);
        }
    }

    @Test
    void a_checkpoint_is_witnessed_by_the_quorum_of_256_founders() throws Exception {
        Federation federation = Federation.of(MEMBERS);
        Map<MemberId, Integer> numbers = new HashMap<>();
        List<Route> routes = new ArrayList<>();
        for (int number = 1; number < MEMBERS; number++) {
            numbers.put(federation.member(number).id(), number);
            routes.add(witness(federation, number));
        }
        DoorSettings settings = DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withLimits(DoorLimits.STANDARD
                        .withConnections(2 * MEMBERS, 2 * MEMBERS)
                        .withRequestsPerPeer(2 * MEMBERS));
        try (TestNode own = new TestNode(federation, 0, new MemoryLedger()).grow(9);
                Door door = Door.plain(settings, routes);
                PlainClient client = new PlainClient(door.port());
                Cosigning cosigning = new Cosigning(
                        Witnesses.of(federation.charter(), own.member.id()),
                        Federation.SIGNATURES,
                        new Cosigning.OwnSide(own.log, own.checkpoints, own.turns),
                        (member, body) -> ask(client, numbers.getOrDefault(member, 0), body),
                        new Cosigning.Times(Duration.ofMillis(500), SOON, Duration.ofSeconds(1)))) {
            long due = System.nanoTime() + SOON.toNanos();
            while (cosigning.witnessedSize() < 9) {
                assertThat(System.nanoTime())
                        .as("no quorum of %s", cosigning.status())
                        .isLessThan(due);
                Thread.sleep(20);
            }
            SignedCheckpoint witnessed = own.checkpoints.witnessed().orElseThrow();
            byte[] note = witnessed.encode();
            assertThat(SignedCheckpoint.parse(note)).isEqualTo(witnessed);
            assertThat(witnessed.signatures()).hasSize(1 + 2 * QUORUM);
            assertThat(note).as("more than was once the most").hasSizeGreaterThan(524_288);
            LogCheck check = new LogCheck(Federation.SIGNATURES);
            assertThat(check.witnesses(note, federation.charter(), own.member.id()))
                    .hasSize(QUORUM);
            LogEvidence evidence = own.checkpoints.evidence(4);
            CanonicalWriter written = new CanonicalWriter();
            evidence.write(written);
            assertThat(LogEvidence.read(new CanonicalReader(written.toByteArray()))
                            .checkpoint())
                    .isEqualTo(note);
            assertThat(check.verify(evidence, TestNode.record("record 4"), own.member.card()))
                    .isEqualTo(witnessed.checkpoint());
        }
    }

    private static int line(int signatureBytes) {
        return new NoteSignature("n".repeat(NAME_CHARACTERS_MAX), -1, new byte[signatureBytes])
                .line()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                .length;
    }

    @Test
    void the_longest_note_that_a_quorum_can_make_is_within_every_bound() {
        int text = 2 * NAME_CHARACTERS_MAX;
        int own = LOG_KEYS_MAX * line(ED25519_BYTES);
        int cosigner = line(TIMESTAMP_BYTES + ED25519_BYTES)
                + (COSIGNER_KEYS_MAX - 1) * line(TIMESTAMP_BYTES + ML_DSA_44_BYTES);
        assertThat(text + own + QUORUM * cosigner)
                .isLessThan(SignedNote.NOTE_BYTES_MAX)
                .isLessThan(Limits.CHECKPOINT_BYTES_MAX);
        assertThat(LOG_KEYS_MAX + QUORUM * COSIGNER_KEYS_MAX).isLessThan(SignedNote.SIGNATURES_MAX);
        assertThat(cosigner).isLessThan(AddCheckpointResponse.BODY_BYTES_MAX);
        assertThat(COSIGNER_KEYS_MAX).isLessThanOrEqualTo(AddCheckpointResponse.COSIGNATURES_MAX);
    }

    @Test
    void a_note_above_the_bound_is_refused_with_its_clause() {
        SignedCheckpoint signed = Federation.five()
                .member(0)
                .log()
                .sign(new org.mithaq.tlog.Checkpoint(
                        Federation.five().member(0).origin(), 0, org.mithaq.tlog.TreeHasher.EMPTY_ROOT));
        List<NoteSignature> many = new ArrayList<>();
        for (int id = 0; id < SignedNote.SIGNATURES_MAX; id++) {
            many.add(new NoteSignature("w.example", id, new byte[1]));
        }
        assertThatThrownBy(() -> signed.with(many))
                .isInstanceOfSatisfying(
                        MalformedTlog.class, e -> assertThat(e.clause()).startsWith("C2SP signed-note"))
                .hasMessageContaining("1024");
        assertThatThrownBy(() -> SignedNote.parse(new byte[SignedNote.NOTE_BYTES_MAX + 1]))
                .isInstanceOfSatisfying(
                        MalformedTlog.class, e -> assertThat(e.clause()).startsWith("C2SP signed-note"));
        CanonicalWriter large = new CanonicalWriter();
        new LogEvidence(new InclusionProof(0, 1, List.of()), new byte[Limits.CHECKPOINT_BYTES_MAX + 1]).write(large);
        assertThatThrownBy(() -> LogEvidence.read(new CanonicalReader(large.toByteArray())))
                .isInstanceOf(MalformedEncoding.class);
    }
}
