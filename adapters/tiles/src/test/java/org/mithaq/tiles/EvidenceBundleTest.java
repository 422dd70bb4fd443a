// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Batch;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ContentRejected;
import org.mithaq.exchange.EvidenceBundle;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Numbered;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.exchange.Sealer;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.Terms;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TreeHasher;

class EvidenceBundleTest {

    private static final Federation FEDERATION = Federation.five();
    private static final Federation.Member ORIGINATOR = FEDERATION.member(0);
    private static final byte[] OBJECT =
            "{\"type\":\"indicator\",\"id\":\"indicator--x\"}".getBytes(StandardCharsets.UTF_8);
    private static final Terms TERMS = Terms.standard().onward(Terms.Onward.PERMITTED);
    private static final long TIME = 1_780_000_000_000_000L;

    private static RelayedObject witnessed;

    @BeforeAll
    static void write() {
        witnessed = relayed(FEDERATION.member(0), 3);
    }

    /// An object that `signer` has signed as the originator's, in the originator's log.
    private static RelayedObject relayed(Federation.Member signer, int witnesses) {
        SecureRandom random = new SecureRandom();
        CharterState charter = FEDERATION.charter();
        Federation.Member recipient = FEDERATION.member(1);
        SealedBatch sealed = new Sealer(HpkeProvider.best(), charter.federation(), ORIGINATOR.id())
                .seal(
                        new Batch(
                                charter.plenary().id(),
                                Lane.ROUTINE,
                                0,
                                true,
                                List.of(
                                        new Batch.Content(LeafKind.OBJECT, TERMS, OBJECT),
                                        new Batch.Content(LeafKind.OBJECT, Terms.standard(), new byte[] {'{', '}'})),
                                List.of(new Batch.Recipient(
                                        recipient.id(),
                                        recipient.card().sealingKey().key(),
                                        1))),
                        random);
        Numbered numbered = Numbered.number(
                sealed,
                new Numbered.Origin(
                        charter.federation(), charter.epoch(), charter.hash(), ORIGINATOR.id(), 1, ORIGINATOR.node()),
                Map.of(
                        recipient.id(),
                        new Numbered.Line(StreamId.of(Arrays.copyOf(Federation.seed("stream"), 16)), Head.NONE)),
                TIME,
                random);
        DsseEnvelope envelope = Dsse.sign(
                Federation.SIGNATURES,
                signer.signing(),
                PayloadTypes.DISPATCH,
                numbered.header().toBytes());
        MemoryTree tree = new MemoryTree();
        for (int each = 0; each < 11; each++) {
            byte[] record = each == 6
                    ? LogEvidence.record(sealed.manifest().logSalt(), numbered.payloadHash())
                    : TestNode.record("other " + each);
            tree.append(TreeHasher.leafHash(record));
        }
        return new RelayedObject(
                envelope,
                sealed.leaves().getFirst(),
                sealed.leafPositions().getFirst(),
                ObjectTable.of(sealed).path(sealed.leafPositions().getFirst()),
                sealed.manifest().logSalt(),
                new LogEvidence(
                        tree.inclusion(6, 11),
                        cosigned(new Checkpoint(ORIGINATOR.origin(), 11, tree.root()), witnesses)
                                .encode()));
    }

    private static SignedCheckpoint cosigned(Checkpoint checkpoint, int witnesses) {
        SignedCheckpoint signed = ORIGINATOR.log().sign(checkpoint);
        for (int witness = 1; witness <= witnesses; witness++) {
            signed = signed.with(FEDERATION.member(witness).cosigners().stream()
                    .map(each -> each.cosign(checkpoint, TestNode.CLOCK.instant()))
                    .toList());
        }
        return signed;
    }

    private static byte[] bundle(RelayedObject relayed) {
        return new EvidenceBundle(FEDERATION.act(), relayed).toBytes();
    }

    private static void assertRejected(RelayedObject relayed, Clause clause) {
        assertThatExceptionOfType(ContentRejected.class)
                .isThrownBy(() -> EvidenceBundle.verify(Federation.SIGNATURES, bundle(relayed)))
                .satisfies(rejected -> assertThat(rejected.clause()).isEqualTo(clause));
    }

    private static RelayedObject with(Leaf leaf) {
        return new RelayedObject(
                witnessed.envelope(),
                leaf,
                witnessed.position(),
                witnessed.path(),
                witnessed.logSalt(),
                witnessed.log());
    }

    private static RelayedObject with(LogEvidence log) {
        return new RelayedObject(
                witnessed.envelope(),
                witnessed.leaf(),
                witnessed.position(),
                witnessed.path(),
                witnessed.logSalt(),
                log);
    }

    @Test
    void a_bundle_says_who_wrote_what_when_on_what_terms_and_who_saw_it() {
        EvidenceBundle.Report report = EvidenceBundle.verify(Federation.SIGNATURES, bundle(witnessed));
        assertThat(report.federation()).isEqualTo(FEDERATION.charter().federation());
        assertThat(report.originator()).isEqualTo(ORIGINATOR.id());
        assertThat(report.originatorNames()).isEqualTo(ORIGINATOR.card().names());
        assertThat(report.header().timeMicros()).isEqualTo(TIME);
        assertThat(report.header().exercise()).isTrue();
        assertThat(report.leaf().content()).isEqualTo(OBJECT);
        assertThat(report.leaf().terms()).isEqualTo(TERMS);
        assertThat(report.log().index()).isEqualTo(6);
        assertThat(report.log().size()).isEqualTo(11);
        assertThat(report.witnesses())
                .containsExactlyInAnyOrder(
                        FEDERATION.member(1).id(),
                        FEDERATION.member(2).id(),
                        FEDERATION.member(3).id());
        assertThat(report.witnessed()).isTrue();
        assertThat(report.toleratesLiar()).isTrue();
    }

    @Test
    void a_bundle_is_written_in_one_way_behind_a_line_that_names_it() {
        byte[] bytes = bundle(witnessed);
        assertThat(new String(bytes, 0, 26, StandardCharsets.US_ASCII)).isEqualTo("mithaq evidence bundle v1\n");
        assertThat(EvidenceBundle.parse(bytes).toBytes()).isEqualTo(bytes);
    }

    @Test
    void too_few_witnesses_are_said_and_not_hidden() {
        EvidenceBundle.Report report = EvidenceBundle.verify(Federation.SIGNATURES, bundle(relayed(ORIGINATOR, 2)));
        assertThat(report.witnesses()).hasSize(2);
        assertThat(report.quorum()).isEqualTo(3);
        assertThat(report.witnessed()).isFalse();
    }

    @Test
    void another_object_terms_or_signer_is_refused() {
        Leaf leaf = witnessed.leaf();
        assertRejected(
                with(new Leaf(
                        leaf.salt(), leaf.kind(), leaf.terms(), "{\"forged\":1}".getBytes(StandardCharsets.UTF_8))),
                Clause.RELAY_LEAF);
        assertRejected(
                with(new Leaf(leaf.salt(), leaf.kind(), TERMS.onward(Terms.Onward.FORBIDDEN), leaf.content())),
                Clause.RELAY_LEAF);
        assertRejected(relayed(FEDERATION.member(2), 3), Clause.HEADER_SIGNATURE);
    }

    @Test
    void a_checkpoint_of_another_tree_log_or_witness_is_refused() {
        LogEvidence log = witnessed.log();
        SignedCheckpoint good = SignedCheckpoint.parse(log.checkpoint());
        Checkpoint other =
                new Checkpoint(ORIGINATOR.origin(), 11, org.mithaq.crypto.Hash.wrap(TestNode.record("another root")));
        assertRejected(with(new LogEvidence(log.proof(), cosigned(other, 3).encode())), Clause.LOG_INCLUSION);
        SignedCheckpoint unsigned =
                new SignedCheckpoint(good.checkpoint(), good.signatures().subList(1, 7));
        assertRejected(with(new LogEvidence(log.proof(), unsigned.encode())), Clause.LOG_CHECKPOINT);
        SignedCheckpoint moved =
                good.with(List.of(FEDERATION.member(3).cosigners().getFirst().cosign(other, TestNode.CLOCK.instant())));
        assertRejected(with(new LogEvidence(log.proof(), moved.encode())), Clause.LOG_CHECKPOINT);
    }

    @Test
    void a_founding_act_that_not_all_have_signed_founds_nothing() {
        SignedAct act = FEDERATION.act();
        SignedAct lacking = new SignedAct(act.payload(), act.endorsements().subList(0, 4));
        byte[] bytes = new EvidenceBundle(lacking, witnessed).toBytes();
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> EvidenceBundle.verify(Federation.SIGNATURES, bytes));
    }

    @Test
    void what_is_cut_lengthened_or_of_another_kind_is_no_bundle() {
        byte[] bytes = bundle(witnessed);
        for (byte[] bad : List.of(
                new byte[0],
                Arrays.copyOf(bytes, 20),
                Arrays.copyOf(bytes, bytes.length - 1),
                Arrays.copyOf(bytes, bytes.length + 1),
                "mithaq evidence bundle v2\n".getBytes(StandardCharsets.US_ASCII))) {
            assertThatExceptionOfType(MalformedEncoding.class).isThrownBy(() -> EvidenceBundle.parse(bad));
        }
    }

    @Test
    void a_damaged_bundle_is_refused_by_name_or_proves_the_same() {
        byte[] good = bundle(witnessed);
        Seeds.forAll(300, random -> {
            try {
                EvidenceBundle.Report report =
                        EvidenceBundle.verify(Federation.SIGNATURES, Mutations.mutate(good, random));
                assertThat(report.leaf()).isEqualTo(witnessed.leaf());
                assertThat(report.header()).isEqualTo(witnessed.header());
            } catch (MalformedEncoding | CharterRejected | ContentRejected named) {
                assertThat(named.getMessage()).isNotBlank();
            }
        });
    }
}
