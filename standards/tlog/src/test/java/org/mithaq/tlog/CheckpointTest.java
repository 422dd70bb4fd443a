// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PublicKey;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class CheckpointTest {

    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    /// Printed in C2SP tlog-cosignature; its keys are not.
    private static final String COSIGNED = """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurm\
            RDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcr\
            tPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
            """;

    @Test
    void the_example_of_the_document_is_read_and_written_back() {
        SignedCheckpoint read = SignedCheckpoint.parse(COSIGNED.getBytes(StandardCharsets.UTF_8));
        assertThat(read.checkpoint().origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(read.checkpoint().size()).isEqualTo(20_852_163);
        assertThat(read.checkpoint().root().hex()).startsWith("0ac5186a91863e8e");
        assertThat(read.checkpoint().extensions()).isEmpty();
        assertThat(new String(read.encode(), StandardCharsets.UTF_8)).isEqualTo(COSIGNED);
        byte[] cosignature = read.signatures().get(1).signature();
        assertThat(cosignature).hasSize(72);
        assertThat(HexFormat.of().formatHex(cosignature, 0, 8)).isEqualTo("00000000641850cb");
    }

    @Test
    void the_ed25519_message_is_the_one_that_the_document_prints() {
        Checkpoint checkpoint = Checkpoint.parse("example.com/behind-the-sofa\n20852163\n" + ROOT + "\n");
        assertThat(new String(CosignedMessage.ed25519(1_679_315_147, checkpoint.body()), StandardCharsets.UTF_8))
                .isEqualTo("""
                        cosignature/v1
                        time 1679315147
                        example.com/behind-the-sofa
                        20852163
                        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
                        """);
    }

    @Test
    void the_ml_dsa_44_message_has_the_fields_of_the_document_in_order() {
        Checkpoint checkpoint = new Checkpoint("log", 0x0102, Hash.ZERO, List.of("extension"));
        assertThat(HexFormat.of().formatHex(CosignedMessage.mlDsa44("w", 0x0A0B, checkpoint)))
                .isEqualTo(
                        "737562747265652f76310a00" // "subtree/v1\n\0"
                                + "0177"
                                + "0000000000000a0b"
                                + "036c6f67"
                                + "0000000000000000"
                                + "0000000000000102"
                                + "00".repeat(32));
    }

    @Test
    void every_kind_of_cosignature_verifies_and_states_its_time() {
        SignedCheckpoint checkpoint = TestKeys.signed(TestKeys.tree(9), 9);
        for (Cosigner witness : TestKeys.WITNESSES) {
            SignedCheckpoint cosigned = TestKeys.cosigned(checkpoint, witness);
            assertThat(SignedCheckpoint.parse(cosigned.encode())
                            .verify(TestKeys.PROVIDER, List.of(witness.verifierKey())))
                    .singleElement()
                    .satisfies(verified -> assertThat(verified.timeSeconds()).hasValue(TestKeys.TIME.getEpochSecond()));
        }
    }

    @Test
    void a_cosignature_of_another_tree_time_or_name_is_rejected() {
        Checkpoint checkpoint = TestKeys.checkpoint(TestKeys.tree(9), 9);
        for (Cosigner witness : TestKeys.WITNESSES) {
            NoteSignature good = witness.cosign(checkpoint, TestKeys.TIME);
            assertBad(new Checkpoint(checkpoint.origin(), 8, checkpoint.root()), good, witness);
            assertBad(new Checkpoint(checkpoint.origin(), 9, Hash.ZERO), good, witness);
            assertBad(new Checkpoint("another.example", 9, checkpoint.root()), good, witness);
            byte[] later = good.signature();
            later[7]++;
            assertBad(checkpoint, new NoteSignature(good.name(), good.keyId(), later), witness);
            byte[] beyond = good.signature();
            beyond[0] = (byte) 0x80;
            assertBad(checkpoint, new NoteSignature(good.name(), good.keyId(), beyond), witness);
            assertBad(checkpoint, new NoteSignature(good.name(), good.keyId(), new byte[7]), witness);
        }
        VerifierKey.MlDsa44Cosignature key = (VerifierKey.MlDsa44Cosignature) TestKeys.W3.verifierKey();
        VerifierKey renamed = new VerifierKey.MlDsa44Cosignature("other.example", key.key());
        NoteSignature claimed = new NoteSignature(
                "other.example",
                renamed.keyId(),
                TestKeys.W3.cosign(checkpoint, TestKeys.TIME).signature());
        assertThatThrownBy(() -> renamed.verify(TestKeys.PROVIDER, checkpoint.body(), claimed))
                .isInstanceOf(NoteRejected.class);
    }

    @Test
    void extension_lines_are_covered_by_ed25519_and_not_by_ml_dsa_44() {
        Checkpoint plain = TestKeys.checkpoint(TestKeys.tree(3), 3);
        Checkpoint extended = new Checkpoint(plain.origin(), 3, plain.root(), List.of("more", "and more"));
        assertThat(Checkpoint.parse(extended.body())).isEqualTo(extended);
        assertThat(extended.isSameTreeAs(plain)).isTrue();
        NoteSignature pq = TestKeys.W3.cosign(plain, TestKeys.TIME);
        assertThat(new SignedCheckpoint(extended, List.of(pq))
                        .verify(TestKeys.PROVIDER, List.of(TestKeys.W3.verifierKey())))
                .hasSize(1);
        assertBad(extended, TestKeys.W2.cosign(plain, TestKeys.TIME), TestKeys.W2);
    }

    @Test
    void an_ml_dsa_44_signature_on_a_text_that_is_no_checkpoint_is_rejected() {
        NoteSignature line = new NoteSignature(
                TestKeys.W3.verifierKey().name(),
                TestKeys.W3.verifierKey().keyId(),
                new byte[8 + MlDsa44PublicKey.SIGNATURE_BYTES]);
        assertThatThrownBy(() -> new SignedNote("no checkpoint\n", List.of(line))
                        .verify(TestKeys.PROVIDER, List.of(TestKeys.W3.verifierKey())))
                .isInstanceOf(NoteRejected.class);
    }

    @Test
    void a_cosigner_states_a_time_after_1970() {
        Checkpoint checkpoint = TestKeys.checkpoint(TestKeys.tree(1), 1);
        for (Cosigner witness : TestKeys.WITNESSES) {
            assertThatThrownBy(() -> witness.cosign(checkpoint, Instant.EPOCH))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_newer_signature_takes_the_place_of_an_older_one_by_the_same_key() {
        SignedCheckpoint checkpoint = TestKeys.signed(TestKeys.tree(3), 3);
        SignedCheckpoint once = TestKeys.cosigned(checkpoint, TestKeys.W1, TestKeys.W1_PQ);
        SignedCheckpoint twice =
                once.with(List.of(TestKeys.W1.cosign(checkpoint.checkpoint(), TestKeys.TIME.plusSeconds(60))));
        assertThat(twice.signatures()).hasSize(3);
        assertThat(twice.signatures()).doesNotContain(once.signatures().get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "log\n",
                "log\n1\n",
                "log\n1\n" + ROOT,
                "\n1\n" + ROOT + "\n",
                "log\n01\n" + ROOT + "\n",
                "log\n-1\n" + ROOT + "\n",
                "log\n+1\n" + ROOT + "\n",
                "log\n\n" + ROOT + "\n",
                "log\n٣\n" + ROOT + "\n",
                "log\n9223372036854775808\n" + ROOT + "\n",
                "log\n99999999999999999999\n" + ROOT + "\n",
                "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
                "log\n1\n" + ROOT + "\n\n",
                "log\n1\n" + ROOT + "\n\nextension\n",
                "log\n1\n" + ROOT + "\nbell\u0007\n",
            })
    void anything_else_is_refused(String body) {
        assertThatThrownBy(() -> Checkpoint.parse(body))
                .isInstanceOfSatisfying(
                        MalformedTlog.class, e -> assertThat(e.clause()).startsWith("C2SP tlog-checkpoint"));
    }

    @Test
    void an_impossible_checkpoint_cannot_exist() {
        assertThatThrownBy(() -> new Checkpoint("a\nb", 1, Hash.ZERO)).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> new Checkpoint("\uD800", 1, Hash.ZERO)).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> new Checkpoint("x".repeat(256), 1, Hash.ZERO)).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> new Checkpoint("log", -1, Hash.ZERO)).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> new Checkpoint("log", 1, Hash.ZERO, List.of("")))
                .isInstanceOf(MalformedTlog.class);
    }

    @Test
    void a_mutated_checkpoint_is_refused_or_is_what_it_writes_and_never_verifies_as_another_tree() {
        SignedCheckpoint original = TestKeys.cosigned(TestKeys.signed(TestKeys.tree(9), 9), TestKeys.W1);
        byte[] encoded = original.encode();
        List<VerifierKey> keys = List.of(TestKeys.LOG.verifierKey(), TestKeys.W1.verifierKey());
        Seeds.forAll(3_000, random -> {
            byte[] mutated = Mutations.mutate(encoded, random);
            try {
                SignedCheckpoint read = SignedCheckpoint.parse(mutated);
                assertThat(read.encode()).isEqualTo(mutated);
                read.verify(TestKeys.PROVIDER, keys);
                assertThat(read.checkpoint()).isEqualTo(original.checkpoint());
            } catch (MalformedTlog | NoteRejected refused) {
                assertThat(refused).hasMessageContaining("C2SP");
            }
        });
    }

    private static void assertBad(Checkpoint checkpoint, NoteSignature signature, Cosigner witness) {
        assertThatThrownBy(() -> new SignedCheckpoint(checkpoint, List.of(signature))
                        .verify(TestKeys.PROVIDER, List.of(witness.verifierKey())))
                .isInstanceOfSatisfying(
                        NoteRejected.class, e -> assertThat(e.reason()).isEqualTo(NoteRejected.Reason.BAD_SIGNATURE));
    }
}
