// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CharterRejected;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;

class EvidenceBundleTest {

    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

    private static RelayedObject witnessed(int... members) {
        RelayedObject relayed = Dispatched.standard().relayed(1);
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(relayed.log().checkpoint());
        List<NoteSignature> lines = new ArrayList<>();
        for (int member : members) {
            Federation.cosigners(member).forEach(cosigner -> lines.add(cosigner.cosign(checkpoint.checkpoint(), TIME)));
        }
        LogEvidence log =
                new LogEvidence(relayed.log().proof(), checkpoint.with(lines).encode());
        return new RelayedObject(
                relayed.envelope(), relayed.leaf(), relayed.position(), relayed.path(), relayed.logSalt(), log);
    }

    private static EvidenceBundle bundle(int... members) {
        return new EvidenceBundle(Federation.act(), witnessed(members));
    }

    @Test
    void three_of_four_other_members_make_a_log_witnessed_and_two_do_not() {
        EvidenceBundle.Report three =
                EvidenceBundle.verify(Federation.SIGNATURES, bundle(1, 2, 4).toBytes());
        assertThat(three.quorum()).isEqualTo(3);
        assertThat(three.toleratesLiar()).isTrue();
        assertThat(three.witnessed()).isTrue();
        assertThat(three.witnesses()).contains(Federation.id(1), Federation.id(2), Federation.id(4));
        EvidenceBundle.Report two = bundle(1, 2).verify(Federation.SIGNATURES);
        assertThat(two.witnessed()).isFalse();
    }

    @Test
    void several_acts_are_read_again_must_fold_and_one_alone_stands_in_the_first_form() {
        RelayedObject relayed = witnessed(1, 2, 4);
        EvidenceBundle twice = new EvidenceBundle(List.of(Federation.act(), Federation.act()), relayed);
        byte[] bytes = twice.toBytes();
        byte[] alone = new CanonicalWriter(16_384)
                .fixed(EvidenceBundle.MAGIC_OF_ACTS.getBytes(StandardCharsets.US_ASCII), 26)
                .list(List.of(Federation.act()), (to, act) -> to.bytes(act.encode()))
                .bytes(relayed.toBytes())
                .toByteArray();

        assertThat(EvidenceBundle.parse(bytes).toBytes()).isEqualTo(bytes);
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> EvidenceBundle.verify(Federation.SIGNATURES, bytes));
        assertThatExceptionOfType(MalformedEncoding.class).isThrownBy(() -> EvidenceBundle.parse(alone));
    }

    @Test
    void no_mutation_makes_a_bundle_prove_anything_else() {
        byte[] bytes = bundle(1).toBytes();
        EvidenceBundle.Report original = EvidenceBundle.verify(Federation.SIGNATURES, bytes);
        Seeds.forAll(120, random -> {
            try {
                EvidenceBundle.Report report =
                        EvidenceBundle.verify(Federation.SIGNATURES, Mutations.mutate(bytes, random));
                // Signatures are not unique, and lines of unknown keys say nothing: the statement is the same.
                assertThat(report.federation()).isEqualTo(original.federation());
                assertThat(report.header()).isEqualTo(original.header());
                assertThat(report.leaf()).isEqualTo(original.leaf());
                assertThat(report.log()).isEqualTo(original.log());
            } catch (MalformedEncoding | CharterRejected | ContentRejected refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        });
    }

    @Test
    void the_object_s_half_is_refused_at_every_byte_that_is_changed() {
        RelayedObject relayed = witnessed();
        byte[] bytes = relayed.toBytes();
        int note = bytes.length - relayed.log().checkpoint().length;
        for (int at = 0; at < note; at += 7) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThatExceptionOfType(RuntimeException.class)
                    .as("byte " + at)
                    .isThrownBy(() -> new RelayCheck(Federation.SIGNATURES)
                            .verify(RelayedObject.parse(changed), Federation.state()))
                    .isInstanceOfAny(MalformedEncoding.class, ContentRejected.class, DoorRejected.class);
        }
    }

    @Test
    void a_file_of_another_kind_or_with_something_after_it_is_no_bundle() {
        byte[] bytes = bundle().toBytes();
        for (byte[] other : List.of(
                new byte[0],
                "mithaq evidence bundle v2\n".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(bytes, bytes.length + 1),
                Arrays.copyOf(bytes, bytes.length - 1))) {
            assertThatExceptionOfType(MalformedEncoding.class).isThrownBy(() -> EvidenceBundle.parse(other));
        }
    }
}
