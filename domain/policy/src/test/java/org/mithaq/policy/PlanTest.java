// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.policy.PolicyTest.NOW;
import static org.mithaq.policy.PolicyTest.ORIGINATOR;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mithaq.policy.Audience.Kind;
import org.mithaq.stix.Markings;
import org.mithaq.stix.StixId;
import org.mithaq.stix.Tlp;
import org.mithaq.testkit.Seeds;

class PlanTest {

    private static final List<Tlp> LABELS = List.of(Tlp.values());
    private static final List<Kind> KINDS = List.of(Kind.values());

    private static Item item(int number, Tlp tlp, Party... named) {
        return new Item(
                new StixId("indicator", new UUID(0, number)),
                Markings.of(tlp),
                ORIGINATOR,
                Terms.none().naming(Set.of(named)));
    }

    @Test
    void recipients_of_the_same_form_share_a_variant() {
        Party a = new Party("a");
        Party b = new Party("b");
        Party c = new Party("c");
        Audience audience = new Audience(Kind.PLENARY, Set.of(a, b, c, ORIGINATOR));
        Plan plan = Plan.of(List.of(item(1, Tlp.GREEN), item(2, Tlp.RED, b)), ORIGINATOR, audience, NOW);
        assertThat(plan.variants()).hasSize(2);
        assertThat(plan.variants().get(0).recipients()).containsExactly(a, c);
        assertThat(plan.variants().get(0).releases())
                .extracting(Decision.Release::rule)
                .containsExactly(Rule.GREEN_ADDRESSED);
        assertThat(plan.variants().get(1).recipients()).containsExactly(b);
        assertThat(plan.variants().get(1).releases())
                .extracting(Decision.Release::rule)
                .containsExactly(Rule.GREEN_ADDRESSED, Rule.RED_NAMED);
        assertThat(plan.withheld())
                .extracting(it -> it.recipient() + " " + it.decision().rule())
                .containsExactly("a RED_NOT_NAMED", "c RED_NOT_NAMED");
    }

    @Test
    void who_gets_nothing_is_in_no_variant() {
        Plan plan =
                Plan.of(List.of(item(1, Tlp.RED)), ORIGINATOR, new Audience(Kind.NAMED, Set.of(new Party("a"))), NOW);
        assertThat(plan.variants()).isEmpty();
        assertThat(plan.withheld()).hasSize(1);
    }

    @Test
    void an_audience_of_nobody_or_of_the_sender_alone_gets_an_empty_plan() {
        for (Set<Party> members : List.of(Set.<Party>of(), Set.of(ORIGINATOR))) {
            Plan plan = Plan.of(List.of(item(1, Tlp.CLEAR)), ORIGINATOR, new Audience(Kind.PLENARY, members), NOW);
            assertThat(plan.variants()).isEmpty();
            assertThat(plan.withheld()).isEmpty();
        }
    }

    @Test
    void every_plan_is_exactly_the_decisions_one_by_one() {
        Seeds.forAll(300, random -> {
            List<Party> parties = new ArrayList<>(List.of(ORIGINATOR));
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                parties.add(new Party("p" + i));
            }
            List<Item> items = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                Tlp tlp = LABELS.get(random.nextInt(LABELS.size()));
                items.add(item(i, tlp, parties.get(random.nextInt(parties.size()))));
            }
            Party sender = parties.get(random.nextInt(parties.size()));
            Audience audience = new Audience(KINDS.get(random.nextInt(KINDS.size())), Set.copyOf(parties));
            Plan plan = Plan.of(items, sender, audience, NOW);
            Set<String> planned = new HashSet<>();
            int recipients = 0;
            for (Plan.Variant variant : plan.variants()) {
                recipients += variant.recipients().size();
                assertThat(variant.releases()).isNotEmpty();
                for (Party recipient : variant.recipients()) {
                    variant.releases().forEach(release -> planned.add(recipient + " " + release));
                }
            }
            assertThat(plan.variants().stream()
                            .flatMap(it -> it.recipients().stream())
                            .distinct()
                            .count())
                    .isEqualTo(recipients);
            plan.withheld().forEach(it -> planned.add(it.recipient() + " " + it.decision()));
            Set<String> decided = new HashSet<>();
            for (Party recipient : parties) {
                if (!recipient.equals(sender)) {
                    for (Item item : items) {
                        decided.add(
                                recipient + " " + Policy.decide(new Question(item, sender, audience, recipient, NOW)));
                    }
                }
            }
            assertThat(planned).isEqualTo(decided);
        });
    }
}
