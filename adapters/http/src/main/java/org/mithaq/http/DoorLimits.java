// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.time.Duration;

/// What one door gives at most, whatever is asked for.
///
/// @param connectionsMax connections at once; for one more, the longest unproved one of the address that has most
///     of them is closed without a word, or it itself where all are proved
/// @param connectionsPerAddressMax the same of one address, or of one IPv6 network of 64 bits
/// @param requestsPerPeerMax requests in progress at once for one pin, or at a plain door for one caller that a
///     gate knows, or for all others of one address; one more is answered with 429
/// @param headerBytesMax bytes of a request's line and headers together
/// @param headerTimeMax from the opening of a connection to its first whole request (the TLS handshake included),
///     and from the first byte of each later request to the end of its headers
/// @param idleMax how long a connection may be silent
/// @param bodyBytesPerSecondMin least mean rate of a request body, after a grace of five seconds
public record DoorLimits(
        int connectionsMax,
        int connectionsPerAddressMax,
        int requestsPerPeerMax,
        int headerBytesMax,
        Duration headerTimeMax,
        Duration idleMax,
        long bodyBytesPerSecondMin) {

    /// Fit for a member of a federation of a hundred: 1,024 connections, 64 from one address, 32 requests of one
    /// peer.
    public static final DoorLimits STANDARD =
            new DoorLimits(1_024, 64, 32, 16_384, Duration.ofSeconds(10), Duration.ofSeconds(120), 1_024);

    public DoorLimits {
        if (connectionsMax < 1
                || connectionsPerAddressMax < 1
                || requestsPerPeerMax < 1
                || headerBytesMax < 256
                || bodyBytesPerSecondMin < 0
                || !positive(headerTimeMax)
                || !positive(idleMax)) {
            throw new IllegalArgumentException("limits of a door are positive, and headers have 256 bytes or more");
        }
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /// The same limits with other numbers of connections.
    public DoorLimits withConnections(int max, int perAddressMax) {
        return new DoorLimits(
                max, perAddressMax, requestsPerPeerMax, headerBytesMax, headerTimeMax, idleMax, bodyBytesPerSecondMin);
    }

    /// The same limits with another number of requests for one peer.
    public DoorLimits withRequestsPerPeer(int max) {
        return new DoorLimits(
                connectionsMax,
                connectionsPerAddressMax,
                max,
                headerBytesMax,
                headerTimeMax,
                idleMax,
                bodyBytesPerSecondMin);
    }

    /// The same limits with other times.
    public DoorLimits withTimes(Duration header, Duration idle) {
        return new DoorLimits(
                connectionsMax,
                connectionsPerAddressMax,
                requestsPerPeerMax,
                headerBytesMax,
                header,
                idle,
                bodyBytesPerSecondMin);
    }
}
