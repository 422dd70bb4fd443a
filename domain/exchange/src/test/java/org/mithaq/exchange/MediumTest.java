// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// Media as files (protocol, Media): messages one after the other, each bounded, with an end that counts them.
class MediumTest {

    private static final Medium MEDIUM = new Messages(Seeds.of(11)).medium();

    private static byte[] written(MediumPart... parts) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            MediumWriter writer = new MediumWriter(out, MEDIUM);
            for (MediumPart part : parts) {
                writer.add(part);
            }
            writer.end();
            assertThat(writer.bytes()).isEqualTo(out.size());
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] usual() {
        return written(
                new MediumPart.Contact(new byte[] {1}),
                new MediumPart.Read(new byte[] {2, 2}),
                new MediumPart.Answered(new byte[] {3, 3}),
                new MediumPart.Sent(new byte[300]));
    }

    /// @param whole whether the end was there
    private record Found(List<MediumPart> parts, boolean whole) {}

    private static Found read(byte[] bytes) {
        try {
            MediumReader reader = new MediumReader(new ByteArrayInputStream(bytes));
            assertThat(reader.medium()).isEqualTo(MEDIUM);
            List<MediumPart> parts = new ArrayList<>();
            for (Optional<MediumPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                parts.add(part.get());
            }
            assertThat(reader.next()).isEmpty();
            return new Found(parts, reader.isWhole());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void what_was_written_is_read_in_its_order() {
        Found found = read(usual());
        assertThat(found.whole()).isTrue();
        assertThat(found.parts())
                .hasExactlyElementsOfTypes(
                        MediumPart.Contact.class,
                        MediumPart.Read.class,
                        MediumPart.Answered.class,
                        MediumPart.Sent.class);
        assertThat(((MediumPart.Sent) found.parts().getLast()).delivery()).hasSize(300);
    }

    @Test
    void a_medium_is_named_by_all_of_its_bytes_alike_by_writer_and_reader() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MediumWriter writer = new MediumWriter(out, MEDIUM);
        writer.add(new MediumPart.Sent(new byte[300]));
        writer.end();
        MediumReader reader = new MediumReader(new ByteArrayInputStream(out.toByteArray()));
        assertThat(reader.next()).isPresent();
        assertThatIllegalStateException().isThrownBy(reader::hash);
        assertThat(reader.next()).isEmpty();

        assertThat(reader.hash()).isEqualTo(Hash.of(out.toByteArray())).isEqualTo(writer.hash());
    }

    @Test
    void a_medium_that_is_cut_anywhere_is_known_to_be_cut() {
        byte[] bytes = usual();
        for (int length = Medium.LENGTH_BYTES; length < bytes.length; length++) {
            assertThat(read(Arrays.copyOf(bytes, length)).whole())
                    .as("%d bytes", length)
                    .isFalse();
        }
        for (int length = 0; length < Medium.LENGTH_BYTES; length++) {
            byte[] beginning = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(MalformedEncoding.class).isThrownBy(() -> read(beginning));
        }
    }

    @Test
    void a_part_that_is_missing_or_comes_twice_is_seen_at_the_end() {
        byte[] bytes = usual();
        byte[] without = new byte[bytes.length - 6];
        System.arraycopy(bytes, 0, without, 0, Medium.LENGTH_BYTES);
        System.arraycopy(
                bytes, Medium.LENGTH_BYTES + 6, without, Medium.LENGTH_BYTES, bytes.length - Medium.LENGTH_BYTES - 6);
        assertThatExceptionOfType(MalformedEncoding.class)
                .isThrownBy(() -> read(without))
                .withMessageContaining("end.parts");
    }

    @Test
    void nothing_follows_the_end_and_every_length_and_kind_is_bounded() {
        byte[] bytes = usual();
        assertThatExceptionOfType(MalformedEncoding.class)
                .isThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("nothing after the end");
        for (int kind : new int[] {0, 6, 255}) {
            assertThatExceptionOfType(MalformedEncoding.class)
                    .isThrownBy(() -> read(begun(kind, 0)))
                    .withMessageContaining("1 to 5");
        }
        for (int kind = 1; kind <= 5; kind++) {
            int of = kind;
            assertThatExceptionOfType(MalformedEncoding.class)
                    .isThrownBy(() -> read(begun(of, Integer.MAX_VALUE)))
                    .withMessageContaining("at most");
        }
    }

    private static byte[] begun(int kind, int length) {
        byte[] head = new CanonicalWriter().u8(kind).u32(length).toByteArray();
        byte[] bytes = Arrays.copyOf(MEDIUM.toBytes(), Medium.LENGTH_BYTES + head.length);
        System.arraycopy(head, 0, bytes, Medium.LENGTH_BYTES, head.length);
        return bytes;
    }

    @Test
    void whatever_is_done_to_a_medium_only_the_documented_refusal_escapes() {
        Seeds.forAll(2_000, random -> {
            byte[] mutated = Mutations.mutate(usual(), random);
            try {
                MediumReader reader = new MediumReader(new ByteArrayInputStream(mutated));
                while (reader.next().isPresent()) {
                    assertThat(reader.isWhole()).isFalse();
                }
            } catch (MalformedEncoding refused) {
                assertThat(refused).hasMessageContaining("expected");
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
    }
}
