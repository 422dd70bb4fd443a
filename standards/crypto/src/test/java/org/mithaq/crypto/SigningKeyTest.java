// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;
import tools.jackson.databind.JsonNode;

class SigningKeyTest {

    private static final CompositePrivateKey KEY = CompositePrivateKey.generate(SignatureProviderContract.RANDOM);

    @Test
    void a_composite_key_is_written_as_the_draft_writes_it() {
        JsonNode file = SignatureVectors.file("vectors/composite/testvectors-ed25519.json");
        JsonNode test = SignatureVectors.composite(file, "id-MLDSA65-Ed25519-SHA512");
        byte[] written = SignatureVectors.base64(test, "sk");
        CompositePrivateKey key = CompositePrivateKey.fromSeeds(SecretBytes.copyOf(written));
        assertThat(key.secret().revealSecret()).isEqualTo(written);
        assertThat(key.publicKey().bytes()).isEqualTo(SignatureVectors.base64(test, "pk"));
    }

    @Test
    void every_kind_of_private_key_comes_back_from_its_secret() {
        CompositePrivateKey composite = CompositePrivateKey.fromSeeds(KEY.secret());
        assertThat(composite.publicKey()).isEqualTo(KEY.publicKey()).hasSameHashCodeAs(KEY.publicKey());
        Ed25519PrivateKey ed25519 = Ed25519PrivateKey.generate(SignatureProviderContract.RANDOM);
        assertThat(Ed25519PrivateKey.fromSeed(ed25519.secret()).publicKey()).isEqualTo(ed25519.publicKey());
        MlDsa44PrivateKey mlDsa = MlDsa44PrivateKey.generate(SignatureProviderContract.RANDOM);
        assertThat(MlDsa44PrivateKey.fromSeed(mlDsa.secret()).publicKey()).isEqualTo(mlDsa.publicKey());
    }

    @Test
    void a_key_outlives_the_secret_that_it_was_made_of_and_the_one_that_it_gave() {
        SecretBytes secret = KEY.secret();
        CompositePrivateKey key = CompositePrivateKey.fromSeeds(secret);
        secret.close();
        key.secret().close();
        byte[] message = {1};
        SignatureProvider provider = SignatureProvider.best();
        assertThat(provider.verify(KEY.publicKey(), message, provider.sign(key, message)))
                .isTrue();
    }

    @Test
    void no_private_key_says_its_secret() {
        String hex = HexFormat.of().formatHex(KEY.secret().revealSecret());
        assertThat(KEY.toString())
                .doesNotContain(hex.substring(0, 16))
                .contains(KEY.publicKey().keyId().hex());
    }

    @Test
    void seeds_of_another_length_are_a_bug_of_the_caller() {
        for (int length : new int[] {0, 31, 33, 63, 65}) {
            SecretBytes secret = SecretBytes.handOver(new byte[length]);
            assertThatThrownBy(() -> CompositePrivateKey.fromSeeds(secret))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Ed25519PrivateKey.fromSeed(secret)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MlDsa44PrivateKey.fromSeed(secret)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_composite_public_key_is_refused_for_its_length_or_its_ed25519_part_with_the_clause() {
        byte[] bytes = KEY.publicKey().bytes();
        assertThatThrownBy(() -> CompositePublicKey.parse(Arrays.copyOf(bytes, 1983)))
                .isInstanceOf(KeyRejected.class)
                .hasMessageContaining("SerializePublicKey");
        assertThatThrownBy(() -> CompositePublicKey.parse(Arrays.copyOf(bytes, 1985)))
                .isInstanceOf(KeyRejected.class);
        byte[] neutral = Arrays.copyOf(bytes, 1952 + 32);
        Arrays.fill(neutral, 1952, 1984, (byte) 0);
        neutral[1952] = 1;
        assertThatThrownBy(() -> CompositePublicKey.parse(neutral))
                .isInstanceOf(KeyRejected.class)
                .hasMessageContaining("RFC 8032 §5.1.3");
    }

    @Test
    void only_the_named_exception_escapes_when_a_damaged_key_is_read() {
        Seeds.forAll(400, random -> {
            byte[] damaged = Mutations.mutate(KEY.publicKey().bytes(), random);
            try {
                assertThat(CompositePublicKey.parse(damaged).bytes()).isEqualTo(damaged);
            } catch (KeyRejected expected) {
                assertThat(expected).hasMessageContaining("expected");
            }
            byte[] noise = Seeds.bytes(random, 32);
            try {
                assertThat(Ed25519PublicKey.parse(noise).bytes()).isEqualTo(noise);
            } catch (KeyRejected expected) {
                assertThat(Ed25519Reference.isKey(noise)).isFalse();
            }
        });
    }

    @Test
    void the_key_id_is_the_hash_under_its_own_label() {
        assertThat(KEY.publicKey().keyId())
                .isEqualTo(new Label("mithaq/key-id/MLDSA65-Ed25519-SHA512/v1")
                        .hash(KEY.publicKey().bytes()))
                .isNotEqualTo(Hash.of(KEY.publicKey().bytes()));
    }

    @Test
    void a_public_key_cannot_be_changed_through_its_bytes() {
        CompositePublicKey key = KEY.publicKey();
        Hash before = key.keyId();
        key.bytes()[0] ^= 1;
        assertThat(CompositePublicKey.parse(key.bytes()).keyId()).isEqualTo(before);
    }
}
