// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mithaq.node.Holdings;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.Tlp;

class DamagedTest {

    private final Nodes nodes = new Nodes();

    DamagedTest() {
        for (int one = 0; one < Federation.SIZE; one++) {
            for (int other = 0; other < Federation.SIZE; other++) {
                if (one != other) {
                    nodes.meet(one, other);
                }
            }
        }
    }

    private List<Shelf.ObjectRow> rows(int node) {
        return nodes.at(node).ledger.read(tables -> tables.shelf().page(Optional.empty(), 0, 100));
    }

    private void rot(int node, Shelf.ObjectRow row) {
        nodes.disk(node).rot(row.batch(), row.offsetBytes() + row.lengthBytes() / 2);
    }

    @Test
    void what_the_disk_has_changed_is_not_served_and_the_rest_is() {
        nodes.post(0, 0, Nodes.versions(Nodes.freshId(), 3));
        rot(0, rows(0).get(1));

        assertThat(nodes.held(0).stream().map(Holdings.Held::row)).containsExactly(rows(0).get(0), rows(0).get(2));
        nodes.at(0).turns.flush();
        assertThat(nodes.alarms(0)).containsExactly("damaged-at-rest");
    }

    @Test
    void it_is_not_passed_on() {
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.CLEAR));
        rot(0, rows(0).getFirst());

        assertThat(nodes.at(0).holdings.proof(rows(0).getFirst())).isEmpty();
    }

    @Test
    void it_can_be_recalled_all_the_same() {
        String id = Nodes.freshId();
        nodes.post(0, 0, Nodes.item(id, 1, Tlp.CLEAR));
        nodes.exchange(0, 1);
        rot(0, rows(0).getFirst());
        rot(1, rows(1).getFirst());

        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);

        assertThat(rows(0)).isEmpty();
        assertThat(rows(1)).isEmpty();
    }

    @Test
    void sharing_it_again_is_a_repetition() {
        String id = Nodes.freshId();
        nodes.post(0, 0, Nodes.item(id, 1, Tlp.CLEAR));
        rot(0, rows(0).getFirst());

        assertThat(nodes.post(0, 0, Nodes.item(id, 1, Tlp.CLEAR)).repeated()).isEqualTo(1);
    }

    @Test
    void a_recall_of_one_object_sends_again_what_else_can_be_read() {
        String id = Nodes.freshId();
        String damaged = Nodes.freshId();
        String third = Nodes.freshId();
        nodes.post(
                0, 0, Nodes.item(id, 1, Tlp.CLEAR), Nodes.item(damaged, 1, Tlp.CLEAR), Nodes.item(third, 1, Tlp.CLEAR));
        rot(0, rows(0).get(1));

        nodes.at(0).originating.recall(id, "a trial");
        nodes.exchange(0, 1);

        assertThat(rows(1)).extracting(Shelf.ObjectRow::stixId).containsExactly(third);
    }
}
