// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.exchange.Lane;
import org.mithaq.node.Arriving;
import org.mithaq.node.Command;
import org.mithaq.node.Core;
import org.mithaq.node.Receive;
import org.mithaq.node.Receiving;
import org.mithaq.stix.Tlp;

class CoreTest {

    private final Nodes nodes = new Nodes();

    private static <R> Core.Pending<R> pending(Command<R> command, List<String> heard, String name) {
        return new Core.Pending<>(command, result -> heard.add(name + " done"), failure -> heard.add(name + " failed"));
    }

    @Test
    void a_command_that_fails_harms_none_of_its_batch_and_leaves_no_trace() {
        nodes.meet(0, 1);
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        List<byte[]> copies = nodes.copies(0, 1, Lane.ROUTINE);
        Program program = nodes.at(1);
        Receiving receiving = new Receiving(
                program.self.identity(),
                Nodes.FEDERATION.charter(),
                Federation.SIGNATURES,
                HpkeProvider.best(),
                program.self.keys(),
                program.vault);
        Arriving first = receiving.examine(copies.get(0), program.nowMicros());
        Arriving second = receiving.examine(copies.get(1), program.nowMicros());
        List<String> heard = new ArrayList<>();
        Command<Boolean> guilty = turn -> {
            new Receive(second).run(turn);
            throw new IllegalStateException("after it has changed everything");
        };

        program.core.turn(List.of(
                pending(guilty, heard, "guilty"),
                pending(new Receive(first), heard, "innocent"),
                pending(turn -> true, heard, "bystander")));

        assertThat(heard).containsExactly("guilty failed", "innocent done", "bystander done");
        assertThat(nodes.held(1)).hasSize(1);
        assertThat(nodes.lineFrom(0, 1, Lane.ROUTINE).highest()).isOne();
        assertThat(program.log.committedSize()).isOne();
        assertThat(program.ledger.<Long>read(tables -> tables.log().size())).isOne();
        assertThat(program.ledger.<Long>read(tables -> tables.inbox().receiptNumber()))
                .isOne();
        // What failed is received as if it had never been tried.
        assertThat(nodes.deliver(0, 1, copies.get(1)).receipts()).hasSize(1);
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void what_a_command_alone_throws_reaches_its_caller() {
        assertThatThrownBy(() -> nodes.at(0).core.alone(turn -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(nodes.at(0).core.<Boolean>alone(turn -> true)).isTrue();
    }
}
