// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Lane;
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
        assertThatThrownBy(() -> nodes.at(0).witnessing.addCheckpoint("some", new byte[0]))
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
        begin(0, false);
        nodes.at(0).starting.silence();
        assertThat(phase(0)).isEqualTo(Starting.Phase.ASKING);

        nodes.restart(0);
        begin(0, true);
        nodes.at(0).starting.silence();
        assertThat(phase(0)).isEqualTo(Starting.Phase.OPEN);
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
            assertThat(nodes.alarms(node)).isEmpty();
        }
    }

    @Test
    void an_empty_log_needs_no_answer() {
        nodes.restartEmpty(3);

        assertThat(begin(3, false)).isEqualTo(Starting.Phase.OPEN);
        assertThat(nodes.post(3, 0, green()).posted()).hasSize(1);
    }

    @Test
    void an_empty_log_that_others_have_seen_full_is_found_out_at_the_first_contact() {
        nodes.restartEmpty(0);
        begin(0, false);

        nodes.meet(1, 0);

        assertThat(phase(0)).isEqualTo(Starting.Phase.ROLLED_BACK);
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

    @Test
    void a_node_at_work_stops_at_a_number_that_it_never_gave() {
        Disk older = nodes.disk(0).copy();
        nodes.post(0, 0, green());
        nodes.exchange(0, 1);
        nodes.restartOver(0, older);

        nodes.meet(1, 0);

        assertThat(phase(0)).isEqualTo(Starting.Phase.ROLLED_BACK);
        assertThat(nodes.alarms(0)).contains("own-log-rolled-back", "own-past-lost");
    }
}
