// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;
import tools.jackson.databind.JsonNode;

/// What every signature provider must do; alone, and together with the other one.
interface SignatureProviderContract {

    SecureRandom RANDOM = new SecureRandom();

    byte[] MESSAGE = "a message of no importance".getBytes(StandardCharsets.US_ASCII);

    SignatureProvider provider();

    /// The other implementation, which has to agree.
    SignatureProvider other();

    @Test
    default void composite_signatures_verify_here_and_at_the_other_provider() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        byte[] signature = provider().sign(key, MESSAGE);
        assertThat(signature).hasSize(CompositePublicKey.SIGNATURE_BYTES);
        assertThat(provider().verify(key.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(other().verify(key.publicKey(), MESSAGE, signature)).isTrue();
    }

    @Test
    default void composite_signatures_are_randomised() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        assertThat(provider().sign(key, MESSAGE)).isNotEqualTo(provider().sign(key, MESSAGE));
    }

    @Test
    default void the_ed25519_half_of_a_composite_signature_is_the_same_everywhere() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        assertThat(ed25519Half(provider().sign(key, MESSAGE))).isEqualTo(ed25519Half(other().sign(key, MESSAGE)));
    }

    @Test
    default void a_signature_needs_both_halves() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        byte[] signature = provider().sign(key, MESSAGE);
        byte[] foreign = provider().sign(CompositePrivateKey.generate(RANDOM), MESSAGE);
        byte[] foreignMlDsa = foreign.clone();
        System.arraycopy(ed25519Half(signature), 0, foreignMlDsa, 3309, 64);
        byte[] foreignEd25519 = signature.clone();
        System.arraycopy(ed25519Half(foreign), 0, foreignEd25519, 3309, 64);
        assertThat(provider().verify(key.publicKey(), MESSAGE, foreignMlDsa)).isFalse();
        assertThat(provider().verify(key.publicKey(), MESSAGE, foreignEd25519)).isFalse();
    }

    @Test
    default void halves_of_two_signatures_make_a_third_so_a_signature_names_nothing() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        byte[] first = provider().sign(key, MESSAGE);
        byte[] second = provider().sign(key, MESSAGE);
        System.arraycopy(ed25519Half(first), 0, second, 3309, 64);
        assertThat(provider().verify(key.publicKey(), MESSAGE, second)).isTrue();
    }

    @Test
    default void a_damaged_composite_signature_message_or_key_is_refused_at_every_byte() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        byte[] signature = provider().sign(key, MESSAGE);
        Seeds.forAll(200, random -> {
            byte[] damaged = Mutations.mutate(signature, random);
            assertThat(provider().verify(key.publicKey(), MESSAGE, damaged))
                    .isEqualTo(Arrays.equals(damaged, signature));
        });
        // Every part of it: c~, z, hints, R, S; FIPS 204 §7.2 and RFC 8032 §5.1.6.
        for (int at : new int[] {0, 47, 48, 1000, 3247, 3248, 3302, 3303, 3308, 3309, 3340, 3341, 3371, 3372}) {
            assertThat(provider().verify(key.publicKey(), MESSAGE, flipped(signature, at)))
                    .as("byte %d", at)
                    .isFalse();
        }
        for (int at = 0; at < MESSAGE.length; at++) {
            assertThat(provider().verify(key.publicKey(), flipped(MESSAGE, at), signature))
                    .isFalse();
        }
        for (int at : new int[] {0, 31, 32, 1951}) {
            CompositePublicKey damaged =
                    CompositePublicKey.parse(flipped(key.publicKey().bytes(), at));
            assertThat(provider().verify(damaged, MESSAGE, signature)).isFalse();
        }
    }

    @Test
    default void signatures_of_another_length_are_invalid() {
        CompositePrivateKey composite = CompositePrivateKey.generate(RANDOM);
        Ed25519PrivateKey ed25519 = Ed25519PrivateKey.generate(RANDOM);
        MlDsa44PrivateKey mlDsa = MlDsa44PrivateKey.generate(RANDOM);
        for (int length : List.of(0, 1, 32, 63, 65, 2419, 2421, 3309, 3372, 3374)) {
            byte[] signature = new byte[length];
            assertThat(provider().verify(composite.publicKey(), MESSAGE, signature))
                    .isFalse();
            assertThat(provider().verify(ed25519.publicKey(), MESSAGE, signature))
                    .isFalse();
            assertThat(provider().verify(mlDsa.publicKey(), MESSAGE, signature)).isFalse();
        }
    }

    @Test
    default void ed25519_signatures_are_those_of_the_other_provider() {
        Ed25519PrivateKey key = Ed25519PrivateKey.generate(RANDOM);
        byte[] signature = provider().sign(key, MESSAGE);
        assertThat(signature).isEqualTo(other().sign(key, MESSAGE));
        assertThat(provider().verify(key.publicKey(), MESSAGE, signature)).isTrue();
        Seeds.forAll(200, random -> {
            byte[] damaged = Mutations.mutate(signature, random);
            assertThat(provider().verify(key.publicKey(), MESSAGE, damaged))
                    .isEqualTo(Arrays.equals(damaged, signature));
        });
    }

    @Test
    default void ml_dsa_44_signatures_verify_here_and_at_the_other_provider() {
        MlDsa44PrivateKey key = MlDsa44PrivateKey.generate(RANDOM);
        byte[] signature = provider().sign(key, MESSAGE);
        assertThat(provider().verify(key.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(other().verify(key.publicKey(), MESSAGE, signature)).isTrue();
        Seeds.forAll(100, random -> {
            byte[] damaged = Mutations.mutate(signature, random);
            assertThat(provider().verify(key.publicKey(), MESSAGE, damaged))
                    .isEqualTo(Arrays.equals(damaged, signature));
        });
    }

    @Test
    default void an_empty_message_and_a_long_one_can_be_signed() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        for (byte[] message : List.of(new byte[0], new byte[1 << 20])) {
            assertThat(other().verify(key.publicKey(), message, provider().sign(key, message)))
                    .isTrue();
        }
    }

    @Test
    default void many_threads_share_one_key_and_provider() {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        assertThat(IntStream.range(0, 64).parallel().mapToObj(i -> {
                    byte[] message = {(byte) i};
                    return provider()
                            .verify(key.publicKey(), message, provider().sign(key, message));
                }))
                .containsOnly(true);
    }

    /// draft-ietf-lamps-pq-composite-sigs, *Test Vectors*: its three steps, but for the certificate.
    @Test
    default void the_composite_drafts_vector_verifies_and_its_key_signs() {
        JsonNode file = SignatureVectors.file("vectors/composite/testvectors-ed25519.json");
        JsonNode test = SignatureVectors.composite(file, "id-MLDSA65-Ed25519-SHA512");
        byte[] message = SignatureVectors.base64(file, "m");
        CompositePublicKey publicKey = CompositePublicKey.parse(SignatureVectors.base64(test, "pk"));
        assertThat(provider().verify(publicKey, message, SignatureVectors.base64(test, "s")))
                .isTrue();
        assertThat(provider().verify(publicKey, message, SignatureVectors.base64(test, "sWithContext")))
                .as("a signature in a context is none in the empty one")
                .isFalse();
        try (SecretBytes seeds = SecretBytes.handOver(SignatureVectors.base64(test, "sk"))) {
            CompositePrivateKey key = CompositePrivateKey.fromSeeds(seeds);
            assertThat(key.publicKey()).isEqualTo(publicKey);
            byte[] signature = provider().sign(key, message);
            assertThat(ed25519Half(signature)).isEqualTo(ed25519Half(SignatureVectors.base64(test, "s")));
            assertThat(provider().verify(publicKey, message, signature)).isTrue();
        }
    }

    private static byte[] ed25519Half(byte[] signature) {
        return Arrays.copyOfRange(signature, 3309, signature.length);
    }

    private static byte[] flipped(byte[] original, int at) {
        byte[] copy = original.clone();
        copy[at] ^= 1;
        return copy;
    }
}
