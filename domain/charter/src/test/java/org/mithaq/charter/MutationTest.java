// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mithaq.charter.Founders.SIGNATURES;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    @Test
    void no_mutated_certified_act_ever_makes_another_state() {
        CertifiedAct act = Acts.certified(Acts.FOUNDED, 0, Acts.admission(Acts.FOUNDED), 0, 1, 2, 4);
        byte[] encoding = act.encode();
        Seeds.forAll(400, random -> {
            byte[] mutated = Mutations.mutate(encoding, random);
            if (!Arrays.equals(mutated, encoding)) {
                readOrRefuse(() -> assertThat(
                                Charter.fold(SIGNATURES, List.of(Founders.act(), CharterEntry.decode(mutated))))
                        .isInstanceOf(Fold.Stopped.class));
            }
        });
    }

    @Test
    void what_members_are_asked_to_vote_on_is_an_act_or_a_refusal_and_nothing_else_escapes() {
        List<byte[]> payloads = List.of(
                Acts.admission(Acts.FOUNDED).payload(),
                Acts.departure(Acts.FOUNDED, 2, 0, 1, 2, 3, 4).payload());
        Seeds.forAll(
                600,
                random -> payloads.forEach(payload -> readOrRefuse(
                        () -> Succession.read(SIGNATURES, Acts.FOUNDED, Mutations.mutate(payload, random)))));
    }

    @Test
    void a_mutated_vote_record_or_rotation_is_read_or_refused_and_nothing_else_escapes() {
        Vote vote = Acts.vote(Acts.FOUNDED, 3, Vote.Phase.PREPARE, Acts.admission(Acts.FOUNDED), 1);
        byte[] signed = Acts.signed(vote, 0).encode();
        byte[] record = new VotingRecord(
                        vote.federation(),
                        vote.parent(),
                        1,
                        Optional.of(vote),
                        Optional.of(new VotingLock(1, vote.act())))
                .encode();
        Rotation rotation = Acts.rotation(
                Founders.certified(1),
                1,
                Acts.rekeyed(Founders.card(1), Founders.composite("1/signing/2").publicKey()),
                Set.of(CompromisedKey.SIGNING));
        byte[] payload = rotation.payload();
        Seeds.forAll(1_000, random -> {
            readOrRefuse(() -> Vote.parse(Mutations.mutate(vote.payload(), random)));
            readOrRefuse(() -> SignedVote.decode(Mutations.mutate(signed, random)));
            readOrRefuse(() -> VotingRecord.decode(Mutations.mutate(record, random)));
            readOrRefuse(() -> Rotation.read(SIGNATURES, Act.parse(Mutations.mutate(payload, random))));
            readOrRefuse(() -> CharterEntry.decode(Mutations.mutate(signed, random)));
        });
    }

    private static void readOrRefuse(Runnable read) {
        try {
            read.run();
        } catch (CharterRejected refused) {
            // The one exception that may escape.
        }
    }
}
