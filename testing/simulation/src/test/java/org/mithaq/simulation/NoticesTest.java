// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.Command;
import org.mithaq.node.Core;
import org.mithaq.node.Notices;
import org.mithaq.node.Turn;
import org.mithaq.node.port.Alarms;

/// Alarms that strangers and the machine give rise to.
class NoticesTest {

    private final Program program = new Nodes().at(0);

    private void run(List<Command<Boolean>> commands) {
        List<Core.Pending<?>> batch = new ArrayList<>();
        commands.forEach(command -> batch.add(new Core.Pending<>(command, done -> {}, failed -> {
            throw failed;
        })));
        program.core.turn(batch);
    }

    private List<Alarms.Row> alarms() {
        return program.ledger.read(tables -> tables.alarms().all());
    }

    @Test
    void one_stranger_is_one_alarm_whatever_port_it_comes_from() {
        run(List.of(
                Notices.tls("UNPINNED", "192.0.2.1:40001", "who is this"),
                Notices.tls("UNPINNED", "192.0.2.1:40002", "who is this"),
                Notices.tls("UNPINNED", "192.0.2.2:40001", "who is this")));

        assertThat(alarms())
                .extracting(Alarms.Row::key)
                .containsExactlyInAnyOrder("unpinned:UNPINNED:192.0.2.1", "unpinned:UNPINNED:192.0.2.2");
    }

    @Test
    void strangers_without_number_fill_no_store_and_what_is_known_still_counts() {
        List<Command<Boolean>> knocks = new ArrayList<>();
        for (int number = 0; number < Turn.ALARMS_MAX + 50; number++) {
            knocks.add(Notices.tls("UNPINNED", "host" + number + ":1", "who is this"));
        }
        knocks.add(Notices.tls("UNPINNED", "host0:2", "who is this"));

        run(knocks);

        List<Alarms.Row> alarms = alarms();
        assertThat(alarms).hasSize(Turn.ALARMS_MAX + 1);
        assertThat(alarms)
                .filteredOn(row -> row.key().equals("unpinned:others"))
                .singleElement()
                .satisfies(row -> assertThat(row.count()).isEqualTo(50));
        assertThat(alarms)
                .filteredOn(row -> row.key().equals("unpinned:UNPINNED:host0"))
                .singleElement()
                .satisfies(row -> assertThat(row.count()).isEqualTo(2));
    }

    @Test
    void what_stands_until_it_is_mended_goes_when_it_is() {
        run(List.of(Notices.standing(AlarmKind.DISK_LOW, "ledger", Optional.of("little room"))));
        assertThat(alarms())
                .singleElement()
                .satisfies(row -> assertThat(row.action()).isEqualTo(AlarmKind.DISK_LOW.action()));

        run(List.of(Notices.standing(AlarmKind.DISK_LOW, "ledger", Optional.empty())));
        assertThat(alarms()).isEmpty();
    }
}
