// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow at their end. Belongs to one thread.
final class ByteSink {

    private byte[] bytes;
    private int length;

    ByteSink(int expected) {
        bytes = new byte[expected];
    }

    int length() {
        return length;
    }

    void add(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    void add(byte[] from, int begin, int count) {
        room(count);
        System.arraycopy(from, begin, bytes, length, count);
        length += count;
    }

    /// Adds `text`, of which every character is ASCII.
    void addAscii(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        add(ascii, 0, ascii.length);
    }

    void clear() {
        length = 0;
    }

    /// A copy of all bytes.
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /// A copy of the bytes from `begin` on.
    byte[] copyFrom(int begin) {
        return Arrays.copyOfRange(bytes, begin, length);
    }

    private void room(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), (int)
                    Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
    }
}
