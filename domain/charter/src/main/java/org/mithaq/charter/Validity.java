// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// From when until when a card holds (Charter 1.8). The fold has no clock: whoever relies on a card at a time asks
/// [#covers].
///
/// @param notBefore first second of it
/// @param notAfter last second of it, after `notBefore` and before the year 10000
public record Validity(Instant notBefore, Instant notAfter) {

    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    public Validity {
        boolean admitted = isWholeSecond(notBefore)
                && isWholeSecond(notAfter)
                && !notBefore.isBefore(Instant.EPOCH)
                && notBefore.isBefore(notAfter)
                && notAfter.isBefore(YEAR_10000);
        if (!admitted) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.VALIDITY, notBefore + " to " + notAfter);
        }
    }

    /// Whether `time` is in it.
    public boolean covers(Instant time) {
        return !time.isBefore(notBefore) && time.isBefore(notAfter.plusSeconds(1));
    }

    private static boolean isWholeSecond(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
    }
}
