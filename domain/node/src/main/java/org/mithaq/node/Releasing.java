// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mithaq.charter.Channel;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Terms;
import org.mithaq.policy.Audience;
import org.mithaq.policy.Party;
import org.mithaq.policy.Plan;
import org.mithaq.policy.Terms.Onward;
import org.mithaq.stix.Markings;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.Tlp;

/// Asks policy who may get what, and groups the answers into what is sent together. Pure.
public final class Releasing {

    private static final List<Tlp> BY_NUMBER = List.of(Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED);

    private Releasing() {}

    /// To whom something is addressed.
    ///
    /// @param kind what binds them together
    /// @param members all who are addressed; empty is nobody
    /// @param named those whom the originator named one by one, for TLP:RED
    public record Addressed(Audience.Kind kind, Set<MemberId> members, Set<MemberId> named) {

        public Addressed {
            members = Set.copyOf(members);
            named = Set.copyOf(named);
        }
    }

    /// Who is addressed by a posting in a channel of the charter: all its members, or those named.
    public static Addressed in(Channel channel, Set<MemberId> named) {
        if (!named.isEmpty()) {
            Set<MemberId> both = new HashSet<>(channel.members());
            both.retainAll(named);
            return new Addressed(Audience.Kind.NAMED, both, named);
        }
        Audience.Kind kind = switch (channel.kind()) {
            case PLENARY -> Audience.Kind.PLENARY;
            case COMMUNITY -> Audience.Kind.COMMUNITY;
            case BILATERAL -> Audience.Kind.BILATERAL;
        };
        return new Addressed(kind, channel.members(), Set.of());
    }

    /// What goes to the same recipients.
    ///
    /// @param recipients to whom
    /// @param items what, in the order of the request
    public record Group(Set<MemberId> recipients, List<Item> items) {

        public Group {
            recipients = Set.copyOf(recipients);
            items = List.copyOf(items);
        }
    }

    /// One item that does not go to one member.
    ///
    /// @param recipient to whom not
    /// @param stixId what
    /// @param rule code of the rule that withholds it
    public record Withheld(MemberId recipient, String stixId, String rule) {}

    /// What is sent to whom, and what is not and why.
    public record Decided(List<Group> groups, List<Withheld> withheld) {

        public Decided {
            groups = List.copyOf(groups);
            withheld = List.copyOf(withheld);
        }
    }

    /// Decides about `items` of this member's own for all who are addressed.
    ///
    /// @param definitions marking definitions at hand
    /// @param at the moment of the decision
    public static Decided decide(
            List<Item> items,
            MemberId self,
            Addressed addressed,
            Function<StixId, Optional<StixObject>> definitions,
            Instant at) {
        Audience audience = new Audience(addressed.kind(), parties(addressed.members()));
        Map<Set<MemberId>, SortedSet<Integer>> released = new LinkedHashMap<>();
        List<Withheld> withheld = new ArrayList<>();
        for (Map<StixId, Integer> round : rounds(items)) {
            List<org.mithaq.policy.Item> asked = round.values().stream()
                    .map(index -> asked(items.get(index), self, addressed, definitions))
                    .toList();
            Plan plan = Plan.of(asked, party(self), audience, at);
            for (Plan.Variant variant : plan.variants()) {
                Set<MemberId> recipients =
                        variant.recipients().stream().map(Releasing::member).collect(Collectors.toSet());
                SortedSet<Integer> indexes = released.computeIfAbsent(recipients, _ -> new TreeSet<>());
                variant.releases().forEach(release -> indexes.add(find(round, release.object())));
            }
            plan.withheld()
                    .forEach(each -> withheld.add(new Withheld(
                            member(each.recipient()),
                            each.decision().object().toString(),
                            each.decision().rule().code())));
        }
        List<Group> groups = new ArrayList<>();
        released.forEach((recipients, indexes) -> groups.add(
                new Group(recipients, indexes.stream().map(items::get).toList())));
        return new Decided(groups, withheld);
    }

    /// Policy is asked about an object once at a time: of several versions of one, each has a round of its own.
    private static List<Map<StixId, Integer>> rounds(List<Item> items) {
        List<Map<StixId, Integer>> rounds = new ArrayList<>();
        Map<StixId, Integer> seen = new HashMap<>();
        for (int index = 0; index < items.size(); index++) {
            StixId id = object(items.get(index)).id();
            int round = seen.merge(id, 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new LinkedHashMap<>());
            }
            rounds.get(round).put(id, index);
        }
        return rounds;
    }

    private static StixObject object(Item item) {
        return item.object().orElseThrow(() -> new IllegalArgumentException("policy decides about objects"));
    }

    private static org.mithaq.policy.Item asked(
            Item item, MemberId self, Addressed addressed, Function<StixId, Optional<StixObject>> definitions) {
        StixObject object = object(item);
        return new org.mithaq.policy.Item(
                object.id(),
                Markings.of(object, definitions),
                party(self),
                terms(item.content().terms(), addressed.named()));
    }

    /// Whether a held object may be passed on to one member, and by which rule.
    public static org.mithaq.policy.Decision decideRelay(
            StixObject object,
            MemberId originator,
            Terms terms,
            MemberId self,
            MemberId recipient,
            Addressed addressed,
            Instant at) {
        org.mithaq.policy.Item item = new org.mithaq.policy.Item(
                object.id(),
                Markings.of(object, id -> Optional.empty()),
                party(originator),
                terms(terms, addressed.named()));
        Audience audience = new Audience(addressed.kind(), parties(addressed.members()));
        return org.mithaq.policy.Policy.decide(
                new org.mithaq.policy.Question(item, party(self), audience, party(recipient), at));
    }

    private static int find(Map<StixId, Integer> round, StixId id) {
        Integer index = round.get(id);
        if (index == null) {
            throw new IllegalStateException("policy released what it was not asked about: " + id);
        }
        return index;
    }

    private static org.mithaq.policy.Terms terms(Terms terms, Set<MemberId> named) {
        Onward onward = switch (terms.onward()) {
            case FORBIDDEN -> Onward.FORBIDDEN;
            case UNSTATED -> Onward.UNSTATED;
            case PERMITTED -> Onward.PERMITTED;
        };
        Optional<Tlp> stated = terms.label() == 0 ? Optional.empty() : Optional.of(BY_NUMBER.get(terms.label() - 1));
        Optional<Instant> expires =
                terms.expiryMicros() == 0 ? Optional.empty() : Optional.of(Core.instant(terms.expiryMicros()));
        return new org.mithaq.policy.Terms(onward, parties(named), stated, expires);
    }

    /// The number of a label on the wire.
    public static int number(Tlp label) {
        return BY_NUMBER.indexOf(label) + 1;
    }

    private static Set<Party> parties(Set<MemberId> members) {
        return members.stream().map(Releasing::party).collect(Collectors.toSet());
    }

    private static Party party(MemberId member) {
        return new Party(member.hex());
    }

    private static MemberId member(Party party) {
        return MemberId.parse(party.id());
    }
}
