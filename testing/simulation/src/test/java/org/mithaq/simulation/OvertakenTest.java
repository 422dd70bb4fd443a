// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.stix.Tlp;

/// Recall 3: what was on its way when it was recalled has not come back.
class OvertakenTest {

    private final Nodes nodes = new Nodes();

    @Test
    void a_copy_of_two_that_a_recall_of_the_other_has_overtaken_has_not_come_back() {
        nodes.meet(0, 1);
        String one = Nodes.freshId();
        String other = Nodes.freshId();
        nodes.postTo(0, Set.of(1), Nodes.item(one, 1, Tlp.GREEN), Nodes.item(other, 1, Tlp.GREEN));
        byte[] late = nodes.copies(0, 1, Lane.ROUTINE).getFirst();
        nodes.at(0).originating.recall(other, "a trial");
        byte[] sentAgain = nodes.copies(0, 1, Lane.ROUTINE).getLast();
        nodes.deliver(0, 1, sentAgain);
        nodes.at(0).originating.recall(one, "a trial");
        List<byte[]> recalls = nodes.copies(0, 1, Lane.PRIORITY);
        nodes.deliver(0, 1, recalls.getFirst());
        nodes.deliver(0, 1, recalls.getLast());

        Receipt receipt = Nodes.receipt(nodes.deliver(0, 1, late));
        recalls.forEach(recall -> nodes.deliver(0, 1, recall));

        assertThat(receipt.status()).isEqualTo(Receipt.Status.RECALLED);
        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.at(1).ledger.<Long>read(tables -> tables.quarantine().count()))
                .isZero();
        assertThat(nodes.alarms(1)).doesNotContain("recalled-came-back");
    }
}
