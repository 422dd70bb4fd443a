// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Inbox;
import org.mithaq.stix.Tlp;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;
import org.mithaq.tlog.SignedCheckpoint;

class EvidenceDeskTest {

    private final Nodes nodes = new Nodes();

    @BeforeEach
    void two_dispatches_come_before_they_were_witnessed() {
        nodes.meet(0, 1);
        for (int number = 0; number < 2; number++) {
            nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        }
        nodes.exchange(0, 1);
    }

    private Optional<PullRequest.Evidence> wanted() {
        return nodes.at(1).evidence.wanted(nodes.id(0), Hash.ZERO);
    }

    private Parcels answer() {
        return nodes.at(0).desk.pull(nodes.id(1), wanted().orElseThrow().toBytes());
    }

    private EvidenceDesk.Taken take(byte[]... parts) {
        return nodes.at(1).evidence.take(nodes.id(0), wanted().orElseThrow(), new Parcels(List.of(parts)));
    }

    private LogEvidence stored(Hash payloadHash) {
        Inbox.ArrivalRow row = nodes.at(1)
                .ledger
                .<Inbox.ArrivalRow>read(
                        tables -> tables.inbox().arrival(payloadHash).orElseThrow());
        return LogEvidence.read(new CanonicalReader(row.log()));
    }

    private int witnesses(byte[] note) {
        return new LogCheck(Federation.SIGNATURES)
                .witnesses(note, Nodes.FEDERATION.charter(), nodes.id(0))
                .size();
    }

    private String alarm() {
        List<Alarms.Row> rows = nodes.at(1)
                .ledger
                .<List<Alarms.Row>>read(tables -> tables.alarms().all());
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.kind()).isEqualTo("evidence");
            assertThat(row.action()).isNotBlank();
            assertThat(row.proof()).isNotEmpty();
        });
        return rows.getFirst().sentence();
    }

    @Test
    void newer_evidence_is_asked_for_verified_and_kept_and_then_passed_on() {
        nodes.witness(0);
        Hash asked = wanted().orElseThrow().payloadHashes().getFirst();
        assertThat(witnesses(stored(asked).checkpoint())).isZero();

        EvidenceDesk.Taken taken = take(answer().parts().toArray(byte[][]::new));

        assertThat(taken).isEqualTo(new EvidenceDesk.Taken(2, 0));
        assertThat(witnesses(stored(asked).checkpoint())).isEqualTo(3);
        assertThat(wanted()).isEmpty();
        assertThat(nodes.alarms(1)).isEmpty();
        nodes.held(1)
                .forEach(held -> assertThat(witnesses(nodes.at(1)
                                .holdings
                                .proof(held.row())
                                .orElseThrow()
                                .log()
                                .checkpoint()))
                        .isEqualTo(3));
    }

    @Test
    void a_quorum_for_a_shorter_log_than_a_delivery_showed_is_no_fault() {
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        SignedCheckpoint earlier = nodes.at(0).checkpoints.newest();
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        nodes.copies(0, 1, Lane.ROUTINE).forEach(copy -> nodes.deliver(0, 1, copy));
        // The witnesses answer about the third only when the fourth is there.
        nodes.witness(0, earlier);

        assertThat(take(answer().parts().toArray(byte[][]::new))).isEqualTo(new EvidenceDesk.Taken(3, 0));
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void evidence_without_a_quorum_is_no_fault_and_is_asked_for_again() {
        assertThat(take(answer().parts().toArray(byte[][]::new))).isEqualTo(new EvidenceDesk.Taken(0, 0));
        assertThat(wanted()).isPresent();
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void what_came_witnessed_lacks_nothing() {
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        nodes.witness(0);
        nodes.copies(0, 1, Lane.ROUTINE).forEach(copy -> nodes.deliver(0, 1, copy));

        assertThat(wanted().orElseThrow().payloadHashes()).hasSize(2);
        assertThat(nodes.held(1)).hasSize(3);
    }

    @Test
    void pages_go_round_so_that_none_is_held_up() {
        List<Hash> all = wanted().orElseThrow().payloadHashes();

        assertThat(nodes.at(1)
                        .evidence
                        .wanted(nodes.id(0), all.getFirst())
                        .orElseThrow()
                        .payloadHashes())
                .containsExactly(all.getLast());
        assertThat(nodes.at(1)
                        .evidence
                        .wanted(nodes.id(0), all.getLast())
                        .orElseThrow()
                        .payloadHashes())
                .isEqualTo(all);
    }

    @Test
    void evidence_of_another_record_raises_an_alarm_that_names_the_clause() {
        nodes.witness(0);
        List<byte[]> parts = answer().parts();
        byte[] swapped = parts.get(0).clone();
        System.arraycopy(parts.get(1), 0, swapped, 0, Hash.LENGTH_BYTES);

        assertThat(take(swapped)).isEqualTo(new EvidenceDesk.Taken(0, 1));
        assertThat(alarm()).contains(Clause.LOG_INCLUSION.id());
        assertThat(wanted().orElseThrow().payloadHashes()).hasSize(2);
    }

    @Test
    void truncated_evidence_and_evidence_that_was_not_asked_for_name_their_clauses() {
        nodes.witness(0);
        byte[] part = answer().parts().getFirst();

        take(Arrays.copyOf(part, part.length - 1));
        assertThat(alarm()).contains(Clause.ENCODING.id());

        byte[] other = part.clone();
        other[0] ^= 1;
        assertThat(take(other)).isEqualTo(new EvidenceDesk.Taken(0, 1));
    }

    @Test
    void a_checkpoint_that_the_log_did_not_sign_is_refused() {
        nodes.witness(0);
        byte[] part = answer().parts().getFirst();
        CanonicalReader in = new CanonicalReader(part);
        Hash payloadHash = in.hash("hash");
        LogEvidence honest = LogEvidence.read(in);
        CanonicalWriter out = new CanonicalWriter().hash(payloadHash);
        new LogEvidence(honest.proof(), nodes.at(1).checkpoints.newest().encode()).write(out);

        assertThat(take(out.toByteArray()).refused()).isOne();
        assertThat(alarm()).contains(Clause.LOG_CHECKPOINT.id());
    }

    @Test
    void no_changed_byte_is_kept_or_fails_in_another_way_than_by_an_alarm() {
        nodes.witness(0);
        PullRequest.Evidence asked = wanted().orElseThrow();
        byte[] part = answer().parts().getFirst();
        Seeds.forAll(100, random -> {
            byte[] changed = Mutations.mutate(part, random);
            if (!Arrays.equals(part, changed)) {
                nodes.at(1).evidence.take(nodes.id(0), asked, new Parcels(List.of(changed)));
            }
        });
        for (Hash payloadHash : asked.payloadHashes()) {
            LogEvidence kept = stored(payloadHash);
            byte[] record = LogEvidence.record(
                    nodes.at(1)
                            .ledger
                            .<Inbox.ArrivalRow>read(tables ->
                                    tables.inbox().arrival(payloadHash).orElseThrow())
                            .logSalt(),
                    payloadHash);
            new LogCheck(Federation.SIGNATURES)
                    .verify(
                            kept,
                            record,
                            Nodes.FEDERATION.charter().member(nodes.id(0)).orElseThrow());
        }
    }
}
