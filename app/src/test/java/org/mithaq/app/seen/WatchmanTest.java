// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.Core;

/// What the watchman finds in a look at a node.
class WatchmanTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Look look(List<Look.KeyLook> keys, Map<String, Look.Volume> volumes) {
        return new Look(
                Core.micros(NOW),
                0,
                List.of(),
                new Look.Rows(0, 0, 0, Map.of()),
                new Look.Work(true, 0, 0, 0, 0, 0, 1, 0, 0, 0, false),
                keys,
                Map.of(),
                Map.of(),
                volumes);
    }

    @Test
    void nothing_is_the_matter_with_a_node_that_is_well() {
        Look well = look(
                List.of(new Look.KeyLook("own", NOW.plus(Duration.ofDays(31)))),
                Map.of("ledger", new Look.Volume(1L << 40, 1L << 39)));

        assertThat(Watchman.found(well, 10, false)).isEmpty();
    }

    @Test
    void a_card_is_warned_of_thirty_days_ahead_and_told_when_it_has_ended() {
        Look look = look(
                List.of(
                        new Look.KeyLook("own", NOW.plus(Duration.ofDays(29))),
                        new Look.KeyLook("abcdef01", NOW.minusSeconds(1))),
                Map.of());

        assertThat(Watchman.found(look, 10, false))
                .containsOnly(
                        Map.entry(
                                new Watchman.Key(AlarmKind.KEY_EXPIRES, "own"),
                                "this member's card ends at 2026-01-30T00:00:00Z"),
                        Map.entry(
                                new Watchman.Key(AlarmKind.KEY_EXPIRES, "abcdef01"),
                                "the card of abcdef01 ended at 2025-12-31T23:59:59Z"));
    }

    @Test
    void a_disk_that_is_nearly_full_and_one_that_refuses_are_two_alarms() {
        Look look = look(List.of(), Map.of("keystore", new Look.Volume(1L << 40, 1L << 20)));

        assertThat(Watchman.found(look, 10, true).keySet())
                .containsExactlyInAnyOrder(
                        new Watchman.Key(AlarmKind.DISK_LOW, "keystore"),
                        new Watchman.Key(AlarmKind.STORAGE, "ledger"));
    }
}
