// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.IOException;
import java.time.Duration;
import org.mithaq.http.Reply;

/// A peer answered, and not with what it was asked for.
final class PeerRefused extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int TEXT_CHARACTERS_MAX = 300;
    private static final int RETRY_SECONDS_MAX = 3_600;

    private final int status;
    private final Duration retryAfter;

    private PeerRefused(int status, Duration retryAfter, String message) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    static PeerRefused of(Reply reply) {
        String text = reply.text().replaceAll("\\p{Cntrl}", " ");
        String clipped = text.length() > TEXT_CHARACTERS_MAX ? text.substring(0, TEXT_CHARACTERS_MAX) + "…" : text;
        return new PeerRefused(
                reply.status(), retryAfter(reply), "it answered with status " + reply.status() + ": " + clipped);
    }

    /// What no carrier takes.
    static PeerRefused tooLong(int bytes) {
        return new PeerRefused(413, Duration.ZERO, "%,d bytes are too many to be carried at once".formatted(bytes));
    }

    private static Duration retryAfter(Reply reply) {
        return reply.headers().fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("Retry-After")
                        && field.value().matches("[0-9]{1,4}"))
                .findFirst()
                .map(field -> Duration.ofSeconds(Math.min(RETRY_SECONDS_MAX, Integer.parseInt(field.value()))))
                .orElse(Duration.ZERO);
    }

    /// Whether it is about the message, so that the next one may do better.
    boolean aboutMessage() {
        return status == 400 || status == 413 || lacksPieces();
    }

    /// Whether pieces are lacking there that were there before.
    boolean lacksPieces() {
        return status == PeerConnection.LACKING;
    }

    /// The status of the answer.
    int status() {
        return status;
    }

    /// How long the peer asks us to wait; zero where it does not say.
    Duration retryAfter() {
        return retryAfter;
    }
}
