// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Reads what [CanonicalWriter] writes, and refuses every other spelling of it.
///
/// Each method names the field for the error, and takes the bound that the protocol sets for it; nothing is allocated
/// before the bound and the bytes that remain were checked. The caller ends with [#end].
public final class CanonicalReader {

    private final byte[] message;
    private final int end;
    private int offset;

    /// Reads all of `message`, which must not change meanwhile.
    public CanonicalReader(byte[] message) {
        this.message = message;
        this.end = message.length;
    }

    /// One byte, 0 to 255.
    public int u8(String field) {
        return (int) integer(field, 1);
    }

    /// Two bytes, 0 to 65,535.
    public int u16(String field) {
        return (int) integer(field, 2);
    }

    /// Four bytes, 0 to 2³¹ − 1.
    public int u32(String field) {
        long value = integer(field, 4);
        if (value > Integer.MAX_VALUE) {
            throw refuse(field, offset - 4, "at most 2^31 - 1");
        }
        return (int) value;
    }

    /// Eight bytes, 0 to 2⁶³ − 1.
    public long u64(String field) {
        long value = integer(field, 8);
        if (value < 0) {
            throw refuse(field, offset - 8, "at most 2^63 - 1");
        }
        return value;
    }

    /// One byte that is 0 or 1.
    public boolean flag(String field) {
        int value = u8(field);
        if (value > 1) {
            throw refuse(field, offset - 1, "0 or 1");
        }
        return value == 1;
    }

    /// 32 bytes.
    public Hash hash(String field) {
        return Hash.wrap(fixed(field, Hash.LENGTH_BYTES));
    }

    /// Exactly `lengthBytes` bytes.
    public byte[] fixed(String field, int lengthBytes) {
        if (end - offset < lengthBytes) {
            throw refuse(field, offset, lengthBytes + " bytes, of which " + (end - offset) + " are there");
        }
        byte[] bytes = Arrays.copyOfRange(message, offset, offset + lengthBytes);
        offset += lengthBytes;
        return bytes;
    }

    /// A 32-bit length, at most `limitBytes`, and so many bytes.
    public byte[] bytes(String field, int limitBytes) {
        int length = bounded(field, limitBytes, "bytes");
        return fixed(field, length);
    }

    /// A 32-bit length, at most `limitBytes`, and well-formed UTF-8.
    public String text(String field, int limitBytes) {
        int at = offset;
        byte[] bytes = bytes(field, limitBytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refuse(field, at, "well-formed UTF-8");
        }
    }

    /// A 32-bit count, at most `countMax`, and so many elements, each read by `element`.
    public <E> List<E> list(String field, int countMax, Function<CanonicalReader, E> element) {
        int count = bounded(field, countMax, "elements");
        List<E> elements = new ArrayList<>(Math.min(count, 1_024));
        for (int index = 0; index < count; index++) {
            elements.add(element.apply(this));
        }
        return List.copyOf(elements);
    }

    /// Number of bytes not yet read.
    public int remaining() {
        return end - offset;
    }

    /// Refuses bytes that follow the message.
    public void end(String message) {
        if (offset != end) {
            throw refuse(message, offset, "the end, and not " + (end - offset) + " more bytes");
        }
    }

    /// An error at the present position, for checks that only the caller can make.
    public MalformedEncoding refuse(String field, String expected) {
        return refuse(field, offset, expected);
    }

    private static MalformedEncoding refuse(String field, int at, String expected) {
        return new MalformedEncoding(field, at, expected);
    }

    private int bounded(String field, int max, String unit) {
        int at = offset;
        int value = u32(field);
        if (value > max) {
            throw refuse(field, at, "at most %d %s, not %d".formatted(max, unit, value));
        }
        return value;
    }

    private long integer(String field, int widthBytes) {
        if (end - offset < widthBytes) {
            throw refuse(field, offset, widthBytes + " bytes, of which " + (end - offset) + " are there");
        }
        long value = 0;
        for (int index = 0; index < widthBytes; index++) {
            value = value << 8 | (message[offset++] & 0xff);
        }
        return value;
    }
}
