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

class TlogProofTest {

    private static final String CHECKPOINT = """

            log
            1
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

            — k AAAAAQI=
            """;
    private static final String FIRST = "c2sp.org/tlog-proof@v1\n";

    private final MemoryTree tree = TestKeys.tree(300);
    private final WitnessPolicy policy = new WitnessPolicy(
            List.of(new WitnessPolicy.LogKey(TestKeys.LOG.verifierKey(), "")),
            List.of(
                    new WitnessPolicy.WitnessKey("w2", TestKeys.W2.verifierKey(), ""),
                    new WitnessPolicy.WitnessKey("w3", TestKeys.W3.verifierKey(), "")),
            List.of(new WitnessPolicy.WitnessGroup("both", 2, List.of("w2", "w3"))),
            "both");
    private final TlogProof proof = new TlogProof(
            tree.inclusion(77, 300),
            TestKeys.cosigned(TestKeys.signed(tree, 300), TestKeys.W1, TestKeys.W2, TestKeys.W3));

    @Test
    void an_entry_that_was_logged_and_witnessed_is_proved_offline() {
        TlogProof read = TlogProof.parse(proof.encode());
        assertThat(read).isEqualTo(proof).hasSameHashCodeAs(proof);
        WitnessedCheckpoint witnessed = read.verify(TestKeys.PROVIDER, tree.leaf(77), policy);
        assertThat(witnessed.checkpoint()).isEqualTo(TestKeys.checkpoint(tree, 300));
        assertThat(witnessed.witnessTimesSeconds()).containsOnlyKeys("w2", "w3");
    }

    @Test
    void it_is_written_line_by_line_as_the_document_says() {
        String text = new String(proof.encode(), StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith(FIRST + "index 77\n" + TlogText.hash(proof.path().getFirst()) + "\n");
        assertThat(text).contains("=\n\n" + TestKeys.ORIGIN + "\n300\n");
        byte[] extra = {1, 2, 3};
        TlogProof withExtra = new TlogProof(extra, 0, List.of(), TestKeys.signed(tree, 1));
        assertThat(new String(withExtra.encode(), StandardCharsets.UTF_8))
                .startsWith(FIRST + "extra AQID\nindex 0\n\n" + TestKeys.ORIGIN);
        assertThat(TlogProof.parse(withExtra.encode()).extra()).isEqualTo(extra);
        assertThat(TlogProof.parse(withExtra.encode())).isEqualTo(withExtra).isNotEqualTo(proof);
    }

    @Test
    void another_leaf_index_or_checkpoint_is_not_proved() {
        assertThatThrownBy(() -> proof.verify(TestKeys.PROVIDER, tree.leaf(78), policy))
                .isInstanceOf(ProofRejected.class);
        TlogProof otherIndex = new TlogProof(new byte[0], 78, proof.path(), proof.checkpoint());
        assertThatThrownBy(() -> otherIndex.verify(TestKeys.PROVIDER, tree.leaf(77), policy))
                .isInstanceOf(ProofRejected.class);
        TlogProof beyond = new TlogProof(new byte[0], 300, proof.path(), proof.checkpoint());
        assertThatThrownBy(() -> beyond.verify(TestKeys.PROVIDER, tree.leaf(77), policy))
                .isInstanceOf(ProofRejected.class)
                .hasMessageContaining("step 1");
        TlogProof unwitnessed = new TlogProof(tree.inclusion(77, 300), TestKeys.signed(tree, 300));
        assertThatThrownBy(() -> unwitnessed.verify(TestKeys.PROVIDER, tree.leaf(77), policy))
                .isInstanceOf(NoteRejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                FIRST,
                FIRST + "index 0\n",
                FIRST + CHECKPOINT,
                FIRST + "index 00\n" + CHECKPOINT,
                FIRST + "index -1\n" + CHECKPOINT,
                FIRST + "index 9223372036854775808\n" + CHECKPOINT,
                FIRST + "extra AQID\n" + CHECKPOINT,
                FIRST + "extra \nindex 0\n" + CHECKPOINT,
                FIRST + "extra AQ\nindex 0\n" + CHECKPOINT,
                FIRST + "index 0\nextra AQID\n" + CHECKPOINT,
                FIRST + "extra AQID\nextra AQID\nindex 0\n" + CHECKPOINT,
                FIRST + "index 0\nAAAA\n" + CHECKPOINT,
                FIRST + "index 0\n\n" + CHECKPOINT,
                "c2sp.org/tlog-proof@v2\nindex 0\n" + CHECKPOINT,
            })
    void any_other_text_is_refused(String text) {
        assertThatThrownBy(() -> TlogProof.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedTlog.class);
    }

    @Test
    void a_proof_beyond_its_limits_is_refused() {
        String line = "A".repeat(43) + "=\n";
        byte[] most = (FIRST + "index 0\n" + line.repeat(63) + CHECKPOINT).getBytes(StandardCharsets.UTF_8);
        byte[] tooMany = (FIRST + "index 0\n" + line.repeat(64) + CHECKPOINT).getBytes(StandardCharsets.UTF_8);
        byte[] farTooMany = (FIRST + "index 0\n" + line.repeat(640) + CHECKPOINT).getBytes(StandardCharsets.UTF_8);
        assertThat(TlogProof.parse(most).path()).hasSize(63);
        assertThatThrownBy(() -> TlogProof.parse(tooMany)).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> TlogProof.parse(farTooMany)).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> TlogProof.parse(new byte[TlogProof.PROOF_BYTES_MAX + 1]))
                .isInstanceOf(MalformedTlog.class);
        SignedCheckpoint checkpoint = proof.checkpoint();
        assertThatThrownBy(() -> new TlogProof(new byte[TlogProof.EXTRA_BYTES_MAX + 1], 0, List.of(), checkpoint))
                .isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> new TlogProof(new byte[0], -1, List.of(), checkpoint))
                .isInstanceOf(MalformedTlog.class);
        List<Hash> path = Collections.nCopies(64, Hash.ZERO);
        assertThatThrownBy(() -> new TlogProof(new byte[0], 0, path, checkpoint))
                .isInstanceOf(MalformedTlog.class);
    }

    @Test
    void a_mutated_proof_is_refused_or_proves_the_same_of_the_same_checkpoint() {
        byte[] encoded = proof.encode();
        Seeds.forAll(2_000, random -> {
            byte[] mutated = Mutations.mutate(encoded, random);
            try {
                TlogProof read = TlogProof.parse(mutated);
                assertThat(read.encode()).isEqualTo(mutated);
                assertThat(read.verify(TestKeys.PROVIDER, tree.leaf(77), policy).checkpoint())
                        .isEqualTo(proof.checkpoint().checkpoint());
                assertThat(read.index()).isEqualTo(77);
            } catch (MalformedTlog | NoteRejected | ProofRejected refused) {
                assertThat(refused).hasMessageMatching("(?s)(C2SP|RFC).*");
            }
        });
    }
}
