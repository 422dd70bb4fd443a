// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;

/// The times and bounds of the links to peers.
///
/// @param backoffMin wait after a first failure; each further one doubles it
/// @param backoffMax longest wait, however often it failed
/// @param contactInterval how often a quiet connection says who it is, which keeps it warm too
/// @param answerTimeMax how long a peer may take for an answer, beside the time for the bytes
/// @param bytesPerSecondMin the slowest link that is waited for
/// @param pullGrace how long a peer has to push what it says it sent, before it is asked for it
/// @param evidenceAfter how long a dispatch may wait for its witnesses before its sender is asked for them
/// @param refusalsMax signed refusals at the door that one peer gets at once
/// @param refusalInterval after which it may get one more
/// @param carries whether members that do not reach each other may be served through this node
public record PeersSettings(
        Duration backoffMin,
        Duration backoffMax,
        Duration contactInterval,
        Duration answerTimeMax,
        long bytesPerSecondMin,
        Duration pullGrace,
        Duration evidenceAfter,
        int refusalsMax,
        Duration refusalInterval,
        boolean carries) {

    /// A quarter of a second to a minute, contact twice a minute, links from 128 kbit/s.
    public static final PeersSettings STANDARD = new PeersSettings(
            Duration.ofMillis(250),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            16_384,
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            16,
            Duration.ofSeconds(1),
            true);

    /// How often a member calls the others where they cannot call it: so late may a flash message be.
    private static final Duration CALLING = Duration.ofSeconds(3);

    public PeersSettings {
        if (!positive(backoffMin)
                || !positive(backoffMax)
                || !positive(contactInterval)
                || !positive(answerTimeMax)
                || !positive(pullGrace)
                || !positive(evidenceAfter)
                || !positive(refusalInterval)
                || backoffMin.compareTo(backoffMax) > 0
                || bytesPerSecondMin < 1
                || refusalsMax < 1) {
            throw new IllegalArgumentException("times and bounds are positive, and the least wait is the shorter");
        }
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /// The same with another back-off.
    public PeersSettings withBackoff(Duration min, Duration max) {
        return new PeersSettings(
                min,
                max,
                contactInterval,
                answerTimeMax,
                bytesPerSecondMin,
                pullGrace,
                evidenceAfter,
                refusalsMax,
                refusalInterval,
                carries);
    }

    /// The same with another rhythm of contact and another patience before pulling.
    public PeersSettings withContact(Duration interval, Duration grace) {
        return new PeersSettings(
                backoffMin,
                backoffMax,
                interval,
                answerTimeMax,
                bytesPerSecondMin,
                grace,
                evidenceAfter,
                refusalsMax,
                refusalInterval,
                carries);
    }

    /// The same for a member that nobody can call: it asks often, and waits for nothing to be pushed.
    PeersSettings calling() {
        return withContact(contactInterval.compareTo(CALLING) < 0 ? contactInterval : CALLING, Duration.ofMillis(1));
    }

    /// The same with another patience for witnesses.
    public PeersSettings withEvidenceAfter(Duration wait) {
        return new PeersSettings(
                backoffMin,
                backoffMax,
                contactInterval,
                answerTimeMax,
                bytesPerSecondMin,
                pullGrace,
                wait,
                refusalsMax,
                refusalInterval,
                carries);
    }

    /// The same, where others are carried for or not.
    public PeersSettings withCarrying(boolean allowed) {
        return new PeersSettings(
                backoffMin,
                backoffMax,
                contactInterval,
                answerTimeMax,
                bytesPerSecondMin,
                pullGrace,
                evidenceAfter,
                refusalsMax,
                refusalInterval,
                allowed);
    }

    /// How long a message of so many bytes may take, its answer included.
    Duration timeMax(long bytes) {
        return answerTimeMax.plusMillis(bytes * 1_000 / bytesPerSecondMin);
    }
}
