// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class WitnessPolicyTest {

    private static final String LOG = TestKeys.LOG.verifierKey().vkey();
    private static final String W1 = TestKeys.W1.verifierKey().vkey();
    private static final String W1_PQ = TestKeys.W1_PQ.verifierKey().vkey();
    private static final String W2 = TestKeys.W2.verifierKey().vkey();
    private static final String W3 = TestKeys.W3.verifierKey().vkey();

    /// Two of three members, of which the first has two keys; comments, tabs and spaces as the document allows.
    private static final String TWO_OF_THREE = "# who must see what\n\nlog %s https://log.example/\n".formatted(LOG)
            + "\twitness  w1 %s https://w1.example/ \nwitness w1-pq %s\n".formatted(W1, W1_PQ)
            + "witness W2 %s\nwitness w3 %s\n  # groups\n".formatted(W2, W3)
            + "group one all w1 w1-pq\ngroup members 2 one W2 w3\nquorum members\n";

    private final SignedCheckpoint checkpoint = TestKeys.signed(TestKeys.tree(9), 9);

    @Test
    void a_policy_is_read_and_written_back() {
        WitnessPolicy policy = policy(TWO_OF_THREE);
        assertThat(policy.logs())
                .singleElement()
                .satisfies(log -> assertThat(log.url()).isEqualTo("https://log.example/"));
        assertThat(policy.witnesses()).hasSize(4);
        assertThat(policy.groups()).contains(new WitnessPolicy.WitnessGroup("members", 2, List.of("one", "W2", "w3")));
        assertThat(WitnessPolicy.parse(policy.encode())).isEqualTo(policy);
    }

    @Test
    void a_quorum_is_counted_group_by_group() {
        WitnessPolicy policy = policy(TWO_OF_THREE);
        assertThat(policy.isSatisfiedBy(Set.of("W2", "w3"))).isTrue();
        assertThat(policy.isSatisfiedBy(Set.of("w1", "w1-pq", "w3"))).isTrue();
        assertThat(policy.isSatisfiedBy(Set.of("w1", "w3"))).isFalse();
        assertThat(policy.isSatisfiedBy(Set.of("w1", "w1-pq"))).isFalse();
        assertThat(policy.isSatisfiedBy(Set.of("members", "one", "stranger"))).isFalse();
        assertThat(policy.isSatisfiedBy(Set.of())).isFalse();
    }

    @Test
    void the_example_of_the_document_asks_for_two_of_x_and_one_of_y() {
        StringBuilder text = new StringBuilder();
        int seed = 50;
        for (String name : List.of("X1", "X2", "X3", "Y1", "Y2", "Y3")) {
            Cosigner witness = new Cosigner.Ed25519("w.example/" + name, TestKeys.ed25519(seed++), TestKeys.PROVIDER);
            text.append("witness %s %s\n".formatted(name, witness.verifierKey().vkey()));
        }
        text.append("group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n");
        text.append("group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n");
        WitnessPolicy policy = policy(text.toString());
        assertThat(policy.isSatisfiedBy(Set.of("X1", "X3", "Y2"))).isTrue();
        assertThat(policy.isSatisfiedBy(Set.of("X1", "X2", "X3"))).isFalse();
        assertThat(policy.isSatisfiedBy(Set.of("X1", "Y1", "Y2", "Y3"))).isFalse();
    }

    @Test
    void a_checkpoint_that_log_and_quorum_signed_is_believed_with_the_times_of_the_witnesses() {
        WitnessedCheckpoint witnessed = verify(TestKeys.cosigned(checkpoint, TestKeys.W2, TestKeys.W3, TestKeys.W1));
        assertThat(witnessed.checkpoint()).isEqualTo(checkpoint.checkpoint());
        assertThat(witnessed.log()).isEqualTo(TestKeys.LOG.verifierKey());
        assertThat(witnessed.witnessTimesSeconds())
                .containsOnlyKeys("w1", "W2", "w3")
                .containsEntry("w3", TestKeys.TIME.getEpochSecond());
    }

    @Test
    void what_is_not_enough_is_refused_by_name() {
        assertRefused(TestKeys.cosigned(checkpoint, TestKeys.W2), NoteRejected.Reason.NO_QUORUM);
        assertRefused(checkpoint, NoteRejected.Reason.NO_QUORUM);
        SignedCheckpoint all = TestKeys.cosigned(checkpoint, TestKeys.W2, TestKeys.W3);
        SignedCheckpoint withoutLog = new SignedCheckpoint(
                all.checkpoint(), all.signatures().subList(1, all.signatures().size()));
        assertRefused(withoutLog, NoteRejected.Reason.NO_LOG_SIGNATURE);
        SignedCheckpoint unknownLog = TestKeys.cosigned(
                TestKeys.LOG.sign(new Checkpoint(
                        "other.example", 9, checkpoint.checkpoint().root())),
                TestKeys.W2,
                TestKeys.W3);
        assertRefused(unknownLog, NoteRejected.Reason.UNKNOWN_ORIGIN);
        NoteSignature ofAnother = TestKeys.W2.cosign(TestKeys.checkpoint(TestKeys.tree(9), 8), TestKeys.TIME);
        assertRefused(all.with(List.of(ofAnother)), NoteRejected.Reason.BAD_SIGNATURE);
        assertRefused(
                new SignedCheckpoint(checkpoint.checkpoint(), List.of(new NoteSignature("nobody", 1, new byte[] {1}))),
                NoteRejected.Reason.NO_KNOWN_SIGNATURE);
    }

    @Test
    void a_cosignature_without_a_time_does_not_count() {
        VerifierKey key = TestKeys.W3.verifierKey();
        byte[] message = CosignedMessage.mlDsa44(key.name(), 0, checkpoint.checkpoint());
        NoteSignature timeless =
                new TimestampedSignature(0, TestKeys.PROVIDER.sign(TestKeys.mlDsa44(5), message)).line(key);
        assertRefused(
                TestKeys.cosigned(checkpoint, TestKeys.W2).with(List.of(timeless)), NoteRejected.Reason.NO_QUORUM);
    }

    @Test
    void a_policy_without_quorum_asks_for_the_log_alone_and_one_without_logs_believes_nothing() {
        WitnessPolicy none = policy("log " + LOG + "\nquorum none\n");
        assertThat(none.verify(TestKeys.PROVIDER, checkpoint).witnessTimesSeconds())
                .isEmpty();
        WitnessPolicy nothing = policy("quorum none\n");
        assertThatThrownBy(() -> nothing.verify(TestKeys.PROVIDER, checkpoint))
                .isInstanceOfSatisfying(
                        NoteRejected.class, e -> assertThat(e.reason()).isEqualTo(NoteRejected.Reason.UNKNOWN_ORIGIN));
    }

    @Test
    void a_log_may_sign_with_ml_dsa_44_in_the_form_of_a_cosignature() {
        Cosigner log = new Cosigner.MlDsa44(TestKeys.ORIGIN, TestKeys.mlDsa44(9), TestKeys.PROVIDER);
        WitnessPolicy policy = policy("log " + log.verifierKey().vkey() + "\nquorum none\n");
        SignedCheckpoint signed = new SignedCheckpoint(
                checkpoint.checkpoint(), List.of(log.cosign(checkpoint.checkpoint(), TestKeys.TIME)));
        assertThat(policy.verify(TestKeys.PROVIDER, signed).log()).isEqualTo(log.verifierKey());
    }

    @Test
    void thirty_two_logs_witnesses_and_groups_are_no_problem_and_names_are_octets() {
        StringBuilder text = new StringBuilder();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            NoteSigner log = new NoteSigner("log.example/" + i, TestKeys.ed25519(1_000 + i), TestKeys.PROVIDER);
            Cosigner witness =
                    new Cosigner.Ed25519("شاهد.example/" + i, TestKeys.ed25519(2_000 + i), TestKeys.PROVIDER);
            text.append("log %s\n".formatted(log.verifierKey().vkey()));
            text.append("witness شاهد%d %s\n".formatted(i, witness.verifierKey().vkey()));
            text.append("group g%d any شاهد%d\n".formatted(i, i));
            groups.add("g" + i);
        }
        text.append("group all-of-them 20 ").append(String.join(" ", groups)).append("\nquorum all-of-them\n");
        WitnessPolicy policy = policy(text.toString());
        assertThat(policy.witnesses().getFirst().key().name()).isEqualTo("شاهد.example/0");
        assertThat(WitnessPolicy.parse(policy.encode())).isEqualTo(policy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "quorum none",
                "# nothing\n",
                "quorum\n",
                "quorum w9\n",
                "quorum none none\n",
                "quorum none\nquorum none\n",
                "quorum none\r\n",
                "quorum none\u0000\n",
                "quorum none\u007F\n",
                "Quorum none\n",
                "logs x\nquorum none\n",
                "log\nquorum none\n",
                "log x\nquorum none\n",
                "log LOG a b\nquorum none\n",
                "log LOG\nlog LOG\nquorum none\n",
                "witness w1\nquorum none\n",
                "witness w1 LOG\nquorum none\n",
                "witness w1 W1\nwitness w2 W1\nquorum none\n",
                "witness w1 W1\nwitness w1 W2\nquorum none\n",
                "witness none W1\nquorum none\n",
                "quorum w1\nwitness w1 W1\n",
                "group g any w1\nwitness w1 W1\nquorum g\n",
                "group g any g\nquorum g\n",
                "witness w1 W1\ngroup g any\nquorum g\n",
                "witness w1 W1\ngroup g 0 w1\nquorum g\n",
                "witness w1 W1\ngroup g 2 w1\nquorum g\n",
                "witness w1 W1\ngroup g 01 w1\nquorum g\n",
                "witness w1 W1\ngroup g -1 w1\nquorum g\n",
                "witness w1 W1\ngroup g 4294967297 w1\nquorum g\n",
                "witness w1 W1\ngroup g most w1\nquorum g\n",
                "witness w1 W1\ngroup g 1 w1 w1\nquorum g\n",
                "witness w1 W1\ngroup g any w1\ngroup h any w1\nquorum g\n",
                "witness w1 W1\ngroup w1 any w1\nquorum w1\n",
                "witness w1 W1\ngroup none any w1\nquorum none\n",
                "witness w1 W1\ngroup g any none\nquorum g\n",
            })
    void any_other_policy_is_refused_with_its_clause(String template) {
        String text = template.replace("LOG", LOG).replace(" W1", " " + W1).replace(" W2", " " + W2);
        assertThatThrownBy(() -> policy(text))
                .isInstanceOfSatisfying(
                        MalformedTlog.class, e -> assertThat(e.clause()).startsWith("C2SP "));
    }

    @Test
    void a_policy_beyond_its_limits_is_refused() {
        assertThatThrownBy(() -> WitnessPolicy.parse(new byte[WitnessPolicy.POLICY_BYTES_MAX + 1]))
                .isInstanceOf(MalformedTlog.class)
                .hasMessageContaining("at most");
        List<WitnessPolicy.WitnessGroup> groups = new ArrayList<>();
        for (int i = 0; i <= WitnessPolicy.LINES_MAX; i++) {
            groups.add(new WitnessPolicy.WitnessGroup("g" + i, 1, List.of("w")));
        }
        assertThatThrownBy(() -> new WitnessPolicy(List.of(), List.of(), groups, "none"))
                .isInstanceOf(MalformedTlog.class)
                .hasMessageContaining("Implementation limits");
    }

    @Test
    void a_mutated_policy_is_refused_or_can_be_written_and_read_again() {
        byte[] file = TWO_OF_THREE.getBytes(StandardCharsets.UTF_8);
        Seeds.forAll(2_000, random -> {
            byte[] mutated = Mutations.mutate(file, random);
            try {
                WitnessPolicy read = WitnessPolicy.parse(mutated);
                assertThat(WitnessPolicy.parse(read.encode())).isEqualTo(read);
            } catch (MalformedTlog refused) {
                assertThat(refused.clause()).startsWith("C2SP ");
            }
        });
    }

    private static WitnessPolicy policy(String text) {
        return WitnessPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static WitnessedCheckpoint verify(SignedCheckpoint checkpoint) {
        return policy(TWO_OF_THREE).verify(TestKeys.PROVIDER, checkpoint);
    }

    private static void assertRefused(SignedCheckpoint checkpoint, NoteRejected.Reason reason) {
        assertThatThrownBy(() -> verify(checkpoint)).isInstanceOfSatisfying(NoteRejected.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.getMessage()).startsWith(reason.clause());
        });
    }
}
