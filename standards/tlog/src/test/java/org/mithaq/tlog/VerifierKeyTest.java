// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class VerifierKeyTest {

    /// Printed in C2SP signed-note, Verifier keys, Example.
    private static final String EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    @Test
    void the_example_of_the_document_has_the_id_that_it_says() {
        VerifierKey key = VerifierKey.parse(EXAMPLE);
        assertThat(key.name()).isEqualTo("example.com/foo");
        assertThat(key.keyId()).isEqualTo(0x530d903a);
        assertThat(key).isInstanceOf(VerifierKey.Ed25519Note.class);
        assertThat(key.vkey()).isEqualTo(EXAMPLE);
    }

    @Test
    void each_type_is_read_as_it_is_written() {
        for (VerifierKey key :
                List.of(TestKeys.LOG.verifierKey(), TestKeys.W1.verifierKey(), TestKeys.W1_PQ.verifierKey())) {
            assertThat(VerifierKey.parse(key.vkey())).isEqualTo(key);
        }
        assertThat(TestKeys.W1_PQ.verifierKey().publicKeyBytes()).hasSize(1312);
    }

    @Test
    void one_public_key_has_another_id_in_each_type() {
        VerifierKey.Ed25519Note note = (VerifierKey.Ed25519Note) TestKeys.LOG.verifierKey();
        VerifierKey cosigner = new VerifierKey.Ed25519Cosignature(note.name(), note.key());
        assertThat(cosigner.keyId()).isNotEqualTo(note.keyId());
        assertThat(cosigner.publicKeyBytes()).isEqualTo(note.publicKeyBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=",
                "example.com/foo+530d903a+",
                "example.com/foo+530d903a+AQ==",
                "example.com/foo+530d903a+BgAA",
                "exa mple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            })
    void anything_else_is_refused(String vkey) {
        assertThatThrownBy(() -> VerifierKey.parse(vkey))
                .isInstanceOfSatisfying(
                        MalformedTlog.class, e -> assertThat(e.clause()).startsWith("C2SP signed-note"));
    }

    @Test
    void a_name_longer_than_a_cosignature_has_room_for_is_refused() {
        VerifierKey.Ed25519Note key = (VerifierKey.Ed25519Note) TestKeys.LOG.verifierKey();
        assertThat(new VerifierKey.Ed25519Note("x".repeat(255), key.key()).vkey())
                .hasSizeGreaterThan(255);
        assertThatThrownBy(() -> new VerifierKey.Ed25519Note("é".repeat(128), key.key()))
                .isInstanceOf(MalformedTlog.class)
                .hasMessageContaining("255 bytes");
        assertThatThrownBy(() -> VerifierKey.parse("x".repeat(5_000)))
                .isInstanceOf(MalformedTlog.class)
                .hasMessageContaining("4,096");
    }

    @Test
    void a_key_that_is_given_twice_is_one_key() {
        VerifierKey key = VerifierKey.parse(EXAMPLE);
        assertThat(KeyRing.of(List.of(key, VerifierKey.parse(EXAMPLE))).keys()).hasSize(1);
    }

    @Test
    void a_mutated_key_is_refused_or_is_what_it_writes() {
        byte[] vkey = EXAMPLE.getBytes(StandardCharsets.UTF_8);
        Seeds.forAll(2_000, random -> {
            String mutated = new String(Mutations.mutate(vkey, random), StandardCharsets.ISO_8859_1);
            try {
                assertThat(VerifierKey.parse(mutated).vkey()).isEqualTo(mutated);
            } catch (MalformedTlog refused) {
                assertThat(refused.clause()).startsWith("C2SP signed-note");
            }
        });
    }
}
