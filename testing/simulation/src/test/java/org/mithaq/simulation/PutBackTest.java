// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mithaq.node.Starting;
import org.mithaq.stix.Tlp;

class PutBackTest {

    private final Nodes nodes = new Nodes();

    @Test
    void an_old_copy_is_doubted_at_its_second_start_too() {
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.CLEAR));
        Disk copy = nodes.disk(0).copy();

        Program first = nodes.restartOver(0, copy);
        first.starting.begin(false, () -> {});
        Program second = nodes.restartOver(0, copy);
        second.starting.begin(true, () -> {});
        second.starting.silence();

        assertThat(second.starting.phase()).isEqualTo(Starting.Phase.ASKING);
    }

    @Test
    void answers_enough_end_the_doubt_for_good() {
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.CLEAR));
        Disk copy = nodes.disk(0).copy();

        Program first = nodes.restartOver(0, copy);
        first.starting.begin(false, () -> {});
        for (int other = 1; other < Federation.SIZE; other++) {
            nodes.meet(other, 0);
        }
        first.turns.flush();
        Program second = nodes.restartOver(0, copy);
        second.starting.begin(true, () -> {});
        second.starting.silence();

        assertThat(second.starting.phase()).isEqualTo(Starting.Phase.OPEN);
    }
}
