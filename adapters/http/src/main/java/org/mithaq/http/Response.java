// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.io.OutputStream;

/// One answer.
///
/// @param status 200 to 599
/// @param body what follows the headers
public record Response(int status, Headers headers, Body body) {

    /// The body of an answer.
    public sealed interface Body {
        /// No body.
        record None() implements Body {}

        /// All bytes at hand; handed over, not copied.
        final class Bytes implements Body {
            private final byte[] value;

            public Bytes(byte[] value) {
                this.value = value;
            }

            /// The bytes themselves, not a copy.
            public byte[] value() {
                return value;
            }
        }

        /// Written while it is sent, so that its size costs no memory.
        record Streamed(BodyWriter writer) implements Body {}
    }

    /// Writes a body to the connection. A failure after the first byte cuts the connection, so that the other end
    /// cannot take a part for the whole.
    @FunctionalInterface
    public interface BodyWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final Body NO_BODY = new Body.None();

    public Response {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a final status: " + status);
        }
    }

    /// An answer without a body.
    public static Response empty(int status) {
        return new Response(status, Headers.NONE, NO_BODY);
    }

    /// An answer whose bytes are at hand; `body` is handed over, not copied.
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Headers.of("Content-Type", contentType), new Body.Bytes(body));
    }

    /// An answer that `writer` writes while it is sent.
    public static Response streamed(int status, String contentType, BodyWriter writer) {
        return new Response(status, Headers.of("Content-Type", contentType), new Body.Streamed(writer));
    }

    /// The same answer with one more header field.
    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }
}
