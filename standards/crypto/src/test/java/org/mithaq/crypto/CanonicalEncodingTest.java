// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Seeds;

class CanonicalEncodingTest {

    @Test
    void what_is_written_is_read_again_field_by_field() {
        byte[] message = new CanonicalWriter(1)
                .u8(255)
                .u16(65_535)
                .u32(Integer.MAX_VALUE)
                .u64(Long.MAX_VALUE)
                .flag(true)
                .hash(Hash.ZERO)
                .text("ميثاق")
                .list(List.of(1, 2, 3), CanonicalWriter::u16)
                .toByteArray();
        CanonicalReader reader = new CanonicalReader(message);
        assertThat(reader.u8("a")).isEqualTo(255);
        assertThat(reader.u16("b")).isEqualTo(65_535);
        assertThat(reader.u32("c")).isEqualTo(Integer.MAX_VALUE);
        assertThat(reader.u64("d")).isEqualTo(Long.MAX_VALUE);
        assertThat(reader.flag("e")).isTrue();
        assertThat(reader.hash("f")).isEqualTo(Hash.ZERO);
        assertThat(reader.text("g", 10)).isEqualTo("ميثاق");
        assertThat(reader.list("h", 3, each -> each.u16("i"))).containsExactly(1, 2, 3);
        reader.end("message");
    }

    @Test
    void numbers_that_do_not_fit_are_refused_when_written() {
        assertThatThrownBy(() -> new CanonicalWriter().u8(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CanonicalWriter().u16(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CanonicalWriter().u64(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_truncation_and_every_trailing_byte_is_refused_with_field_and_position() {
        byte[] message = new CanonicalWriter().text("abc").u64(7).toByteArray();
        for (int length = 0; length < message.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(message, length);
            assertThatThrownBy(() -> readTextAndNumber(cut)).isInstanceOf(MalformedEncoding.class);
        }
        byte[] longer = java.util.Arrays.copyOf(message, message.length + 1);
        assertThatThrownBy(() -> readTextAndNumber(longer))
                .isInstanceOf(MalformedEncoding.class)
                .hasMessage("message at byte 15: expected the end, and not 1 more bytes");
    }

    @Test
    void lengths_beyond_the_bound_are_refused_before_anything_is_allocated() {
        byte[] huge = new CanonicalWriter().u32(Integer.MAX_VALUE).toByteArray();
        assertThatThrownBy(() -> new CanonicalReader(huge).bytes("field", 100))
                .isInstanceOf(MalformedEncoding.class)
                .hasMessageContaining("at most 100 bytes");
        assertThatThrownBy(() -> new CanonicalReader(huge).list("field", Integer.MAX_VALUE, each -> each.u8("x")))
                .isInstanceOf(MalformedEncoding.class);
    }

    @Test
    void flags_and_text_have_one_spelling() {
        assertThatThrownBy(() -> new CanonicalReader(new byte[] {2}).flag("flag"))
                .isInstanceOf(MalformedEncoding.class);
        byte[] overlong = new CanonicalWriter()
                .bytes(new byte[] {(byte) 0xc0, (byte) 0x80})
                .toByteArray();
        assertThatThrownBy(() -> new CanonicalReader(overlong).text("text", 10))
                .isInstanceOf(MalformedEncoding.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void random_bytes_are_read_or_refused_but_never_break_the_reader() {
        List<Class<?>> seen = new ArrayList<>();
        Seeds.forAll(2_000, random -> {
            byte[] noise = Seeds.bytes(random, random.nextInt(40));
            try {
                readTextAndNumber(noise);
            } catch (MalformedEncoding refused) {
                seen.add(refused.getClass());
            }
        });
        assertThat(seen).isNotEmpty();
    }

    @Test
    void labels_keep_uses_apart() {
        byte[] message = {1};
        assertThat(new Label("a").hash(message)).isNotEqualTo(new Label("b").hash(message));
        assertThat(new Label("ab").hash()).isNotEqualTo(new Label("a").hash(new byte[] {'b'}));
        assertThat(new Label("a").hash(Hash.ZERO, Hash.ZERO)).isEqualTo(new Label("a").hash(new byte[64]));
        assertThatThrownBy(() -> new Label("é")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void readTextAndNumber(byte[] message) {
        CanonicalReader reader = new CanonicalReader(message);
        reader.text("text", 100);
        reader.u64("number");
        reader.end("message");
    }
}
