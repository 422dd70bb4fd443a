// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.Fold;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LogIdentity;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.WitnessIdentity;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.Cosigner;
import org.mithaq.tlog.InclusionProof;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.NoteSigner;
import org.mithaq.tlog.SignedCheckpoint;

class LogCheckTest {

    private static final LogCheck LOGS = new LogCheck(Federation.SIGNATURES);
    private static final byte[] RECORD = LogEvidence.record(Federation.hash("salt"), Federation.hash("payload"));
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

    private static void refused(Clause clause, ThrowingCallable check) {
        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(check)
                .satisfies(rejected ->
                        assertThat(rejected.clause()).as(rejected.getMessage()).isEqualTo(clause));
    }

    private static SignedCheckpoint cosigned(int... members) {
        SignedCheckpoint checkpoint =
                SignedCheckpoint.parse(Dispatched.logged(0, RECORD).checkpoint());
        List<NoteSignature> lines = new ArrayList<>();
        for (int member : members) {
            for (Cosigner cosigner : Federation.cosigners(member)) {
                lines.add(cosigner.cosign(checkpoint.checkpoint(), TIME));
            }
        }
        return checkpoint.with(lines);
    }

    @Test
    void a_record_in_the_log_is_found_there() {
        Checkpoint checkpoint = LOGS.verify(Dispatched.logged(0, RECORD), RECORD, Federation.card(0));
        assertThat(checkpoint.size()).isEqualTo(8);
        assertThat(checkpoint.origin()).isEqualTo(Federation.card(0).log().origin());
    }

    @Test
    void a_checkpoint_of_another_log() {
        refused(Clause.LOG_CHECKPOINT, () -> LOGS.verify(Dispatched.logged(1, RECORD), RECORD, Federation.card(0)));
    }

    @Test
    void a_checkpoint_that_says_more_than_members_would_show_each_other() {
        Checkpoint said = SignedCheckpoint.parse(Dispatched.logged(0, RECORD).checkpoint())
                .checkpoint();
        int room = Limits.CHECKPOINT_TEXT_BYTES_MAX - said.body().length() - 1;
        Checkpoint longest = new Checkpoint(said.origin(), said.size(), said.root(), List.of("x".repeat(room)));
        Checkpoint longer = new Checkpoint(said.origin(), said.size(), said.root(), List.of("x".repeat(room + 1)));

        assertThat(LOGS.verify(Federation.log(0).sign(longest).encode(), Federation.card(0))
                        .checkpoint())
                .isEqualTo(longest);
        refused(
                Clause.CHECKPOINT_TEXT,
                () -> LOGS.verify(Federation.log(0).sign(longer).encode(), Federation.card(0)));
    }

    @Test
    void a_checkpoint_of_this_origin_that_another_log_signed() {
        Checkpoint checkpoint = SignedCheckpoint.parse(
                        Dispatched.logged(0, RECORD).checkpoint())
                .checkpoint();
        byte[] forged = Federation.log(1).sign(checkpoint).encode();
        refused(Clause.LOG_CHECKPOINT, () -> LOGS.verify(forged, Federation.card(0)));
    }

    /// Member 0 after it has replaced its log key, with its log pinned so.
    private static KeyHistory rekeyed(LogPin pin) {
        MemberCard card = Federation.card(0);
        MemberCard next = new MemberCard(
                card.id(),
                card.rootKey(),
                card.names(),
                card.kind(),
                card.contacts(),
                card.nodes(),
                card.signingKey(),
                card.sealingKey(),
                new LogIdentity(
                        card.log().origin(), List.of(second().verifierKey().vkey())),
                card.witness(),
                card.validity(),
                2);
        CertifiedCard before = Federation.state().certifiedCard(card.id()).orElseThrow();
        CertifiedCard after = CertifiedCard.certify(Federation.SIGNATURES, Federation.root(0), next);
        Rotation rotation = new Rotation(Federation.state().federation(), before.payloadHash(), after, Set.of(), pin);
        return new KeyHistory(List.of(before, after), List.of(rotation), Optional.empty());
    }

    private static NoteSigner second() {
        return new NoteSigner(
                Federation.card(0).log().origin(),
                Ed25519PrivateKey.fromSeed(SecretBytes.handOver(Federation.seed("second log key"))),
                Federation.SIGNATURES);
    }

    @Test
    void a_replaced_log_key_counts_for_the_pinned_tree_and_smaller_ones_and_the_present_one_for_any() {
        Checkpoint checkpoint = SignedCheckpoint.parse(
                        Dispatched.logged(0, RECORD).checkpoint())
                .checkpoint();
        byte[] former = Federation.log(0).sign(checkpoint).encode();
        byte[] present = second().sign(checkpoint).encode();
        Hash other = Federation.hash("another root");
        assertThat(LOGS.verify(former, rekeyed(new LogPin(8, checkpoint.root())))
                        .checkpoint())
                .isEqualTo(checkpoint);
        assertThat(LOGS.verify(former, rekeyed(new LogPin(9, other))).checkpoint())
                .isEqualTo(checkpoint);
        refused(Clause.LOG_CHECKPOINT, () -> LOGS.verify(former, rekeyed(new LogPin(8, other))));
        refused(Clause.LOG_CHECKPOINT, () -> LOGS.verify(former, rekeyed(new LogPin(7, other))));
        assertThat(LOGS.verify(present, rekeyed(new LogPin(7, other))).checkpoint())
                .isEqualTo(checkpoint);
        refused(Clause.LOG_CHECKPOINT, () -> LOGS.verify(present, Federation.card(0)));
        assertThat(LOGS.namesPresentKey(present, rekeyed(new LogPin(7, other)))).isTrue();
        assertThat(LOGS.namesPresentKey(former, rekeyed(new LogPin(7, other)))).isFalse();
    }

    @Test
    void a_checkpoint_whose_text_was_changed() {
        String note = new String(Dispatched.logged(0, RECORD).checkpoint(), StandardCharsets.UTF_8);
        byte[] other = note.replace("\n8\n", "\n9\n").getBytes(StandardCharsets.UTF_8);
        refused(Clause.LOG_CHECKPOINT, () -> LOGS.verify(other, Federation.card(0)));
    }

    @Test
    void no_bytes_make_anything_but_a_refusal() {
        byte[] note = cosigned(1).encode();
        for (byte[] other : List.of(new byte[0], new byte[] {'\n'}, new byte[] {(byte) 0xff}, new byte[1_000])) {
            refused(Clause.LOG_CHECKPOINT, () -> LOGS.verify(other, Federation.card(0)));
            refused(Clause.LOG_CHECKPOINT, () -> LOGS.witnesses(other, Federation.state(), Federation.id(0)));
        }
        org.mithaq.testkit.Seeds.forAll(300, random -> {
            byte[] mutated = org.mithaq.testkit.Mutations.mutate(note, random);
            try {
                LOGS.verify(mutated, Federation.card(0));
                LOGS.witnesses(mutated, Federation.state(), Federation.id(0));
            } catch (DoorRejected refusal) {
                assertThat(refusal.clause()).isEqualTo(Clause.LOG_CHECKPOINT);
            }
        });
    }

    @Test
    void an_inclusion_proof_for_another_size_record_place_or_path() {
        LogEvidence evidence = Dispatched.logged(0, RECORD);
        InclusionProof proof = evidence.proof();
        refused(
                Clause.LOG_INCLUSION,
                () -> LOGS.verify(
                        new LogEvidence(
                                new InclusionProof(proof.leafIndex(), proof.treeSize() + 1, proof.path()),
                                evidence.checkpoint()),
                        RECORD,
                        Federation.card(0)));
        refused(
                Clause.LOG_INCLUSION,
                () -> LOGS.verify(
                        new LogEvidence(
                                new InclusionProof(proof.leafIndex() - 1, proof.treeSize(), proof.path()),
                                evidence.checkpoint()),
                        RECORD,
                        Federation.card(0)));
        byte[] other = LogEvidence.record(Federation.hash("another salt"), Federation.hash("payload"));
        refused(Clause.LOG_INCLUSION, () -> LOGS.verify(evidence, other, Federation.card(0)));
        for (int level = 0; level < proof.path().size(); level++) {
            List<Hash> path = new ArrayList<>(proof.path());
            path.set(level, Hash.ZERO);
            refused(
                    Clause.LOG_INCLUSION,
                    () -> LOGS.verify(
                            new LogEvidence(
                                    new InclusionProof(proof.leafIndex(), proof.treeSize(), path),
                                    evidence.checkpoint()),
                            RECORD,
                            Federation.card(0)));
        }
    }

    @Test
    void witnesses_are_the_members_both_of_whose_keys_cosigned() {
        byte[] note = cosigned(1, 3).encode();
        assertThat(LOGS.witnesses(note, Federation.state(), Federation.id(0)))
                .containsExactlyInAnyOrder(Federation.id(1), Federation.id(3));
        assertThat(LOGS.verify(note, Federation.card(0)).checkpoint().size()).isEqualTo(8);
    }

    @Test
    void a_log_s_owner_is_no_witness_of_its_own() {
        byte[] note = cosigned(0, 2).encode();
        assertThat(LOGS.witnesses(note, Federation.state(), Federation.id(0))).containsExactly(Federation.id(2));
    }

    @Test
    void one_key_of_a_member_alone_is_no_witness() {
        SignedCheckpoint checkpoint =
                SignedCheckpoint.parse(Dispatched.logged(0, RECORD).checkpoint());
        for (Cosigner cosigner : Federation.cosigners(1)) {
            byte[] note = checkpoint
                    .with(List.of(cosigner.cosign(checkpoint.checkpoint(), TIME)))
                    .encode();
            assertThat(LOGS.witnesses(note, Federation.state(), Federation.id(0)))
                    .isEmpty();
        }
    }

    private static List<Cosigner> secondCosigners() {
        String name = Federation.card(1).witness().name();
        return List.of(
                new Cosigner.Ed25519(
                        name,
                        Ed25519PrivateKey.fromSeed(SecretBytes.handOver(Federation.seed("second witness"))),
                        Federation.SIGNATURES),
                new Cosigner.MlDsa44(
                        name,
                        MlDsa44PrivateKey.fromSeed(SecretBytes.handOver(Federation.seed("second witness, pq"))),
                        Federation.SIGNATURES));
    }

    /// The federation after member 1 has replaced its cosigning keys.
    private static CharterState recosigned(Set<CompromisedKey> compromised) {
        MemberCard card = Federation.card(1);
        MemberCard next = new MemberCard(
                card.id(),
                card.rootKey(),
                card.names(),
                card.kind(),
                card.contacts(),
                card.nodes(),
                card.signingKey(),
                card.sealingKey(),
                card.log(),
                new WitnessIdentity(
                        card.witness().name(),
                        secondCosigners().stream()
                                .map(each -> each.verifierKey().vkey())
                                .toList()),
                card.validity(),
                2);
        SignedAct act = new Rotation(
                        Federation.state().federation(),
                        Federation.state()
                                .certifiedCard(card.id())
                                .orElseThrow()
                                .payloadHash(),
                        CertifiedCard.certify(Federation.SIGNATURES, Federation.root(1), next),
                        compromised,
                        LogPin.EMPTY)
                .sign(Federation.SIGNATURES, card, Federation.root(1), Federation.signing(1));
        return ((Fold.Standing) Charter.fold(Federation.SIGNATURES, List.of(Federation.act(), act))).state();
    }

    @Test
    void what_replaced_cosigning_keys_cosigned_counts_unless_others_may_hold_them() {
        byte[] note = cosigned(1, 3).encode();
        assertThat(LOGS.witnesses(note, recosigned(Set.of()), Federation.id(0)))
                .containsExactlyInAnyOrder(Federation.id(1), Federation.id(3));
        assertThat(LOGS.witnesses(note, recosigned(Set.of(CompromisedKey.WITNESS)), Federation.id(0)))
                .containsExactly(Federation.id(3));
    }

    @Test
    void one_replaced_cosigning_key_and_one_present_one_are_no_witness() {
        SignedCheckpoint checkpoint = cosigned(3);
        List<NoteSignature> present = secondCosigners().stream()
                .map(each -> each.cosign(checkpoint.checkpoint(), TIME))
                .toList();
        NoteSignature former = Federation.cosigners(1).getFirst().cosign(checkpoint.checkpoint(), TIME);
        for (Set<CompromisedKey> compromised : List.of(Set.<CompromisedKey>of(), Set.of(CompromisedKey.WITNESS))) {
            CharterState state = recosigned(compromised);
            assertThat(LOGS.witnesses(checkpoint.with(present).encode(), state, Federation.id(0)))
                    .contains(Federation.id(1));
            byte[] mixed = checkpoint.with(List.of(former, present.getLast())).encode();
            assertThat(LOGS.witnesses(mixed, state, Federation.id(0))).containsExactly(Federation.id(3));
        }
    }

    @Test
    void a_line_that_shares_only_a_witness_s_name_says_nothing_and_harms_nobody() {
        String name = Federation.card(2).witness().name();
        byte[] note = cosigned(1)
                .with(List.of(new NoteSignature(name, 0x01020304, new byte[72])))
                .encode();
        assertThat(LOGS.witnesses(note, Federation.state(), Federation.id(0))).containsExactly(Federation.id(1));
    }

    @Test
    void a_cosignature_that_does_not_verify_is_refused() {
        NoteSignature good = Federation.cosigners(1)
                .getFirst()
                .cosign(new Checkpoint(Federation.card(0).log().origin(), 9, Hash.ZERO), TIME);
        byte[] note = cosigned(2).with(List.of(good)).encode();
        refused(Clause.LOG_CHECKPOINT, () -> LOGS.witnesses(note, Federation.state(), Federation.id(0)));
    }
}
