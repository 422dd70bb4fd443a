// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.http.Call;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.PlainClient;
import org.mithaq.http.RefusalMeter;
import org.mithaq.http.Reply;
import org.mithaq.http.Route;
import org.mithaq.node.Witnessing;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.AddCheckpointResponse;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.ConsistencyProof;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.NoteSigner;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TreeHasher;
import org.mithaq.tlog.VerifierKey;

class WitnessRoutesTest {

    private static final Federation.Member LOG = Federation.five().member(0);

    private TestNode witness;

    @BeforeEach
    void open() throws IOException {
        witness = new TestNode(1);
    }

    @AfterEach
    void close() {
        witness.close();
    }

    private static MemoryTree tree(int size, String text) {
        MemoryTree tree = new MemoryTree();
        for (int each = 0; each < size; each++) {
            tree.append(TreeHasher.leafHash(TestNode.record(text + each)));
        }
        return tree;
    }

    private static SignedCheckpoint signed(MemoryTree tree, long size) {
        return LOG.log().sign(new Checkpoint(LOG.origin(), size, tree.root(size)));
    }

    private static byte[] request(MemoryTree tree, long from, long size) {
        List<Hash> proof = from == 0 ? List.of() : tree.consistency(from, size).path();
        return new AddCheckpointRequest(from, proof, signed(tree, size)).encode();
    }

    private Reply post(byte[] body) {
        try {
            return witness.client.send(Call.post(
                    "/mithaq/v1/witness/add-checkpoint", "text/plain", body, Duration.ofSeconds(10), 1 << 20));
        } catch (PeerUnreachable | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static List<VerifierKey> witnessKeys() {
        return Federation.five().member(1).cosigners().stream()
                .map(each -> each.verifierKey())
                .toList();
    }

    private void assertConflict(Reply reply, long size) {
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.headers().first("Content-Type")).contains("text/x.tlog.size");
        assertThat(reply.text()).isEqualTo(size + "\n");
    }

    @Test
    void both_keys_cosign_what_extends_what_was_cosigned() {
        MemoryTree tree = tree(40, "a");
        for (int[] step : new int[][] {{0, 7}, {7, 7}, {7, 40}}) {
            Reply reply = post(request(tree, step[0], step[1]));
            assertThat(reply.status()).isEqualTo(200);
            Checkpoint checkpoint = signed(tree, step[1]).checkpoint();
            assertThat(AddCheckpointResponse.parse(reply.body())
                            .verifiedFor(checkpoint, Federation.SIGNATURES, witnessKeys()))
                    .hasSize(2);
            assertThat(witness.cosignedOf(LOG.origin())).isEqualTo(step[1]);
        }
        assertThat(witness.alarms()).isEmpty();
    }

    @Test
    void another_old_size_is_a_conflict_that_names_the_latest() {
        MemoryTree tree = tree(40, "a");
        assertConflict(post(request(tree, 5, 7)), 0);
        assertThat(post(request(tree, 0, 7)).status()).isEqualTo(200);
        assertConflict(post(request(tree, 0, 7)), 7);
        assertConflict(post(request(tree, 3, 5)), 7);
        assertThat(witness.alarms()).isEmpty();
    }

    @Test
    void an_unknown_log_is_not_found_and_neither_is_the_witness_itself() {
        Hash root = tree(3, "a").root();
        NoteSigner stranger =
                new NoteSigner("stranger.example/log", Federation.ed25519("stranger"), Federation.SIGNATURES);
        for (SignedCheckpoint unknown : List.of(
                stranger.sign(new Checkpoint("stranger.example/log", 3, root)),
                witness.member.log().sign(new Checkpoint(witness.member.origin(), 3, root)))) {
            assertThat(post(new AddCheckpointRequest(0, List.of(), unknown).encode())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void what_the_log_did_not_sign_is_forbidden() {
        MemoryTree tree = tree(3, "a");
        NoteSigner impostor = new NoteSigner(LOG.origin(), Federation.ed25519("impostor"), Federation.SIGNATURES);
        SignedCheckpoint forged = impostor.sign(new Checkpoint(LOG.origin(), 3, tree.root()));
        assertThat(post(new AddCheckpointRequest(0, List.of(), forged).encode()).status())
                .isEqualTo(403);
        SignedCheckpoint moved = new SignedCheckpoint(
                new Checkpoint(LOG.origin(), 2, tree.root(2)), signed(tree, 3).signatures());
        assertThat(post(new AddCheckpointRequest(0, List.of(), moved).encode()).status())
                .isEqualTo(403);
        assertThat(witness.cosignedOf(LOG.origin())).isZero();
    }

    @Test
    void a_malformed_request_is_a_bad_one() {
        MemoryTree tree = tree(3, "a");
        byte[] backwards = new AddCheckpointRequest(4, List.of(), signed(tree, 3)).encode();
        String good = new String(request(tree, 0, 3), StandardCharsets.UTF_8);
        for (String bad : List.of(
                "", "\n", "old", "old 00\n" + good, good.replace("old 0", "old 00"), good.replace("old 0", "new 0"))) {
            Reply reply = post(bad.getBytes(StandardCharsets.UTF_8));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("C2SP");
        }
        assertThat(post(backwards).status()).isEqualTo(400);
        assertThat(post(new byte[AddCheckpointRequest.BODY_BYTES_MAX + 1]).status())
                .isEqualTo(413);
    }

    @Test
    void a_tree_that_does_not_extend_the_cosigned_one_is_refused_and_raises_alarms() {
        MemoryTree tree = tree(40, "a");
        assertThat(post(request(tree, 0, 20)).status()).isEqualTo(200);
        assertThat(post(request(tree(40, "b"), 20, 40)).status()).isEqualTo(422);
        assertThat(post(request(tree(40, "b"), 20, 20)).status()).isEqualTo(422);
        SignedCheckpoint forty = signed(tree, 40);
        assertThat(post(new AddCheckpointRequest(20, List.of(), forty).encode()).status())
                .isEqualTo(422);
        ConsistencyProof proof = tree.consistency(20, 40);
        List<Hash> longer = new ArrayList<>(proof.path());
        longer.add(Hash.ZERO);
        assertThat(post(new AddCheckpointRequest(20, longer, forty).encode()).status())
                .isEqualTo(422);
        assertThat(witness.cosignedOf(LOG.origin())).isEqualTo(20);
        assertThat(witness.alarmKinds()).containsExactlyInAnyOrder("proof-refused", "split-view");
        assertThat(witness.alarms())
                .filteredOn(each -> each.kind().equals("split-view"))
                .allSatisfy(each -> assertThat(each.proof()).isNotEmpty());
    }

    @Test
    void a_proof_that_somebody_has_spoilt_says_nothing_against_an_honest_log() {
        MemoryTree tree = tree(40, "a");
        assertThat(post(request(tree, 0, 20)).status()).isEqualTo(200);
        SignedCheckpoint forty = signed(tree, 40);
        for (int bad = 0; bad < 5; bad++) {
            assertThat(post(new AddCheckpointRequest(20, List.of(Hash.ZERO), forty).encode())
                            .status())
                    .isEqualTo(422);
        }
        assertThat(witness.alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.kind()).isEqualTo("proof-refused"))
                .satisfies(alarm -> assertThat(alarm.key()).doesNotContain(LOG.origin()))
                .satisfies(alarm -> assertThat(alarm.count()).isEqualTo(5))
                .satisfies(alarm -> assertThat(alarm.proof()).isEmpty());
        assertThat(post(request(tree, 20, 40)).status()).isEqualTo(200);
    }

    @Test
    void who_was_refused_too_often_is_turned_away_unread_until_time_has_passed() throws IOException {
        AtomicLong nanos = new AtomicLong();
        Witnessing witnessing = new Witnessing(
                Federation.five().charter(),
                witness.member.id(),
                Federation.SIGNATURES,
                witness.member.cosigners(),
                witness.turns,
                TestNode.CLOCK);
        RefusalMeter<String> meter = new RefusalMeter<>(3, Duration.ofSeconds(1), nanos::get);
        List<Route> routes = new WitnessRoutes("/witness", witnessing, meter).routes();
        byte[] good = request(tree(3, "a"), 0, 3);
        try (Door door = Door.plain(
                        DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), routes);
                PlainClient client = new PlainClient(door.port())) {
            assertThat(post(client, good)).isEqualTo(200);
            for (int bad = 0; bad < 3; bad++) {
                assertThat(post(client, new byte[] {1})).isEqualTo(400);
            }
            assertThat(post(client, good)).isEqualTo(429);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(post(client, request(tree(3, "a"), 3, 3))).isEqualTo(200);
        }
    }

    private static int post(PlainClient client, byte[] body) {
        try {
            return client.send(
                            Call.post("/witness/add-checkpoint", "text/plain", body, Duration.ofSeconds(10), 1 << 20))
                    .status();
        } catch (PeerUnreachable | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void what_others_are_shown_of_a_log_is_without_the_lines_that_its_asker_added() {
        MemoryTree tree = tree(3, "a");
        SignedCheckpoint stuffed = signed(tree, 3)
                .with(List.of(
                        new NoteSignature("stuffing.example", 1, new byte[4_000]),
                        new NoteSignature("stuffing.example", 2, new byte[4_000])));
        assertThat(post(new AddCheckpointRequest(0, List.of(), stuffed).encode())
                        .status())
                .isEqualTo(200);
        byte[] kept = witness.ledger.read(
                tables -> tables.log().witnessed(LOG.origin()).orElseThrow().note());
        assertThat(kept).isEqualTo(signed(tree, 3).encode());
    }

    @Test
    void an_empty_tree_has_its_own_root_and_no_proof() {
        SignedCheckpoint lie = LOG.log().sign(new Checkpoint(LOG.origin(), 0, Hash.ZERO));
        assertThat(post(new AddCheckpointRequest(0, List.of(), lie).encode()).status())
                .isEqualTo(422);
        SignedCheckpoint three = signed(tree(3, "a"), 3);
        assertThat(post(new AddCheckpointRequest(0, List.of(Hash.ZERO), three).encode())
                        .status())
                .isEqualTo(422);
        SignedCheckpoint empty = LOG.log().sign(new Checkpoint(LOG.origin(), 0, TreeHasher.EMPTY_ROOT));
        assertThat(post(new AddCheckpointRequest(0, List.of(), empty).encode()).status())
                .isEqualTo(200);
    }

    @Test
    void of_many_trees_at_once_from_one_old_size_one_is_cosigned() throws Exception {
        MemoryTree common = tree(8, "a");
        assertThat(post(request(common, 0, 8)).status()).isEqualTo(200);
        List<Callable<Integer>> asks = new ArrayList<>();
        for (int fork = 0; fork < 12; fork++) {
            MemoryTree tree = tree(8, "a");
            for (int leaf = 0; leaf <= fork; leaf++) {
                tree.append(TreeHasher.leafHash(TestNode.record("fork " + fork + " " + leaf)));
            }
            byte[] body = request(tree, 8, tree.size());
            asks.add(() -> post(body).status());
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(asks)) {
                statuses.add(each.get());
            }
            assertThat(statuses).containsOnly(200, 409);
            assertThat(statuses).containsOnlyOnce(200);
        }
    }

    @Test
    void nothing_is_cosigned_that_was_not_made_durable_first() {
        MemoryTree tree = tree(9, "a");
        witness.ledger.failNextWrite(false);
        Reply lost = post(request(tree, 0, 9));
        assertThat(lost.status()).isEqualTo(507);
        assertThat(lost.text()).doesNotContain("—");
        assertThat(witness.cosignedOf(LOG.origin())).isZero();
        witness.ledger.failNextWrite(true);
        assertThat(post(request(tree, 0, 9)).status()).isEqualTo(507);
        assertConflict(post(request(tree, 0, 9)), 9);
        assertThat(post(request(tree, 9, 9)).status()).isEqualTo(200);
    }

    @Test
    void a_damaged_request_gets_one_of_the_statuses_of_the_document() {
        MemoryTree tree = tree(9, "a");
        assertThat(post(request(tree, 0, 4)).status()).isEqualTo(200);
        byte[] good = request(tree, 4, 9);
        Set<Integer> allowed = Set.of(200, 400, 403, 404, 409, 422);
        Seeds.forAll(
                200,
                random -> assertThat(post(Mutations.mutate(good, random)).status())
                        .isIn(allowed));
    }
}
