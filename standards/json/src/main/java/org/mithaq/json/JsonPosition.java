// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// A place in a document.
///
/// @param offset bytes before it, from 0
/// @param line from 1; a line ends with a line feed
/// @param column from 1, in Unicode code points since the line began
public record JsonPosition(long offset, long line, long column) {

    /// Where every document begins.
    public static final JsonPosition START = new JsonPosition(0, 1, 1);

    public JsonPosition {
        if (offset < 0 || line < 1 || column < 1) {
            throw new IllegalArgumentException("offsets count from 0, lines and columns from 1");
        }
    }

    /// The place `length` bytes after this one, when the bytes between are those of `bytes` from `from` on.
    ///
    /// What is no UTF-8 is counted too: every byte that does not continue a character begins a column.
    JsonPosition after(byte[] bytes, int from, int length) {
        long lines = line;
        long columns = column;
        int i = from;
        int end = from + length;
        while (i < end) {
            if (end - i >= Long.BYTES) {
                long word = Words.at(bytes, i);
                if (!Words.has(word, Words.LINE_FEEDS)) {
                    columns += Long.BYTES - Words.continuations(word);
                    i += Long.BYTES;
                    continue;
                }
            }
            byte b = bytes[i++];
            if (b == '\n') {
                lines++;
                columns = 1;
            } else if ((b & 0xc0) != 0x80) {
                columns++;
            }
        }
        return new JsonPosition(offset + length, lines, columns);
    }

    /// This place, found in a part that begins at `start`, as a place in the whole.
    public JsonPosition from(JsonPosition start) {
        return new JsonPosition(
                start.offset + offset, start.line + line - 1, line == 1 ? start.column + column - 1 : column);
    }

    /// This place as one counted from `start`, which lies before it.
    JsonPosition since(JsonPosition start) {
        return new JsonPosition(
                offset - start.offset, line - start.line + 1, line == start.line ? column - start.column + 1 : column);
    }

    @Override
    public String toString() {
        return "line %d, column %d (byte %d)".formatted(line, column, offset);
    }
}
