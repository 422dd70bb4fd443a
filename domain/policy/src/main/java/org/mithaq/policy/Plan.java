// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a set of objects goes to an audience: in variants, each the same form for all its recipients.
///
/// @param variants recipients who may have the same objects, grouped; nobody is in two, and none is without objects
/// @param withheld every object that does not go to someone who is addressed, with the rule that says so
public record Plan(List<Variant> variants, List<Withheld> withheld) {

    /// Recipients for whom the decisions came out alike, so that one dispatch serves them all.
    ///
    /// @param recipients in the order of their ids
    /// @param releases what they all get, in the order in which it was asked for
    public record Variant(List<Party> recipients, List<Decision.Release> releases) {
        public Variant {
            recipients = List.copyOf(recipients);
            releases = List.copyOf(releases);
        }
    }

    /// One object that does not go to one recipient.
    public record Withheld(Party recipient, Decision.Withhold decision) {}

    public Plan {
        variants = List.copyOf(variants);
        withheld = List.copyOf(withheld);
    }

    /// Decides each of `items` for each member of `audience` but the sender itself.
    ///
    /// An audience of nobody gets an empty plan. Deterministic: recipients in the order of their ids, variants in
    /// the order of their first recipient. Time and memory grow with items times recipients.
    ///
    /// @param items objects to send, all by the same sender; one object once
    /// @param sender who is about to send them
    /// @param at the moment of the decision, as the caller's clock had it
    public static Plan of(List<Item> items, Party sender, Audience audience, Instant at) {
        Map<BitSet, List<Party>> forms = new LinkedHashMap<>();
        List<Withheld> withheld = new ArrayList<>();
        for (Party recipient : audience.members().stream().sorted().toList()) {
            if (recipient.equals(sender)) {
                continue;
            }
            BitSet form = new BitSet(items.size());
            for (int i = 0; i < items.size(); i++) {
                switch (Policy.decide(new Question(items.get(i), sender, audience, recipient, at))) {
                    case Decision.Release _ -> form.set(i);
                    case Decision.Withhold decision -> withheld.add(new Withheld(recipient, decision));
                }
            }
            forms.computeIfAbsent(form, _ -> new ArrayList<>()).add(recipient);
        }
        List<Variant> variants = new ArrayList<>();
        forms.forEach((form, recipients) -> {
            if (!form.isEmpty()) {
                variants.add(new Variant(recipients, releases(items, form, sender, audience, recipients, at)));
            }
        });
        return new Plan(variants, withheld);
    }

    /// The decisions for one of the recipients stand for all: by which rule an object is released follows from its
    /// label alone.
    private static List<Decision.Release> releases(
            List<Item> items, BitSet form, Party sender, Audience audience, List<Party> recipients, Instant at) {
        List<Decision.Release> releases = new ArrayList<>(form.cardinality());
        for (int i = form.nextSetBit(0); i >= 0; i = form.nextSetBit(i + 1)) {
            Question question = new Question(items.get(i), sender, audience, recipients.getFirst(), at);
            releases.add(new Decision.Release(items.get(i).id(), Policy.rule(question)));
        }
        return releases;
    }
}
