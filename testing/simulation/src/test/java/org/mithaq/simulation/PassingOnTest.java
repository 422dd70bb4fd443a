// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.exchange.Batch;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Door;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.Item;
import org.mithaq.node.Posting;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.stix.Tlp;

/// What can be passed on, how large it may be, and in whose name it is kept where it is refused.
class PassingOnTest {

    private final Nodes nodes = new Nodes();

    @BeforeEach
    void met() {
        nodes.meet(0, 1);
        nodes.meet(1, 0);
    }

    /// Relay 4: whatever may be sent may be passed on, with its proof around it.
    @Test
    void the_largest_object_that_can_be_sent_can_be_passed_on() {
        Item largest = large(8 << 20);
        nodes.postTo(0, Set.of(1), largest);
        nodes.exchange(0, 1);
        nodes.meet(1, 2);
        nodes.at(1)
                .originating
                .relay(
                        nodes.held(1).getFirst().row(),
                        Nodes.routine(0).channel(),
                        Set.of(nodes.id(2)),
                        nodes.at(1).clock.instant());
        nodes.exchange(1, 2);

        assertThat(nodes.held(2))
                .singleElement()
                .satisfies(held -> assertThat(held.row().originator()).isEqualTo(nodes.id(0)));
    }

    @Test
    void an_object_that_is_larger_than_a_leaf_is_refused_before_anything_is_sent() {
        Item larger = large((8 << 20) + 1);

        assertThatThrownBy(() -> nodes.postTo(0, Set.of(1), larger))
                .isInstanceOf(Posting.PostingRefused.class)
                .hasMessageContaining("Encoding 1");
        assertThatThrownBy(() -> nodes.at(0).posting.keep(List.of(larger), false))
                .isInstanceOf(Posting.PostingRefused.class);
    }

    private static Item large(int bytes) {
        StixObject little = Nodes.item(Nodes.freshId(), 1, Tlp.GREEN).object().orElseThrow();
        String json = new String(little.bytes(), StandardCharsets.UTF_8);
        String grown = json.replace("\"name\":\"some\"", "\"name\":\"" + "x".repeat(bytes - json.length() + 4) + '"');
        StixObject object = StixReader.read(grown.getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                .object()
                .orElseThrow();
        assertThat(object.bytes()).hasSize(bytes);
        return Item.of(object, Terms.standard().onward(Terms.Onward.PERMITTED), false);
    }

    /// A refused object is kept under the name of the member that sent it, who answers for its share of the room.
    @Test
    void what_was_passed_on_and_refused_names_the_relay_and_the_originator() {
        nodes.meet(0, 2);
        nodes.meet(2, 1);
        Batch.Content bad = new Batch.Content(
                LeafKind.OBJECT, Terms.standard(), "{\"type\":\"indicator\"}".getBytes(StandardCharsets.UTF_8));
        Delivery delivery = new Liar(2, nodes.lineTo(0, 2, Lane.ROUTINE).stream()).delivery(1, Head.NONE, 0, 2, bad);
        RelayedObject proof = proofOf(delivery);
        nodes.at(2)
                .posting
                .send(
                        Nodes.routine(0),
                        List.of(Item.of(LeafKind.RELAYED, Terms.standard(), proof.toBytes())),
                        Set.of(nodes.id(1)));
        nodes.exchange(2, 1);

        var row = nodes.at(1)
                .ledger
                .read(tables -> tables.quarantine().page(0, 10))
                .getFirst();
        assertThat(row.source()).isEqualTo("peer:" + nodes.id(2).hex());
        assertThat(row.reason()).contains("passed on for " + nodes.id(0).hex()).contains("STIX 2.1 §");
    }

    private RelayedObject proofOf(Delivery delivery) {
        Door door = new Door(Federation.SIGNATURES, HpkeProvider.best(), nodes.id(2));
        Door.Admitted admitted = door.admit(delivery, Nodes.FEDERATION.charter());
        Door.Opened opened = door.open(
                admitted,
                (Delivery.Sealed) delivery.body(),
                nodes.at(2).self.keys().sealing());
        int position = opened.manifest().positions().getFirst();
        return new RelayedObject(
                delivery.envelope(),
                opened.leaves().getFirst(),
                position,
                ObjectTable.of(opened).path(position),
                opened.manifest().logSalt(),
                delivery.log());
    }
}
