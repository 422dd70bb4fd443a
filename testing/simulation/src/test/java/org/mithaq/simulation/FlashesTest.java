// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.Core;
import org.mithaq.node.Flashes;
import org.mithaq.node.Item;
import org.mithaq.node.Sealing;
import org.mithaq.stix.Tlp;

class FlashesTest {

    private static final Receipt.Person OFFICER = new Receipt.Person("duty officer", "a7");

    private final Nodes nodes = new Nodes();
    private final long now = nodes.at(0).nowMicros();

    FlashesTest() {
        nodes.meet(0, 1);
        nodes.meet(1, 0);
    }

    private Hash flash(long deadlineMicros) {
        Sealing.Posting how = new Sealing.Posting(Nodes.routine(0).channel(), Lane.FLASH, deadlineMicros, true);
        Item item = Nodes.item(Nodes.freshId(), 1, Tlp.GREEN);
        return nodes.at(0)
                .posting
                .share(how, List.of(item), Set.of(nodes.id(1)), id -> Optional.empty(), Core.instant(now))
                .posted()
                .getFirst()
                .payloadHash();
    }

    private List<Flashes.Waiting> waiting(int node) {
        return nodes.at(node).ledger.read(tables -> Flashes.waiting(tables, 300));
    }

    @Test
    void a_flash_message_waits_with_its_deadline_and_an_alarm_until_a_person_has_spoken() {
        Hash later = flash(now + 60_000_000);
        Hash sooner = flash(now + 30_000_000);
        nodes.exchange(0, 1);

        assertThat(waiting(1)).extracting(Flashes.Waiting::payloadHash).containsExactly(sooner, later);
        assertThat(waiting(1).getFirst().sender()).isEqualTo(nodes.id(0));
        assertThat(waiting(1).getFirst().deadlineMicros()).isEqualTo(now + 30_000_000);
        assertThat(waiting(1).getFirst().exercise()).isTrue();
        assertThat(nodes.alarms(1)).containsExactly(AlarmKind.FLASH_WAITS.word());

        nodes.at(1).originating.acknowledge(later, OFFICER);
        assertThat(waiting(1)).extracting(Flashes.Waiting::payloadHash).containsExactly(sooner);
        assertThat(nodes.alarms(1)).containsExactly(AlarmKind.FLASH_WAITS.word());

        nodes.at(1).originating.acknowledge(sooner, OFFICER);
        assertThat(waiting(1)).isEmpty();
        assertThat(nodes.alarms(1)).isEmpty();
        assertThat(waiting(0)).isEmpty();
    }

    @Test
    void what_is_not_flash_waits_for_nobody() {
        nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        nodes.exchange(0, 1);

        assertThat(nodes.held(1)).hasSize(1);
        assertThat(waiting(1)).isEmpty();
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void it_waits_after_a_start_and_one_that_comes_twice_waits_once() {
        flash(now + 30_000_000);
        byte[] copy = nodes.copies(0, 1, Lane.FLASH).getFirst();
        nodes.deliver(0, 1, copy);
        nodes.deliver(0, 1, copy);
        nodes.restart(1);

        assertThat(waiting(1)).hasSize(1);
        assertThat(nodes.alarms(1)).containsExactly(AlarmKind.FLASH_WAITS.word());
    }

    @Test
    void a_sender_of_very_many_fills_no_more_than_its_share() {
        for (int count = 0; count < 258; count++) {
            flash(now + 30_000_000 + count);
        }
        for (int turn = 0; turn < 4; turn++) {
            nodes.exchange(0, 1);
        }

        assertThat(nodes.held(1)).hasSize(258);
        assertThat(waiting(1)).hasSize(256);
        assertThat(nodes.alarms(1)).containsExactly(AlarmKind.FLASH_WAITS.word());
    }
}
