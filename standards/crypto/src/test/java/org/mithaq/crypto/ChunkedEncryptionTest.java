// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class ChunkedEncryptionTest {

    private static final int CHUNK = 16 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] CONTEXT = "suite, federation, sender, id".getBytes(StandardCharsets.US_ASCII);
    private static final List<AesGcm> BOTH =
            List.of(new AesGcm(NativeCrypto.provider().orElseThrow()), AesGcm.ofTheJdk());

    @Test
    void equals_the_reference_at_every_length_around_a_chunk() {
        for (int length :
                new int[] {0, 1, 15, 16, 17, CHUNK - 1, CHUNK, CHUNK + 1, 20 * 1024, 2 * CHUNK, 300 * CHUNK + 5}) {
            byte[] message = Seeds.bytes(Seeds.of(length), length);
            byte[] inputKey = Seeds.bytes(Seeds.of(1), 32);
            byte[] salt = Seeds.bytes(Seeds.of(2), 24);
            byte[] expected = ChunkedReference.seal(inputKey, CONTEXT, salt, message);
            for (AesGcm gcm : BOTH) {
                SecretBytes key = SecretBytes.copyOf(inputKey);
                byte[] sealed = ChunkedEncryption.seal(gcm, key, CONTEXT, message, new FixedRandom(Seeds.of(2)));
                assertThat(sealed).isEqualTo(expected);
                assertThat(ChunkedEncryption.sealedLength(length)).isEqualTo(sealed.length);
                assertThat(ChunkedEncryption.open(gcm, key, CONTEXT, sealed, length))
                        .isEqualTo(message);
            }
        }
    }

    @Test
    void opens_only_under_the_same_key_and_context() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = ChunkedEncryption.seal(key, CONTEXT, new byte[100], RANDOM);
        assertThatThrownBy(() -> ChunkedEncryption.open(key, new byte[0], sealed, 100))
                .isInstanceOf(SealRejected.class)
                .hasMessageContaining("commitment");
        assertThatThrownBy(() -> ChunkedEncryption.open(SecretBytes.random(32, RANDOM), CONTEXT, sealed, 100))
                .isInstanceOf(SealRejected.class)
                .hasMessageContaining("commitment");
    }

    @Test
    void refuses_every_length_that_no_message_has() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = ChunkedEncryption.seal(key, CONTEXT, new byte[2 * CHUNK + 40], RANDOM);
        int limit = 10 * CHUNK;
        for (int length = 0; length < 56; length++) {
            refused(key, Arrays.copyOf(sealed, length), limit, "less than a header");
        }
        for (int chunks = 0; chunks < 3; chunks++) {
            int whole = 56 + chunks * (CHUNK + 16);
            refused(key, Arrays.copyOf(sealed, whole), limit, "truncated");
            for (int length = whole + 1; length < whole + 16; length++) {
                refused(key, Arrays.copyOf(sealed, length), limit, "shorter than a tag");
            }
            refused(key, Arrays.copyOf(sealed, whole + 16), limit, "chunk " + chunks + " is not");
        }
    }

    @Test
    void refuses_chunks_that_were_exchanged_doubled_or_dropped() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = ChunkedEncryption.seal(key, CONTEXT, new byte[2 * CHUNK], RANDOM);
        byte[] header = Arrays.copyOf(sealed, 56);
        byte[] first = Arrays.copyOfRange(sealed, 56, 56 + CHUNK + 16);
        byte[] second = Arrays.copyOfRange(sealed, 56 + CHUNK + 16, 56 + 2 * (CHUNK + 16));
        byte[] last = Arrays.copyOfRange(sealed, 56 + 2 * (CHUNK + 16), sealed.length);
        int limit = 10 * CHUNK;
        assertThat(ChunkedEncryption.open(key, CONTEXT, joined(header, first, second, last), limit))
                .hasSize(2 * CHUNK);
        refused(key, joined(header, second, first, last), limit, "chunk 0 is not");
        refused(key, joined(header, first, first, last), limit, "chunk 1 is not");
        refused(key, joined(header, first, last), limit, "chunk 1 is not");
        refused(key, joined(header, last), limit, "chunk 0 is not");
        refused(key, joined(header, first, second, last, last), limit, "chunk 2 is not");
        refused(key, joined(header, first, second), limit, "truncated");
    }

    @Test
    void refuses_more_than_the_caller_takes_before_opening_anything() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = ChunkedEncryption.seal(key, CONTEXT, new byte[CHUNK], RANDOM);
        assertThat(ChunkedEncryption.open(key, CONTEXT, sealed, CHUNK)).hasSize(CHUNK);
        refused(key, sealed, CHUNK - 1, "exceeds the 16383 bytes");
        refused(key, new byte[sealed.length], 0, "exceeds the 0 bytes");
    }

    @Test
    void a_damaged_ciphertext_is_refused_and_nothing_else_happens() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = ChunkedEncryption.seal(key, CONTEXT, Seeds.bytes(Seeds.of(1), CHUNK + 200), RANDOM);
        Seeds.forAll(300, random -> {
            byte[] damaged = Mutations.mutate(sealed, random);
            if (!Arrays.equals(damaged, sealed)) {
                for (AesGcm gcm : BOTH) {
                    assertThatThrownBy(() -> ChunkedEncryption.open(gcm, key, CONTEXT, damaged, 3 * CHUNK))
                            .isInstanceOf(SealRejected.class);
                }
            }
        });
    }

    @Test
    void checks_the_commitment_before_any_chunk() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = ChunkedEncryption.seal(key, CONTEXT, new byte[10], RANDOM);
        sealed[55] ^= 1;
        sealed[60] ^= 1;
        refused(key, sealed, 10, "commitment");
    }

    @Test
    void counts_chunks_over_the_last_five_bytes_of_the_nonce_and_stops_at_2_to_the_38() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = new byte[20];
        byte[] plain = new byte[4];
        long last = (1L << 38) - 1;
        try (ChunkCipher chunks = new ChunkCipher(AesGcm.preferred(), key, new byte[24], CONTEXT)) {
            chunks.seal(last, new byte[] {1, 2, 3, 4}, 0, 4, sealed, 0);
            assertThat(chunks.open(last, sealed, 0, 20, plain, 0)).isEqualTo(4);
            assertThat(plain).containsExactly(1, 2, 3, 4);
            assertThatThrownBy(() -> chunks.open(last - (1L << 32), sealed, 0, 20, plain, 0))
                    .isInstanceOf(SealRejected.class);
            assertThatThrownBy(() -> chunks.seal(last + 1, plain, 0, 4, sealed, 0))
                    .isInstanceOf(SealRejected.class)
                    .hasMessageContaining("2^38");
        }
    }

    @Test
    void takes_only_a_key_of_32_bytes() {
        assertThatThrownBy(() -> ChunkedEncryption.seal(SecretBytes.random(16, RANDOM), CONTEXT, new byte[1], RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void expands_keys_as_the_reference_does() {
        for (int length : new int[] {0, 1, 63, 64, 65, 76, 128, 1000}) {
            byte[] key = Seeds.bytes(Seeds.of(length), 32);
            byte[] info = Seeds.bytes(Seeds.of(length + 1), length);
            assertThat(Hkdf.expand("HmacSHA512", SecretBytes.copyOf(key), info, length)
                            .revealSecret())
                    .isEqualTo(ChunkedReference.hkdfExpandSha512(key, info, length));
        }
        assertThatThrownBy(() -> Hkdf.expand("HmacSHA512", SecretBytes.random(32, RANDOM), CONTEXT, 255 * 64 + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(SecretBytes key, byte[] sealed, int limitBytes, String why) {
        for (AesGcm gcm : BOTH) {
            assertThatThrownBy(() -> ChunkedEncryption.open(gcm, key, CONTEXT, sealed, limitBytes))
                    .isInstanceOf(SealRejected.class)
                    .hasMessageContaining("C2SP chunked-encryption")
                    .hasMessageContaining(why);
        }
    }

    private static byte[] joined(byte[]... parts) {
        var joined = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
