// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/// Writes the canonical encoding of everything that is hashed, signed or sealed: big-endian integers of fixed width,
/// byte strings and lists behind a 32-bit length or count, in a fixed order, with nothing optional in between.
///
/// Two different messages of one kind never share an encoding, and one message never has two. Not safe for threads.
public final class CanonicalWriter {

    private byte[] buffer;
    private int length;

    /// A writer that starts with room for 256 bytes.
    public CanonicalWriter() {
        this(256);
    }

    /// A writer that starts with room for `capacityBytes`.
    public CanonicalWriter(int capacityBytes) {
        buffer = new byte[Math.max(16, capacityBytes)];
    }

    /// One byte, `value` from 0 to 255.
    public CanonicalWriter u8(int value) {
        return integer(value, 1);
    }

    /// Two bytes, `value` from 0 to 65,535.
    public CanonicalWriter u16(int value) {
        return integer(value, 2);
    }

    /// Four bytes, `value` from 0 to 2³¹ − 1, which is all that Java arrays and our limits need.
    public CanonicalWriter u32(int value) {
        return integer(value, 4);
    }

    /// Eight bytes, `value` from 0 to 2⁶³ − 1.
    public CanonicalWriter u64(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a negative number has no encoding: " + value);
        }
        return integer(value, 8);
    }

    /// One byte, 1 or 0.
    public CanonicalWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    /// The 32 bytes of `hash`.
    public CanonicalWriter hash(Hash hash) {
        return fixed(hash.bytes(), Hash.LENGTH_BYTES);
    }

    /// `bytes` without a length, of which there must be exactly `lengthBytes`.
    public CanonicalWriter fixed(byte[] bytes, int lengthBytes) {
        if (bytes.length != lengthBytes) {
            throw new IllegalArgumentException("expected %d bytes, not %d".formatted(lengthBytes, bytes.length));
        }
        return raw(bytes);
    }

    /// A 32-bit length and the bytes.
    public CanonicalWriter bytes(byte[] bytes) {
        return u32(bytes.length).raw(bytes);
    }

    /// A 32-bit length and the UTF-8 bytes of `text`.
    public CanonicalWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A 32-bit count and the elements, each written by `element`.
    public <E> CanonicalWriter list(Collection<E> elements, BiConsumer<CanonicalWriter, E> element) {
        u32(elements.size());
        for (E each : elements) {
            element.accept(this, each);
        }
        return this;
    }

    /// Number of bytes written so far.
    public int length() {
        return length;
    }

    /// A copy of what was written.
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    private CanonicalWriter integer(long value, int widthBytes) {
        if (value < 0 || (widthBytes < 8 && value >>> (8 * widthBytes) != 0)) {
            throw new IllegalArgumentException("%d does not fit in %d bytes".formatted(value, widthBytes));
        }
        reserve(widthBytes);
        for (int shift = 8 * (widthBytes - 1); shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    private CanonicalWriter raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > buffer.length) {
            buffer =
                    Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * buffer.length)));
        }
    }
}
