// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mithaq.charter.Founders.SIGNATURES;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class MutationTest {

    @Test
    void no_mutated_signed_act_ever_founds_anything() {
        byte[] encoding = Founders.act().encode();
        Seeds.forAll(600, random -> {
            byte[] mutated = Mutations.mutate(encoding, random);
            if (!Arrays.equals(mutated, encoding)) {
                assertThatExceptionOfType(CharterRejected.class)
                        .isThrownBy(() -> Charter.found(SIGNATURES, SignedAct.decode(mutated)));
            }
        });
    }

    @Test
    void no_mutated_certified_card_ever_verifies() {
        byte[] envelope = Founders.certified(0).toJson();
        Seeds.forAll(1_000, random -> {
            byte[] mutated = Mutations.mutate(envelope, random);
            if (!Arrays.equals(mutated, envelope)) {
                assertThatExceptionOfType(CharterRejected.class)
                        .isThrownBy(() -> CertifiedCard.parse(SIGNATURES, mutated));
            }
        });
    }

    @Test
    void what_a_root_signs_blindly_is_a_card_or_a_refusal_and_nothing_else_escapes() {
        byte[] card = CardJson.write(Founders.card(0));
        Seeds.forAll(2_000, random -> readOrRefuse(() -> CardJson.read(Mutations.mutate(card, random))));
    }

    @Test
    void what_a_founder_is_asked_to_sign_is_a_founding_or_a_refusal_and_nothing_else_escapes() {
        byte[] payload = Founders.act().payload();
        Seeds.forAll(
                300, random -> readOrRefuse(() -> FoundingDraft.read(SIGNATURES, Mutations.mutate(payload, random))));
    }

    private static void readOrRefuse(Runnable read) {
        try {
            read.run();
        } catch (CharterRejected refused) {
            // The one exception that may escape.
        }
    }
}
