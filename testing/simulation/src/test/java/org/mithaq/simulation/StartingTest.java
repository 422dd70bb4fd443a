// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.Contacts;
import org.mithaq.node.Item;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Starting;
import org.mithaq.node.port.LogBook;
import org.mithaq.stix.Tlp;

class StartingTest {

    private final Nodes nodes = new Nodes();
    private final AtomicInteger opened = new AtomicInteger();

    @BeforeEach
    void exchange() {
        for (int from = 0; from < Federation.SIZE; from++) {
            for (int to = 0; to < Federation.SIZE; to++) {
                if (from != to) {
                    nodes.meet(from, to);
                }
            }
        }
        said();
    }

    private static Item green() {
        return Nodes.item(Nodes.freshId(), 1, Tlp.GREEN);
    }

    /// Member 0 says one thing to all, and has it witnessed.
    private void said() {
        nodes.post(0, 0, green());
        for (int to = 1; to < Federation.SIZE; to++) {
            nodes.exchange(0, to);
        }
        nodes.witness(0);
    }

    private Starting.Phase begin(int node, boolean goesOn) {
        return nodes.at(node).starting.begin(goesOn, opened::incrementAndGet);
    }

    private Starting.Phase phase(int node) {
        return nodes.at(node).starting.phase();
    }

    private void restartOverOlderCopy() {
        Disk older = nodes.disk(0).copy();
        said();
        nodes.restartOver(0, older);
        assertThat(begin(0, true)).isEqualTo(Starting.Phase.ASKING);
    }

    @Test
    void a_node_over_an_older_copy_of_its_home_signs_nothing_and_says_so() {
        restartOverOlderCopy();

        nodes.meet(1, 0);

        assertThat(phase(0)).isEqualTo(Starting.Phase.ROLLED_BACK);
        assertThat(nodes.alarms(0)).contains("own-log-rolled-back");
        assertThatThrownBy(() -> nodes.post(0, 0, green())).isInstanceOf(SigningHeld.class);
        nodes.post(1, 0, green());
        byte[] copy = nodes.copies(1, 0, Lane.ROUTINE).getFirst();
        assertThatThrownBy(() -> nodes.deliver(1, 0, copy)).isInstanceOf(SigningHeld.class);
        assertThatThrownBy(() -> nodes.at(0).witnessing.addCheckpoint(Optional.empty(), "some", new byte[0]))
                .isInstanceOf(SigningHeld.class);
        assertThatThrownBy(() -> nodes.at(0).checkpoints.newest()).isInstanceOf(SigningHeld.class);
        assertThat(nodes.copies(0, 1, Lane.ROUTINE)).isEmpty();
        // It is read from as before, and numbers nothing.
        assertThat(nodes.held(0)).hasSize(1);
        assertThat(nodes.at(0).log.committedSize()).isOne();
        assertThat(opened).hasValue(0);
    }

    @Test
    void the_others_have_a_signed_proof_of_it() {
        restartOverOlderCopy();
        nodes.pass(60);

        nodes.meet(0, 1);

        assertThat(nodes.alarms(1)).contains("heads");
        assertThat(nodes.at(1)
                        .ledger
                        .<byte[]>read(tables -> tables.alarms().all().getFirst().proof()))
                .isNotEmpty();
    }

    @Test
    void the_verdict_outlives_the_process() {
        restartOverOlderCopy();
        nodes.meet(1, 0);
        nodes.restart(0);

        assertThat(begin(0, true)).isEqualTo(Starting.Phase.ASKING);
        nodes.at(0).starting.silence();

        assertThat(phase(0)).isEqualTo(Starting.Phase.ASKING);
    }

    @Test
    void a_healthy_node_signs_when_enough_have_answered_and_not_before() {
        nodes.restart(0);

        assertThat(begin(0, true)).isEqualTo(Starting.Phase.ASKING);
        assertThatThrownBy(() -> nodes.post(0, 0, green())).isInstanceOf(SigningHeld.class);
        nodes.meet(1, 0);
        nodes.meet(1, 0);
        assertThat(phase(0)).isEqualTo(Starting.Phase.ASKING);
        assertThat(nodes.at(0).starting.needed()).isEqualTo(2);
        nodes.meet(2, 0);

        assertThat(phase(0)).isEqualTo(Starting.Phase.OPEN);
        assertThat(opened).hasValue(1);
        assertThat(nodes.post(0, 0, green()).posted()).hasSize(1);
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void after_silence_a_home_that_goes_on_signs_and_one_that_was_put_back_does_not() {
        nodes.restart(0);
        begin(0, true);
        nodes.at(0).starting.silence();
        assertThat(phase(0)).isEqualTo(Starting.Phase.OPEN);

        nodes.restart(0);
        begin(0, false);
        nodes.at(0).starting.silence();
        assertThat(phase(0)).isEqualTo(Starting.Phase.ASKING);
    }

    @Test
    void members_that_all_start_at_once_come_up_by_themselves() {
        for (int node = 0; node < Federation.SIZE; node++) {
            nodes.post(node, 0, green());
            nodes.restart(node);
            assertThat(begin(node, false)).isEqualTo(Starting.Phase.ASKING);
        }
        for (int from = 0; from < Federation.SIZE; from++) {
            for (int to = 0; to < Federation.SIZE; to++) {
                if (from != to) {
                    nodes.meet(from, to);
                }
            }
        }
        for (int node = 0; node < Federation.SIZE; node++) {
            assertThat(phase(node)).isEqualTo(Starting.Phase.OPEN);
            // Each tells the others that it numbers anew; nobody finds anything else.
            assertThat(nodes.alarms(node)).isSubsetOf("stream-reopened");
        }
    }

    @Test
    void an_empty_log_in_a_home_that_goes_on_needs_no_answer() {
        nodes.restartEmpty(3);

        assertThat(begin(3, true)).isEqualTo(Starting.Phase.OPEN);
        assertThat(nodes.post(3, 0, green()).posted()).hasSize(1);
    }

    @Test
    void a_home_put_back_to_before_its_first_record_asks_before_it_signs() {
        nodes.restartEmpty(0);
        assertThat(begin(0, false)).isEqualTo(Starting.Phase.ASKING);
        nodes.at(0).starting.silence();
        assertThatThrownBy(() -> nodes.post(0, 0, green())).isInstanceOf(SigningHeld.class);

        nodes.meet(1, 0);

        assertThat(phase(0)).isEqualTo(Starting.Phase.CATCHING_UP);
        assertThatThrownBy(() -> nodes.post(0, 0, green())).isInstanceOf(SigningHeld.class);
    }

    @Test
    void a_ledger_that_lacks_what_was_witnessed_is_not_signed_whatever_others_say() {
        Disk older = nodes.disk(0).copy();
        said();
        LogBook.CheckpointRow newer = nodes.at(0)
                .ledger
                .<LogBook.CheckpointRow>read(
                        tables -> tables.log().witnessedCheckpoint().orElseThrow());
        older.ledger().write(tables -> tables.log().putWitnessedCheckpoint(newer));
        nodes.restartOver(0, older);

        assertThat(begin(0, true)).isEqualTo(Starting.Phase.ROLLED_BACK);
        assertThat(nodes.alarms(0)).contains("own-log-rolled-back");
    }

    /// What `from` says when it meets member 0.
    private Contacts.Heard heard(int from) {
        return nodes.at(0)
                .contacts
                .hear(
                        nodes.id(from),
                        nodes.at(from)
                                .contacts
                                .greet(nodes.id(0), nodes.at(from).nowMicros())
                                .toBytes());
    }

    private void restartOverLostDispatch() {
        Disk older = nodes.disk(0).copy();
        nodes.post(0, 0, green());
        nodes.exchange(0, 1);
        nodes.restartOver(0, older);
    }

    /// Contact 6 and Starting 2: its own signature is what stops it.
    @Test
    void a_node_at_work_stops_at_a_dispatch_of_its_own_that_it_does_not_have() {
        restartOverLostDispatch();
        PullRequest.Received claimed = heard(1).claimed().orElseThrow();
        assertThat(phase(0)).isEqualTo(Starting.Phase.OPEN);
        assertThat(nodes.alarms(0)).contains("own-past-lost").doesNotContain("own-log-rolled-back");

        Parcels answer = nodes.at(1).desk.pull(nodes.id(0), claimed.toBytes());
        nodes.at(0).contacts.shown(nodes.id(1), claimed, answer);

        assertThat(phase(0)).isEqualTo(Starting.Phase.ROLLED_BACK);
        assertThat(nodes.alarms(0)).contains("own-log-rolled-back");
        assertThatThrownBy(() -> nodes.post(0, 0, green())).isInstanceOf(SigningHeld.class);
        byte[] proof = nodes.at(0)
                .ledger
                .read(tables -> tables.alarms().all().stream()
                        .filter(row -> row.kind().equals("own-log-rolled-back"))
                        .findFirst()
                        .orElseThrow()
                        .proof());
        assertThat(ConflictProof.Side.parse(proof)
                        .verify(Federation.SIGNATURES, Nodes.FEDERATION.charter())
                        .sender())
                .isEqualTo(nodes.id(0));
    }

    /// A home that has just started waits for the proof, however many others find nothing lacking.
    @Test
    void a_node_that_starts_waits_for_what_is_claimed_to_be_shown() {
        restartOverLostDispatch();
        begin(0, true);
        PullRequest.Received claimed = heard(1).claimed().orElseThrow();
        nodes.meet(2, 0);
        nodes.meet(3, 0);
        assertThat(phase(0)).isEqualTo(Starting.Phase.ASKING);

        nodes.at(0).contacts.shown(nodes.id(1), claimed, nodes.at(1).desk.pull(nodes.id(0), claimed.toBytes()));

        assertThat(phase(0)).isEqualTo(Starting.Phase.ROLLED_BACK);
    }

    /// The greeting of `liar`, in which it says that it received what was never sent.
    private PullRequest.Received lied(int liar, long sequence) {
        return lie(liar, sequence).orElseThrow();
    }

    private Optional<PullRequest.Received> lie(int liar, long sequence) {
        Greeting honest =
                nodes.at(liar).contacts.greet(nodes.id(0), nodes.at(liar).nowMicros());
        ContactStatement said = ContactStatement.parse(honest.statement().payload());
        ContactStatement changed = new ContactStatement(
                said.suite(),
                said.federation(),
                said.epoch(),
                said.stateHash(),
                said.sender(),
                said.node(),
                said.recipient(),
                said.timeMicros(),
                said.sealingEpoch(),
                said.sent(),
                List.of(new ContactStatement.Received(
                        nodes.at(0).self.identity().node(),
                        new StreamOpening.LaneHead(
                                Lane.ROUTINE,
                                nodes.lineTo(0, liar, Lane.ROUTINE).stream(),
                                new Head(sequence, Hash.of(new byte[] {1}))))),
                said.checkpoints());
        DsseEnvelope signed = Dsse.sign(
                Federation.SIGNATURES, nodes.at(liar).self.keys().signing(), PayloadTypes.CONTACT, changed.toBytes());
        return nodes.at(0)
                .contacts
                .hear(nodes.id(liar), new Greeting(signed, honest.openings()).toBytes())
                .claimed();
    }

    @Test
    void a_member_that_merely_claims_stops_nobody_whatever_it_shows() {
        PullRequest.Received claimed = lied(1, 5);
        byte[] other = nodes.at(1)
                .desk
                .pull(
                        nodes.id(0),
                        new PullRequest.Received(claimed.node(), claimed.lane(), claimed.stream(), 1).toBytes())
                .parts()
                .getFirst();
        nodes.at(0).contacts.shown(nodes.id(1), claimed, new Parcels(List.of(other, new byte[] {1})));
        nodes.at(0).contacts.shown(nodes.id(1), lied(1, 6), new Parcels(List.of()));

        assertThat(phase(0)).isEqualTo(Starting.Phase.OPEN);
        assertThat(nodes.alarms(0)).containsExactly("own-past-lost");
        assertThat(nodes.post(0, 0, green()).posted()).hasSize(1);
    }

    @Test
    void a_claim_that_is_not_shown_holds_a_start_up_no_longer() {
        nodes.restart(0);
        begin(0, true);
        PullRequest.Received claimed = lied(1, 5);
        nodes.meet(2, 0);
        nodes.meet(3, 0);
        assertThat(phase(0)).isEqualTo(Starting.Phase.ASKING);

        nodes.at(0).contacts.shown(nodes.id(1), claimed, new Parcels(List.of()));
        assertThat(phase(0)).isEqualTo(Starting.Phase.OPEN);
        assertThat(lied(1, 5)).isEqualTo(claimed);

        nodes.restart(0);
        begin(0, false);
        assertThat(lie(1, 5)).isEmpty();
        nodes.meet(2, 0);
        nodes.meet(3, 0);
        nodes.at(0).starting.silence();
        assertThat(phase(0)).isEqualTo(Starting.Phase.OPEN);
    }

    @Test
    void the_word_of_two_members_stops_a_node_that_cannot_ask_them() {
        lied(1, 5);
        assertThat(phase(0)).isEqualTo(Starting.Phase.OPEN);

        assertThat(lie(2, 5)).isEmpty();

        assertThat(phase(0)).isEqualTo(Starting.Phase.ROLLED_BACK);
    }

    /// Nobody is shown what another sent.
    @Test
    void what_was_received_is_shown_to_its_sender_alone() {
        PullRequest.Received first = new PullRequest.Received(
                nodes.at(0).self.identity().node(), Lane.ROUTINE, nodes.lineTo(0, 1, Lane.ROUTINE).stream(), 1);

        assertThat(nodes.at(1).desk.pull(nodes.id(0), first.toBytes()).parts()).hasSize(1);
        assertThat(nodes.at(1).desk.pull(nodes.id(2), first.toBytes()).parts()).isEmpty();
    }
}
