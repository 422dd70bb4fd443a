// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class ChunkedStreamsTest {

    private static final int CHUNK = 16 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] CONTEXT = "a large payload".getBytes(StandardCharsets.US_ASCII);

    private final SecretBytes key = SecretBytes.random(32, RANDOM);

    @Test
    void streams_give_the_same_bytes_as_the_whole_however_they_are_cut() {
        Seeds.forAll(60, random -> {
            byte[] message = Seeds.bytes(random, random.nextInt(3) * CHUNK + random.nextInt(3) * random.nextInt(9000));
            long salt = random.nextLong();
            byte[] whole = ChunkedEncryption.seal(key, CONTEXT, message, new FixedRandom(Seeds.of(salt)));
            ByteArrayOutputStream sealed = new ByteArrayOutputStream();
            ByteArrayOutputStream opened = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 + random.nextInt(40_000)];
            try (ChunkedSealer sealer =
                    ChunkedEncryption.sealing(key, CONTEXT, sealed, new FixedRandom(Seeds.of(salt)))) {
                for (int at = 0; at < message.length; ) {
                    int part = Math.min(message.length - at, random.nextInt(buffer.length + 1));
                    sealer.write(message, at, part);
                    at += part;
                }
                sealer.finish();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            assertThat(sealed.toByteArray()).isEqualTo(whole);
            try (InputStream opener = opening(whole, message.length)) {
                for (int read = opener.read(buffer); read >= 0; read = opener.read(buffer)) {
                    opened.write(buffer, 0, read);
                }
                assertThat(opener.read()).isEqualTo(-1);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            assertThat(opened.toByteArray()).isEqualTo(message);
        });
    }

    @Test
    void closing_without_finishing_leaves_a_message_that_does_not_open() throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        ChunkedSealer sealer = ChunkedEncryption.sealing(key, CONTEXT, sealed, RANDOM);
        sealer.write(new byte[CHUNK + 10]);
        sealer.close();
        refused(sealed.toByteArray(), 2 * CHUNK, "truncated");
        assertThatThrownBy(() -> sealer.write(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(sealer::finish).isInstanceOf(IOException.class);
    }

    @Test
    void nothing_follows_a_finished_message() throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        ChunkedSealer sealer = ChunkedEncryption.sealing(key, CONTEXT, sealed, RANDOM);
        sealer.write(7);
        sealer.finish();
        assertThatThrownBy(() -> sealer.write(1)).isInstanceOf(IOException.class);
        assertThat(ChunkedEncryption.open(key, CONTEXT, sealed.toByteArray(), 1))
                .containsExactly(7);
    }

    @Test
    void another_key_is_refused_before_the_first_byte() {
        byte[] sealed = ChunkedEncryption.seal(SecretBytes.random(32, RANDOM), CONTEXT, new byte[9], RANDOM);
        assertThatThrownBy(() -> opening(sealed, 9)).isInstanceOf(SealRejected.class);
        assertThatThrownBy(() -> opening(Arrays.copyOf(sealed, 55), 9)).isInstanceOf(SealRejected.class);
    }

    @Test
    void refuses_lengths_that_no_message_has_and_more_than_the_caller_takes() throws IOException {
        byte[] sealed = ChunkedEncryption.seal(key, CONTEXT, new byte[CHUNK + 30], RANDOM);
        int second = 56 + CHUNK + 16;
        refused(Arrays.copyOf(sealed, 56), 2 * CHUNK, "truncated");
        refused(Arrays.copyOf(sealed, second), 2 * CHUNK, "truncated");
        refused(Arrays.copyOf(sealed, second + 15), 2 * CHUNK, "shorter than a tag");
        refused(Arrays.copyOf(sealed, second + 16), 2 * CHUNK, "chunk 1 is not");
        refused(Arrays.copyOf(sealed, sealed.length + 1), 2 * CHUNK, "chunk 1 is not");
        refused(sealed, CHUNK + 29, "exceeds the 16413 bytes");
        refused(sealed, 100, "exceeds the 100 bytes");
        try (InputStream opener = opening(sealed, CHUNK + 30)) {
            assertThat(opener.readAllBytes()).hasSize(CHUNK + 30);
        }
    }

    @Test
    void a_damaged_stream_yields_a_true_beginning_and_then_fails_for_ever() {
        byte[] message = Seeds.bytes(Seeds.of(5), 2 * CHUNK + 50);
        byte[] sealed = ChunkedEncryption.seal(key, CONTEXT, message, RANDOM);
        Seeds.forAll(200, random -> {
            byte[] damaged = Mutations.mutate(sealed, random);
            if (Arrays.equals(damaged, sealed)) {
                return;
            }
            ByteArrayOutputStream opened = new ByteArrayOutputStream();
            assertThatThrownBy(() -> opening(damaged, 9 * CHUNK).transferTo(opened))
                    .isInstanceOf(SealRejected.class);
            assertThat(opened.toByteArray()).isEqualTo(Arrays.copyOf(message, opened.size()));
        });
    }

    private InputStream opening(byte[] sealed, long limitBytes) throws IOException {
        return ChunkedEncryption.opening(key, CONTEXT, new ByteArrayInputStream(sealed), limitBytes);
    }

    private void refused(byte[] sealed, long limitBytes, String why) throws IOException {
        InputStream opener = opening(sealed, limitBytes);
        assertThatThrownBy(opener::readAllBytes)
                .isInstanceOf(SealRejected.class)
                .hasMessageContaining(why);
        assertThatThrownBy(opener::read).isInstanceOf(SealRejected.class).hasMessageContaining(why);
    }
}
