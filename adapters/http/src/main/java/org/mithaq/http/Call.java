// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.InputStream;
import java.time.Duration;

/// One request that we make.
///
/// @param path path and query, already encoded, from the slash on
/// @param body what is sent
/// @param timeMax until the whole answer is here
/// @param answerBytesMax bytes of the answer's body at most
public record Call(Method method, String path, Headers headers, Body body, Duration timeMax, long answerBytesMax) {

    /// What is sent.
    public sealed interface Body {
        /// No body.
        record None() implements Body {}

        /// Bytes at hand; handed over, not copied.
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

        /// Read while it is sent, then closed.
        record Streamed(InputStream value) implements Body {}
    }

    private static final Body NO_BODY = new Body.None();

    public Call {
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
            throw new IllegalArgumentException("not the path of a request (RFC 9112 §3.2.1)");
        }
        if (answerBytesMax < 0 || timeMax.isNegative() || timeMax.isZero()) {
            throw new IllegalArgumentException("limits of a request are positive");
        }
    }

    /// Asks for `path`.
    public static Call get(String path, Duration timeMax, long answerBytesMax) {
        return new Call(Method.GET, path, Headers.NONE, NO_BODY, timeMax, answerBytesMax);
    }

    /// Sends `body`, handed over, not copied.
    public static Call post(String path, String contentType, byte[] body, Duration timeMax, long answerBytesMax) {
        return new Call(
                Method.POST,
                path,
                Headers.of("Content-Type", contentType),
                new Body.Bytes(body),
                timeMax,
                answerBytesMax);
    }

    /// The same request with one more header field.
    public Call with(String name, String value) {
        return new Call(method, path, headers.with(name, value), body, timeMax, answerBytesMax);
    }
}
