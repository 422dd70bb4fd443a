// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mithaq.policy.Audience.Kind;
import org.mithaq.policy.Terms.Onward;
import org.mithaq.stix.Markings;
import org.mithaq.stix.StixId;
import org.mithaq.stix.Tlp;

class PolicyTest {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final Party ORIGINATOR = new Party("originator");
    static final Party RELAY = new Party("relay");
    static final Party RECIPIENT = new Party("recipient");
    static final Party OTHER = new Party("other");
    static final StixId OBJECT = StixId.parse("indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836");
    private static final StixId MARKING = StixId.parse("marking-definition--e2e1a340-4415-4ba8-9671-f7343fbf0836");

    private static Question question(Markings markings, Terms terms, boolean relay, Audience audience) {
        return new Question(
                new Item(OBJECT, markings, ORIGINATOR, terms), relay ? RELAY : ORIGINATOR, audience, RECIPIENT, NOW);
    }

    private static Rule rule(Markings markings, Terms terms, boolean relay, Audience audience) {
        Decision decision = Policy.decide(question(markings, terms, relay, audience));
        assertThat(decision.object()).isEqualTo(OBJECT);
        assertThat(decision instanceof Decision.Release)
                .isEqualTo(decision.rule().releases());
        return decision.rule();
    }

    private static Audience audience(Kind kind) {
        return new Audience(kind, Set.of(ORIGINATOR, RELAY, RECIPIENT));
    }

    /// Every combination of label (or none), marked or stated, audience, membership, naming, word on passing on,
    /// and sender.
    private static void everyCase(Consumer<Case> check) {
        List<Optional<Tlp>> labels = new ArrayList<>(List.of(Optional.empty()));
        for (Tlp tlp : Tlp.values()) {
            labels.add(Optional.of(tlp));
        }
        for (Optional<Tlp> marked : labels) {
            for (Optional<Tlp> stated : labels) {
                for (Kind kind : Kind.values()) {
                    for (Onward onward : Onward.values()) {
                        for (int bits = 0; bits < 32; bits++) {
                            check.accept(new Case(
                                    marked,
                                    stated,
                                    kind,
                                    onward,
                                    (bits & 1) != 0,
                                    (bits & 2) != 0,
                                    (bits & 4) != 0,
                                    (bits & 8) != 0,
                                    (bits & 16) != 0));
                        }
                    }
                }
            }
        }
    }

    private record Case(
            Optional<Tlp> marked,
            Optional<Tlp> stated,
            Kind kind,
            Onward onward,
            boolean relay,
            boolean member,
            boolean named,
            boolean unknownMarking,
            boolean expired) {

        Question question() {
            Markings markings =
                    new Markings(marked, List.of(), unknownMarking ? List.of(MARKING) : List.of(), List.of());
            Terms terms = new Terms(
                    onward,
                    named ? Set.of(RECIPIENT) : Set.of(OTHER),
                    stated,
                    expired ? Optional.of(NOW) : Optional.empty());
            Set<Party> members = member ? Set.of(RECIPIENT, OTHER) : Set.of(OTHER);
            return PolicyTest.question(markings, terms, relay, new Audience(kind, members));
        }

        /// The slow, obvious reference: what each label allows, in one sentence each.
        boolean releases() {
            if (!member || expired || unknownMarking || (marked.isEmpty() && stated.isEmpty())) {
                return false;
            }
            boolean red = marked.equals(Optional.of(Tlp.RED)) || stated.equals(Optional.of(Tlp.RED));
            boolean amberStrict =
                    marked.equals(Optional.of(Tlp.AMBER_STRICT)) || stated.equals(Optional.of(Tlp.AMBER_STRICT));
            boolean amber = marked.equals(Optional.of(Tlp.AMBER)) || stated.equals(Optional.of(Tlp.AMBER));
            boolean green = marked.equals(Optional.of(Tlp.GREEN)) || stated.equals(Optional.of(Tlp.GREEN));
            if (red) {
                return named && (!relay || onward == Onward.PERMITTED);
            }
            if (amberStrict || amber) {
                return !relay || onward == Onward.PERMITTED;
            }
            boolean notForbidden = !relay || onward != Onward.FORBIDDEN;
            if (green) {
                boolean channelOfTheFederation = kind == Kind.PLENARY || kind == Kind.COMMUNITY;
                return notForbidden && (channelOfTheFederation || !relay || onward == Onward.PERMITTED);
            }
            return notForbidden;
        }
    }

    @Test
    void every_combination_is_decided_as_the_reference_says() {
        int[] cases = new int[2];
        everyCase(each -> {
            boolean releases = Policy.decide(each.question()).rule().releases();
            assertThat(releases).as(each.toString()).isEqualTo(each.releases());
            cases[releases ? 1 : 0]++;
        });
        assertThat(cases[0] + cases[1]).isEqualTo(6 * 6 * 4 * 3 * 32);
        assertThat(cases[1]).isPositive();
    }

    @Test
    void a_stricter_label_never_releases_to_more() {
        everyCase(each -> {
            if (!Policy.decide(each.question()).rule().releases()
                    || each.marked().isEmpty()) {
                return;
            }
            for (Tlp milder : Tlp.values()) {
                if (each.marked().get().isStricterThan(milder)) {
                    Case milderCase = new Case(
                            Optional.of(milder),
                            each.stated(),
                            each.kind(),
                            each.onward(),
                            each.relay(),
                            each.member(),
                            each.named(),
                            each.unknownMarking(),
                            each.expired());
                    assertThat(Policy.decide(milderCase.question()).rule().releases())
                            .as(milderCase.toString())
                            .isTrue();
                }
            }
        });
    }

    @Test
    void an_empty_audience_is_nobody() {
        for (Kind kind : Kind.values()) {
            assertThat(rule(Markings.of(Tlp.CLEAR), Terms.none(), false, new Audience(kind, Set.of())))
                    .isEqualTo(Rule.AUDIENCE_EMPTY);
        }
    }

    @Test
    void one_that_is_not_addressed_gets_nothing() {
        assertThat(rule(Markings.of(Tlp.CLEAR), Terms.none(), false, new Audience(Kind.PLENARY, Set.of(OTHER))))
                .isEqualTo(Rule.NOT_ADDRESSED);
    }

    @Test
    void an_unmarked_object_is_withheld_until_the_originator_states_a_label() {
        assertThat(rule(Markings.none(), Terms.none(), false, audience(Kind.PLENARY)))
                .isEqualTo(Rule.UNMARKED);
        assertThat(rule(Markings.none(), Terms.none().stating(Tlp.GREEN), false, audience(Kind.PLENARY)))
                .isEqualTo(Rule.GREEN_ADDRESSED);
    }

    @Test
    void a_stated_label_makes_stricter_and_never_milder() {
        assertThat(rule(Markings.of(Tlp.RED), Terms.none().stating(Tlp.CLEAR), false, audience(Kind.PLENARY)))
                .isEqualTo(Rule.RED_NOT_NAMED);
        assertThat(rule(Markings.of(Tlp.CLEAR), Terms.none().stating(Tlp.RED), false, audience(Kind.PLENARY)))
                .isEqualTo(Rule.RED_NOT_NAMED);
    }

    @Test
    void an_unknown_marking_is_withheld_whatever_else_is_said() {
        Markings markings = new Markings(Optional.of(Tlp.CLEAR), List.of(), List.of(MARKING), List.of());
        assertThat(rule(markings, Terms.none().onward(Onward.PERMITTED), false, audience(Kind.PLENARY)))
                .isEqualTo(Rule.MARKING_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void red_never_goes_by_membership(Kind kind) {
        Terms named = Terms.none().naming(Set.of(RECIPIENT));
        assertThat(rule(Markings.of(Tlp.RED), Terms.none(), false, audience(kind)))
                .isEqualTo(Rule.RED_NOT_NAMED);
        assertThat(rule(Markings.of(Tlp.RED), named, false, audience(kind))).isEqualTo(Rule.RED_NAMED);
        assertThat(rule(Markings.of(Tlp.RED), named, true, audience(kind))).isEqualTo(Rule.RELAY_NOT_PERMITTED);
        assertThat(rule(Markings.of(Tlp.RED), named.onward(Onward.PERMITTED), true, audience(kind)))
                .isEqualTo(Rule.RED_NAMED);
    }

    @ParameterizedTest
    @EnumSource(Tlp.class)
    void no_onward_stops_every_relay_and_no_originator(Tlp tlp) {
        Terms terms = Terms.none().naming(Set.of(RECIPIENT)).onward(Onward.FORBIDDEN);
        assertThat(rule(Markings.of(tlp), terms, true, audience(Kind.PLENARY))).isEqualTo(Rule.NO_ONWARD);
        assertThat(rule(Markings.of(tlp), terms, false, audience(Kind.PLENARY)).releases())
                .isTrue();
    }

    @Test
    void terms_end_at_their_moment() {
        Terms terms = Terms.none().until(NOW);
        assertThat(rule(Markings.of(Tlp.CLEAR), terms, false, audience(Kind.PLENARY)))
                .isEqualTo(Rule.EXPIRED);
        assertThat(rule(Markings.of(Tlp.CLEAR), Terms.none().until(NOW.plusNanos(1)), false, audience(Kind.PLENARY)))
                .isEqualTo(Rule.CLEAR_ADDRESSED);
    }

    @Test
    void green_is_not_relayed_out_of_the_federations_channels() {
        assertThat(rule(Markings.of(Tlp.GREEN), Terms.none(), true, audience(Kind.BILATERAL)))
                .isEqualTo(Rule.GREEN_OUTSIDE_COMMUNITY);
        assertThat(rule(Markings.of(Tlp.GREEN), Terms.none(), true, audience(Kind.COMMUNITY)))
                .isEqualTo(Rule.GREEN_ADDRESSED);
    }

    @Test
    void an_answer_cannot_contradict_its_rule() {
        assertThatThrownBy(() -> new Decision.Release(OBJECT, Rule.UNMARKED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Decision.Withhold(OBJECT, Rule.CLEAR_ADDRESSED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Party(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Party("a".repeat(251))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_documentation_lists_the_rules_in_their_order_with_their_answers() throws IOException {
        String text = Files.readString(
                Path.of(System.getProperty("mithaq.root", "../..")).resolve("docs/policy.md"));
        Matcher row = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (release|withhold) \\|")
                .matcher(text);
        List<String> documented = new ArrayList<>();
        while (row.find()) {
            documented.add("policy." + row.group(2) + '.' + row.group(1));
        }
        List<String> coded = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            coded.add(rule.explanation());
        }
        assertThat(documented).isEqualTo(coded);
    }
}
