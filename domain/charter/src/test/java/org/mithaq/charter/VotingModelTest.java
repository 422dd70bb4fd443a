// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The exhaustive check of the voting of four members (Charter 7).
class VotingModelTest {

    private static final int ROUNDS = 3;

    static Stream<VotingRules> planted() {
        return Stream.of(
                new VotingRules.LockForgotten(),
                new VotingRules.QuorumOffByOne(),
                new VotingRules.SignedBeforeStored(),
                new VotingRules.RoundGoesBack(),
                new VotingRules.OlderPreparationUnlocks(),
                new VotingRules.LockNotStored());
    }

    @Test
    void with_one_liar_two_acts_are_never_certified_nobody_honest_is_convicted_and_the_honest_go_on() {
        VotingModel model = new VotingModel(VotingRules.REAL, 1, ROUNDS);
        boolean whole = model.explore(Set.of());
        System.out.println("four members, one liar: " + model.figures());
        assertThat(whole).isTrue();
        assertThat(model.findings()).isEmpty();
        assertThat(model.states()).isGreaterThan(10_000);
    }

    @Test
    void with_two_liars_acts_can_part_and_then_both_liars_are_convicted_and_nobody_honest_is() {
        VotingModel model = new VotingModel(VotingRules.REAL, 2, ROUNDS);
        boolean whole = model.explore(Set.of());
        System.out.println("four members, two liars: " + model.figures());
        assertThat(whole).isTrue();
        assertThat(model.findings()).containsExactly(VotingModel.Finding.TWO_CERTIFICATES);
        assertThat(model.evidence()).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @MethodSource("planted")
    void a_planted_fault_lets_one_liar_part_the_charter(VotingRules fault) {
        for (int rounds = 1; rounds <= ROUNDS; rounds++) {
            VotingModel model = new VotingModel(fault, 1, rounds);
            if (!model.explore(Set.of(VotingModel.Finding.TWO_CERTIFICATES))) {
                System.out.println("%s: found in %d rounds after %s".formatted(fault, rounds, model.figures()));
                return;
            }
        }
        assertThat(false).as("%s found in %d rounds", fault, ROUNDS).isTrue();
    }
}
