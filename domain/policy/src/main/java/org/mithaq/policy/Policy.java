// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import java.util.Optional;
import org.mithaq.policy.Terms.Onward;
import org.mithaq.stix.Tlp;

/// Decides what may leave. Pure: no clock, no store, no state.
public final class Policy {

    private Policy() {}

    /// Answers one question.
    ///
    /// TLP 2.0 between organisations: RED only to those that the originator named, never by membership of
    /// anything; AMBER+STRICT and AMBER to the audience that the originator addressed, and onward by its
    /// permission only; GREEN to the federation's channels; CLEAR to any audience. How far it goes inside the
    /// recipient's organisation, where AMBER+STRICT and AMBER differ, is the recipient's duty. Nothing goes to
    /// one that is not addressed.
    ///
    /// An object without a label is withheld: TLP knows no default, and a guess would be ours, not the
    /// originator's. Of several labels the strictest holds, for the whole object.
    public static Decision decide(Question question) {
        Rule rule = rule(question);
        return rule.releases()
                ? new Decision.Release(question.item().id(), rule)
                : new Decision.Withhold(question.item().id(), rule);
    }

    static Rule rule(Question question) {
        Item item = question.item();
        Terms terms = item.terms();
        if (question.audience().members().isEmpty()) {
            return Rule.AUDIENCE_EMPTY;
        }
        if (!question.audience().members().contains(question.recipient())) {
            return Rule.NOT_ADDRESSED;
        }
        if (terms.expires().isPresent()
                && !question.at().isBefore(terms.expires().get())) {
            return Rule.EXPIRED;
        }
        if (!item.markings().unknown().isEmpty()) {
            return Rule.MARKING_UNKNOWN;
        }
        Optional<Tlp> label = label(item);
        if (label.isEmpty()) {
            return Rule.UNMARKED;
        }
        if (question.isRelay() && terms.onward() == Onward.FORBIDDEN) {
            return Rule.NO_ONWARD;
        }
        boolean permitted = !question.isRelay() || terms.onward() == Onward.PERMITTED;
        return switch (label.get()) {
            case RED -> red(terms.named().contains(question.recipient()), permitted);
            case AMBER_STRICT -> permitted ? Rule.AMBER_STRICT_ADDRESSED : Rule.RELAY_NOT_PERMITTED;
            case AMBER -> permitted ? Rule.AMBER_ADDRESSED : Rule.RELAY_NOT_PERMITTED;
            case GREEN ->
                permitted || question.audience().kind().isOfTheFederation()
                        ? Rule.GREEN_ADDRESSED
                        : Rule.GREEN_OUTSIDE_COMMUNITY;
            case CLEAR -> Rule.CLEAR_ADDRESSED;
        };
    }

    /// The label that holds: the strictest of the markings and of what the originator stated.
    public static Optional<Tlp> label(Item item) {
        Optional<Tlp> marked = item.markings().tlp();
        Optional<Tlp> stated = item.terms().stated();
        return marked.isPresent() && stated.isPresent()
                ? Optional.of(Tlp.stricter(marked.get(), stated.get()))
                : marked.or(() -> stated);
    }

    private static Rule red(boolean named, boolean permitted) {
        if (!named) {
            return Rule.RED_NOT_NAMED;
        }
        return permitted ? Rule.RED_NAMED : Rule.RELAY_NOT_PERMITTED;
    }
}
