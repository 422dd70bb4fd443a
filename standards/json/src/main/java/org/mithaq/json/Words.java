// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight bytes at a time. Texts are mostly plain characters, and passing those over is most of the work.
final class Words {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /// Eight times the byte to look for, for [#has].
    static final long BACKSLASHES = ONES * '\\';

    static final long QUOTATION_MARKS = ONES * '"';
    static final long LINE_FEEDS = ONES * '\n';

    private Words() {}

    /// The eight bytes from `i` on.
    static long at(byte[] bytes, int i) {
        return (long) LONGS.get(bytes, i);
    }

    /// Whether every byte is ASCII.
    static boolean isAscii(long word) {
        return (word & HIGH_BITS) == 0;
    }

    /// Whether one of the bytes is the one that `pattern` has eight times.
    static boolean has(long word, long pattern) {
        long difference = word ^ pattern;
        return ((difference - ONES) & ~difference & HIGH_BITS) != 0;
    }

    /// How many of the bytes continue a character of UTF-8: those of the form 10xxxxxx.
    static int continuations(long word) {
        return Long.bitCount(word & ~(word << 1) & HIGH_BITS);
    }
}
