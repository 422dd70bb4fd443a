// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.port.LogBook;
import org.mithaq.stix.Tlp;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.SignedCheckpoint;

class ContactTest {

    private final Nodes nodes = new Nodes();

    private void oneDispatchArrived() {
        nodes.meet(0, 1);
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        nodes.exchange(0, 1);
    }

    /// The greeting of member 0 with another head for the routine lane, signed by it.
    private Greeting greeting(Head head) {
        Greeting honest = nodes.at(0).contacts.greet(nodes.id(1), nodes.at(0).nowMicros());
        ContactStatement said = ContactStatement.parse(honest.statement().payload());
        StreamOpening.LaneHead lie =
                new StreamOpening.LaneHead(Lane.ROUTINE, nodes.lineTo(0, 1, Lane.ROUTINE).stream(), head);
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
                List.of(lie),
                said.received(),
                said.checkpoints());
        DsseEnvelope signed = Dsse.sign(
                Federation.SIGNATURES, nodes.at(0).self.keys().signing(), PayloadTypes.CONTACT, changed.toBytes());
        return new Greeting(signed, honest.openings());
    }

    @Test
    void a_quiet_contact_raises_nothing_however_often() {
        oneDispatchArrived();
        nodes.pass(3_600);
        nodes.meet(0, 1);
        nodes.meet(1, 0);
        nodes.meet(0, 1);

        assertThat(nodes.alarms(0)).isEmpty();
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void a_node_that_numbers_in_a_new_stream_raises_an_alarm() {
        oneDispatchArrived();
        nodes.restartEmpty(0);
        nodes.meet(0, 1);

        assertThat(nodes.alarms(1)).contains("stream-reopened");
    }

    @Test
    void a_head_behind_what_came_raises_an_alarm() {
        oneDispatchArrived();
        nodes.pass(60);
        nodes.at(1).contacts.hear(nodes.id(0), greeting(Head.NONE).toBytes());

        assertThat(nodes.alarms(1)).containsExactly("heads");
    }

    @Test
    void another_dispatch_under_the_number_that_came_raises_an_alarm() {
        oneDispatchArrived();
        nodes.at(1)
                .contacts
                .hear(
                        nodes.id(0),
                        greeting(new Head(1, Hash.of(new byte[] {1}))).toBytes());

        assertThat(nodes.alarms(1)).containsExactly("heads");
    }

    @Test
    void a_head_before_what_came_tells_what_is_missing() {
        nodes.meet(0, 1);
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));

        var heard = nodes.at(1)
                .contacts
                .hear(
                        nodes.id(0),
                        nodes.at(0)
                                .contacts
                                .greet(nodes.id(1), nodes.at(0).nowMicros())
                                .toBytes());

        assertThat(heard.missing()).extracting(StreamOpening.LaneHead::lane).containsExactly(Lane.ROUTINE);
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void two_roots_of_one_log_at_one_size_raise_an_alarm_with_the_second_as_proof() {
        oneDispatchArrived();
        SignedCheckpoint shown = nodes.at(0).checkpoints.newest();
        Checkpoint checkpoint = shown.checkpoint();
        SignedCheckpoint other = nodes.at(0)
                .self
                .log()
                .sign(new Checkpoint(checkpoint.origin(), checkpoint.size(), Hash.of(new byte[] {2})));
        witness(1, shown);
        witness(2, other);
        nodes.meet(2, 1);

        assertThat(nodes.alarms(1)).contains("split-view");
        assertThat(nodes.at(1)
                        .ledger
                        .<byte[]>read(tables -> tables.alarms().all().stream()
                                .filter(row -> row.kind().equals("split-view"))
                                .findFirst()
                                .orElseThrow()
                                .proof()))
                .isNotEmpty();
    }

    private void witness(int node, SignedCheckpoint checkpoint) {
        nodes.at(node)
                .ledger
                .write(tables -> tables.log()
                        .putWitnessed(new LogBook.WitnessRow(
                                checkpoint.checkpoint().origin(),
                                checkpoint.checkpoint().size(),
                                checkpoint.checkpoint().root(),
                                checkpoint.encode())));
    }
}
