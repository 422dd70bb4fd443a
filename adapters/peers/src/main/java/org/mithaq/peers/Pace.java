// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.Piece;

/// How fast one connection has been, and so how much to entrust to it at once: some seconds' worth, so that a break
/// costs no more than that, and what is more urgent comes in between. Owned by one worker.
final class Pace {

    private static final int SECONDS_AT_ONCE = 4;
    private static final double FIRST_BYTES_PER_SECOND = 262_144;
    private static final double LEAST_BYTES_PER_SECOND = 8_192;

    /// Shorter messages tell of the time that a signature takes, and not of the link.
    private static final int TELLING_BYTES_MIN = 16_384;

    private double bytesPerSecond = FIRST_BYTES_PER_SECOND;

    /// So many bytes went, and were answered.
    void took(long bytes, long nanos) {
        if (bytes >= TELLING_BYTES_MIN) {
            bytesPerSecond = Math.max(LEAST_BYTES_PER_SECOND, (bytesPerSecond + bytes * 1e9 / Math.max(1, nanos)) / 2);
        }
    }

    /// It broke, or was too slow.
    void broke() {
        bytesPerSecond = Math.max(LEAST_BYTES_PER_SECOND, bytesPerSecond / 2);
    }

    /// Bytes that go in one message.
    long bytesAtOnce() {
        return (long) (bytesPerSecond * SECONDS_AT_ONCE);
    }

    /// Bytes of a ciphertext that go in one piece.
    int pieceBytes() {
        return (int) Math.min(Piece.PART_BYTES_MAX, bytesAtOnce());
    }

    /// Whether the longest message is too much for it at once.
    boolean isThin() {
        return bytesAtOnce() < Parcels.BYTES_MAX;
    }
}
