// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.charter.MemberCard;
import org.mithaq.charter.Validity;

/// Whether a card holds at a signed time (protocol, Header 6 and 7). A pure rule: the clock is an argument.
final class CardTimes {

    /// How far two clocks of honest members may differ.
    static final long CLOCK_ERROR_MICROS = 300_000_000L;

    private CardTimes() {}

    /// Whether `signedMicros` is within the validity of `card`, the last second included, give or take the clock error.
    static boolean covers(MemberCard card, long signedMicros) {
        Validity validity = card.validity();
        return signedMicros + CLOCK_ERROR_MICROS >= Core.micros(validity.notBefore())
                && signedMicros - CLOCK_ERROR_MICROS
                        < Core.micros(validity.notAfter().plusSeconds(1));
    }

    /// Whether what was signed just now and heard at once shows two clocks that differ by no more than they may.
    static boolean agree(long signedMicros, long nowMicros) {
        return Math.abs(signedMicros - nowMicros) <= CLOCK_ERROR_MICROS;
    }

    /// Whether `signedMicros` is further ahead of `nowMicros` than clocks differ.
    static boolean isAhead(long signedMicros, long nowMicros) {
        return signedMicros - CLOCK_ERROR_MICROS > nowMicros;
    }

    /// Which clocks do not agree, for a refusal.
    static String apart(MemberCard card, long signedMicros, long nowMicros) {
        return "the clock of %s is %d s %s ours, which says %s: one of the two is wrong"
                .formatted(
                        card.id().shortForm(),
                        Math.abs(signedMicros - nowMicros) / 1_000_000,
                        signedMicros < nowMicros ? "behind" : "ahead of",
                        Core.instant(nowMicros));
    }

    /// What was found, for a refusal.
    static String found(MemberCard card, long timeMicros) {
        return "the time is %s, and the card of %s holds from %s to %s"
                .formatted(
                        Core.instant(timeMicros),
                        card.id().shortForm(),
                        card.validity().notBefore(),
                        card.validity().notAfter());
    }
}
