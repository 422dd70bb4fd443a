// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// The bodies of tlog-witness, and what a witness decides on them.
class AddCheckpointTest {

    /// Printed in C2SP tlog-witness, add-checkpoint.
    private static final String EXAMPLE = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurm\
            RDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZ\
            dXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
            """;

    private static final String CHECKPOINT = """
            log
            1
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

            — k AAAAAQI=
            """;

    private final MemoryTree tree = TestKeys.tree(300);

    @Test
    void the_example_of_the_document_is_read_and_written_back() {
        AddCheckpointRequest request = AddCheckpointRequest.parse(utf8(EXAMPLE));
        assertThat(request.oldSize()).isEqualTo(20_852_014);
        assertThat(request.proof()).hasSize(4);
        assertThat(request.checkpoint().signatures()).hasSize(2);
        assertThat(new String(request.encode(), StandardCharsets.UTF_8)).isEqualTo(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "old 0\n",
                "old 0\n" + CHECKPOINT,
                "\n" + CHECKPOINT,
                "old\n\n" + CHECKPOINT,
                "old 00\n\n" + CHECKPOINT,
                "old -1\n\n" + CHECKPOINT,
                "old  1\n\n" + CHECKPOINT,
                "old 9223372036854775808\n\n" + CHECKPOINT,
                "old 0\nAAAA\n\n" + CHECKPOINT,
                "old 0\n \n\n" + CHECKPOINT,
                "old 0\r\n\n" + CHECKPOINT,
                "old 0\n\n\n" + CHECKPOINT,
                "old 0\n\nlog\n1\n\n— k AAAAAQI=\n",
            })
    void any_other_body_is_refused(String body) {
        assertThatThrownBy(() -> AddCheckpointRequest.parse(utf8(body))).isInstanceOf(MalformedTlog.class);
    }

    @Test
    void sixty_three_proof_lines_are_read_and_no_more() {
        String line = "A".repeat(43) + "=\n";
        assertThat(AddCheckpointRequest.parse(utf8("old 1\n" + line.repeat(63) + "\n" + CHECKPOINT))
                        .proof())
                .hasSize(63);
        assertThatThrownBy(() -> AddCheckpointRequest.parse(utf8("old 1\n" + line.repeat(64) + "\n" + CHECKPOINT)))
                .hasMessageContaining("63 proof lines");
        assertThatThrownBy(() -> request(1, Collections.nCopies(64, Hash.ZERO), 2))
                .isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> request(-1, List.of(), 2)).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> AddCheckpointRequest.parse(new byte[AddCheckpointRequest.BODY_BYTES_MAX + 1]))
                .isInstanceOf(MalformedTlog.class)
                .hasMessageContaining("at most");
    }

    @Test
    void a_witness_cosigns_a_log_that_only_grows() {
        WitnessState state = WitnessState.NONE;
        for (long size : new long[] {0, 0, 1, 1, 2, 7, 8, 8, 255, 300}) {
            WitnessDecision decision = decide(grow(state.size(), size), state);
            assertThat(decision).isInstanceOf(WitnessDecision.Cosign.class);
            WitnessDecision.Cosign cosign = (WitnessDecision.Cosign) decision;
            assertThat(cosign.next()).isEqualTo(new WitnessState(size, tree.root(size)));
            assertThat(cosign.checkpoint()).isEqualTo(TestKeys.checkpoint(tree, size));
            assertThat(cosign.status()).isEqualTo(200);
            state = cosign.next();
        }
    }

    @Test
    void an_unknown_origin_is_not_found() {
        WitnessDecision unknown = WitnessDecision.on(grow(0, 3), TestKeys.PROVIDER, List.of(), WitnessState.NONE);
        assertThat(unknown).isInstanceOf(WitnessDecision.NotFound.class);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(WitnessDecision.on(
                        grow(0, 3).encode(), TestKeys.PROVIDER, "other", TestKeys.LOG_KEYS, WitnessState.NONE))
                .isInstanceOf(WitnessDecision.NotFound.class);
    }

    @Test
    void a_checkpoint_that_the_log_did_not_sign_or_signed_badly_is_forbidden() {
        Checkpoint checkpoint = TestKeys.checkpoint(tree, 3);
        SignedCheckpoint byAnother = TestKeys.OTHER_KEY.sign(checkpoint);
        assertForbidden(new AddCheckpointRequest(0, List.of(), byAnother));
        NoteSignature ofAnotherSize = TestKeys.signed(tree, 2).signatures().getFirst();
        assertForbidden(
                new AddCheckpointRequest(0, List.of(), new SignedCheckpoint(checkpoint, List.of(ofAnotherSize))));
        assertForbidden(new AddCheckpointRequest(
                0, List.of(), TestKeys.signed(tree, 3).with(List.of()).with(List.of(ofAnotherSize))));
    }

    @Test
    void an_old_size_beyond_the_checkpoint_is_a_bad_request_and_comes_before_the_conflict() {
        WitnessDecision decision = decide(request(4, List.of(), 3), WitnessState.NONE);
        assertThat(decision).isInstanceOf(WitnessDecision.BadRequest.class);
        assertThat(decision.status()).isEqualTo(400);
    }

    @Test
    void another_old_size_than_the_latest_is_a_conflict_that_tells_the_latest() {
        WitnessDecision decision = decide(grow(4, 9), state(5));
        assertThat(decision).isEqualTo(new WitnessDecision.Conflict(5));
        assertThat(decision.status()).isEqualTo(409);
        byte[] body = new WitnessDecision.Conflict(5).body();
        assertThat(body).asString(StandardCharsets.UTF_8).isEqualTo("5\n");
        assertThat(WitnessDecision.Conflict.parse(body)).isEqualTo(decision);
        for (String malformed : List.of("", "5", "05\n", "5\n\n", "x\n", "9".repeat(100) + "\n")) {
            assertThatThrownBy(() -> WitnessDecision.Conflict.parse(utf8(malformed)))
                    .isInstanceOf(MalformedTlog.class);
        }
    }

    @Test
    void a_tree_that_is_not_shown_to_extend_the_cosigned_one_is_unprocessable() {
        assertUnprocessable(request(5, List.of(), 9), state(5));
        assertUnprocessable(request(0, List.of(Hash.ZERO), 9), WitnessState.NONE);
        assertUnprocessable(request(5, List.of(Hash.ZERO), 5), state(5));
        MemoryTree fork = TestKeys.forkedTree(4, 9);
        assertUnprocessable(
                new AddCheckpointRequest(5, fork.consistency(5, 9).path(), TestKeys.signed(fork, 9)), state(5));
        assertUnprocessable(new AddCheckpointRequest(5, List.of(), TestKeys.signed(fork, 5)), state(5));
    }

    @Test
    void a_tree_of_size_zero_with_another_root_than_the_empty_one_is_unprocessable() {
        SignedCheckpoint empty = TestKeys.LOG.sign(new Checkpoint(TestKeys.ORIGIN, 0, Hash.ZERO));
        assertUnprocessable(new AddCheckpointRequest(0, List.of(), empty), WitnessState.NONE);
        assertThatThrownBy(() -> new WitnessState(0, Hash.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WitnessState(-1, Hash.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_mutated_body_never_makes_a_witness_cosign_another_tree() {
        AddCheckpointRequest honest = grow(100, 300);
        byte[] body = honest.encode();
        Seeds.forAll(3_000, random -> {
            byte[] mutated = Mutations.mutate(body, random);
            switch (WitnessDecision.on(mutated, TestKeys.PROVIDER, TestKeys.ORIGIN, TestKeys.LOG_KEYS, state(100))) {
                case WitnessDecision.Cosign cosign ->
                    assertThat(cosign.checkpoint())
                            .isEqualTo(honest.checkpoint().checkpoint());
                case WitnessDecision.Conflict conflict ->
                    assertThat(conflict.size()).isEqualTo(100);
                case WitnessDecision.NotFound notFound ->
                    assertThat(notFound.reason()).contains("origin");
                case WitnessDecision.Forbidden forbidden ->
                    assertThat(forbidden.reason()).contains("signed-note");
                case WitnessDecision.BadRequest bad -> assertThat(bad.reason()).isNotEmpty();
                case WitnessDecision.Unprocessable refused ->
                    assertThat(refused.reason()).isNotEmpty();
            }
        });
    }

    @Test
    void a_log_takes_the_cosignatures_of_the_witness_that_it_asked() {
        Checkpoint checkpoint = TestKeys.checkpoint(tree, 9);
        NoteSignature ed25519 = TestKeys.W1.cosign(checkpoint, TestKeys.TIME);
        NoteSignature mlDsa = TestKeys.W1_PQ.cosign(checkpoint, TestKeys.TIME);
        NoteSignature unasked = TestKeys.W2.cosign(checkpoint, TestKeys.TIME);
        byte[] body = new AddCheckpointResponse(List.of(ed25519, unasked, mlDsa)).encode();
        AddCheckpointResponse read = AddCheckpointResponse.parse(body);
        assertThat(read.encode()).isEqualTo(body);
        List<VerifierKey> w1 = List.of(TestKeys.W1.verifierKey(), TestKeys.W1_PQ.verifierKey());
        assertThat(read.verifiedFor(checkpoint, TestKeys.PROVIDER, w1)).containsExactly(ed25519, mlDsa);
        assertThatThrownBy(() -> read.verifiedFor(TestKeys.checkpoint(tree, 8), TestKeys.PROVIDER, w1))
                .isInstanceOf(NoteRejected.class);
        assertThatThrownBy(() -> read.verifiedFor(checkpoint, TestKeys.PROVIDER, List.of(TestKeys.W3.verifierKey())))
                .isInstanceOf(NoteRejected.class);
        assertThatThrownBy(() -> AddCheckpointResponse.parse(new byte[0])).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> AddCheckpointResponse.parse(utf8("Internal error\n")))
                .isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> new AddCheckpointResponse(List.of())).isInstanceOf(MalformedTlog.class);
        assertThat(new AddCheckpointResponse(Collections.nCopies(16, ed25519)).cosignatures())
                .hasSize(16);
        assertThatThrownBy(() -> new AddCheckpointResponse(Collections.nCopies(17, ed25519)))
                .isInstanceOf(MalformedTlog.class);
    }

    @Test
    void a_cosignature_that_states_no_time_is_not_taken_from_a_witness() {
        Checkpoint checkpoint = TestKeys.checkpoint(tree, 9);
        VerifierKey key = TestKeys.W3.verifierKey();
        byte[] message = CosignedMessage.mlDsa44(key.name(), 0, checkpoint);
        NoteSignature timeless =
                new TimestampedSignature(0, TestKeys.PROVIDER.sign(TestKeys.mlDsa44(5), message)).line(key);
        assertThat(key.verify(TestKeys.PROVIDER, checkpoint.body(), timeless).statesTime())
                .isFalse();
        assertThatThrownBy(() -> new AddCheckpointResponse(List.of(timeless))
                        .verifiedFor(checkpoint, TestKeys.PROVIDER, List.of(key)))
                .isInstanceOf(NoteRejected.class)
                .hasMessageContaining("states a time");
    }

    private AddCheckpointRequest grow(long oldSize, long newSize) {
        List<Hash> proof =
                oldSize == 0 ? List.of() : tree.consistency(oldSize, newSize).path();
        return request(oldSize, proof, newSize);
    }

    private AddCheckpointRequest request(long oldSize, List<Hash> proof, long newSize) {
        return new AddCheckpointRequest(oldSize, proof, TestKeys.signed(tree, newSize));
    }

    private WitnessState state(long size) {
        return new WitnessState(size, tree.root(size));
    }

    private static WitnessDecision decide(AddCheckpointRequest request, WitnessState latest) {
        WitnessDecision decision = WitnessDecision.on(request, TestKeys.PROVIDER, TestKeys.LOG_KEYS, latest);
        assertThat(WitnessDecision.on(request.encode(), TestKeys.PROVIDER, TestKeys.ORIGIN, TestKeys.LOG_KEYS, latest))
                .isEqualTo(decision);
        return decision;
    }

    private static void assertForbidden(AddCheckpointRequest request) {
        WitnessDecision decision = decide(request, WitnessState.NONE);
        assertThat(decision).isInstanceOf(WitnessDecision.Forbidden.class);
        assertThat(decision.status()).isEqualTo(403);
    }

    private static void assertUnprocessable(AddCheckpointRequest request, WitnessState latest) {
        WitnessDecision decision = decide(request, latest);
        assertThat(decision)
                .isInstanceOfSatisfying(
                        WitnessDecision.Unprocessable.class,
                        refused -> assertThat(refused.checkpoint()).isEqualTo(request.checkpoint()));
        assertThat(decision.status()).isEqualTo(422);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
