// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.io.IOException;
import java.io.InputStream;

/// Passes over values in a stream, and captures the bytes that it passes. Memory: its buffer, and what is captured.
///
/// It knows where strings and containers end, and nothing else of JSON: what it passes over may be malformed. Belongs
/// to one thread.
final class StructureScanner {

    private static final int END = -1;
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] buffer;
    private int i;
    private int limit;

    /// Where in the document the byte at `placeIndex` of the buffer stands.
    private JsonPosition place = JsonPosition.START;

    private int placeIndex;

    private ByteSink capture = new ByteSink(0);
    private boolean capturing;
    private boolean captureRefuses;
    private int captureMax;
    private int captureFrom;
    private long captured;

    StructureScanner(InputStream in) {
        this.in = in;
        this.buffer = new byte[BUFFER_BYTES];
    }

    /// The next byte, 0 to 255, or -1 at the end of the stream. Stays where it is.
    int peek() throws IOException {
        return i < limit || fill() ? buffer[i] & 0xff : END;
    }

    /// Passes one byte, which [#peek] has shown.
    void pass() {
        i++;
    }

    /// Where the next byte stands.
    JsonPosition place() {
        place = place.after(buffer, placeIndex, i - placeIndex);
        placeIndex = i;
        return place;
    }

    /// How many bytes the stream has yielded.
    long bytesRead() {
        return place.offset() + (limit - placeIndex);
    }

    /// Adds the bytes that are passed from here on to `sink`, but no more than `max`; the others are only counted.
    void capture(ByteSink sink, int max) {
        begin(sink, max, false);
    }

    /// Adds the bytes that are passed from here on to `sink`; refuses the document when that holds more than `max`.
    void captureOrRefuse(ByteSink sink, int max) {
        begin(sink, max, true);
        captured = sink.length();
    }

    private void begin(ByteSink sink, int max, boolean refuses) {
        capture = sink;
        captureMax = max;
        captureRefuses = refuses;
        captured = 0;
        captureFrom = i;
        capturing = true;
    }

    /// Brings the sink up to this place.
    void flush() {
        if (capturing) {
            int count = i - captureFrom;
            capture.add(buffer, captureFrom, Math.clamp(captureMax - captured, 0, count));
            captured += count;
            captureFrom = i;
            if (captureRefuses && captured > captureMax) {
                throw refused(
                        MalformedJson.Reason.TOO_LONG,
                        "limit bytesMax",
                        "at most " + captureMax + " bytes beside the elements");
            }
        }
    }

    /// Ends the capture. Yields how many bytes were passed since it began, beyond the maximum too.
    long endCapture() {
        flush();
        capturing = false;
        return captured;
    }

    /// RFC 8259 §2: `ws`.
    void passWhiteSpace() throws IOException {
        int b = peek();
        while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            i++;
            b = peek();
        }
    }

    /// Passes the string that begins here. False if the stream ends in it.
    boolean passString() throws IOException {
        i++;
        while (i < limit || fill()) {
            while (limit - i >= Long.BYTES) {
                long word = Words.at(buffer, i);
                if (Words.has(word, Words.QUOTATION_MARKS) || Words.has(word, Words.BACKSLASHES)) {
                    break;
                }
                i += Long.BYTES;
            }
            if (i == limit) {
                continue;
            }
            byte b = buffer[i++];
            if (b == '"') {
                return true;
            }
            if (b == '\\') {
                if (peek() == END) {
                    return false;
                }
                i++;
            }
        }
        return false;
    }

    /// Passes the array or object that begins here. False if the stream ends in it.
    boolean passContainer() throws IOException {
        long depth = 0;
        while (i < limit || fill()) {
            switch (buffer[i]) {
                case '{', '[' -> {
                    depth++;
                    i++;
                }
                case '}', ']' -> {
                    depth--;
                    i++;
                    if (depth == 0) {
                        return true;
                    }
                }
                case '"' -> {
                    if (!passString()) {
                        return false;
                    }
                }
                default -> i++;
            }
        }
        return false;
    }

    /// Passes what is neither string nor container, up to what must follow a value. False if the stream ends first:
    /// the rest of a number could be missing.
    boolean passScalar() throws IOException {
        while (i < limit || fill()) {
            switch (buffer[i]) {
                case ',', ']', '}', ':', '"', '[', '{', ' ', '\n', '\r', '\t' -> {
                    return true;
                }
                default -> i++;
            }
        }
        return false;
    }

    /// Passes everything.
    void passAll() throws IOException {
        do {
            i = limit;
        } while (fill());
    }

    /// Refuses the document for what stands here.
    MalformedJson refused(MalformedJson.Reason reason, String clause, String expected) {
        return MalformedJson.at(place(), reason, clause, expected, Excerpt.around(buffer, 0, limit, i));
    }

    /// Reads more; false at the end. All bytes of the buffer have been passed.
    private boolean fill() throws IOException {
        flush();
        place();
        int count = in.read(buffer, 0, buffer.length);
        if (count <= 0) {
            return false;
        }
        i = 0;
        limit = count;
        placeIndex = 0;
        captureFrom = 0;
        return true;
    }
}
