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

    /// Whether `signedMicros` is further ahead of `nowMicros` than clocks differ.
    static boolean isAhead(long signedMicros, long nowMicros) {
        return signedMicros - CLOCK_ERROR_MICROS > nowMicros;
    }

    /// What was found, for a refusal.
    static String found(MemberCard card, long signedMicros) {
        return "it says %s, and the card of %s holds from %s to %s"
                .formatted(
                        Core.instant(signedMicros),
                        card.id().shortForm(),
                        card.validity().notBefore(),
                        card.validity().notAfter());
    }
}
