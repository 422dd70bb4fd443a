// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.Map;
import java.util.stream.Collectors;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Lane;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.node.port.Inbox;

/// What must stay small in a node, whatever the others do.
///
/// @param federation whose members
/// @param station the node
record Bounds(Federation federation, Station station) {

    /// Requests to one peer at once: three copies in each lane, and one each of the rest with their repetitions.
    private static final int UNDER_WAY_EACH_MAX = 3 * 3 + 8;

    private static final int STREAMS_MAX = 64;
    private static final int SIZES_SHOWN_MAX = 256;
    private static final int ALARMS_EACH_MAX = 64;

    void check() {
        int peers = federation.size() - 1;
        demand(
                station.courier().underWay() <= UNDER_WAY_EACH_MAX * peers,
                "%d requests under way".formatted(station.courier().underWay()));
        station.program().ledger.read(tables -> {
            Map<MemberId, Long> lines = tables.inbox().lines().stream()
                    .collect(Collectors.groupingBy(Inbox.LineRow::sender, Collectors.counting()));
            lines.forEach((member, count) -> demand(
                    count <= (long) STREAMS_MAX * Lane.values().length,
                    "%d lines of %s".formatted(count, member.shortForm())));
            demand(
                    tables.registry().settings("checkpoint-shown:").size() <= SIZES_SHOWN_MAX * federation.size(),
                    "too many checkpoints remembered");
            demand(
                    tables.alarms().all().size() <= ALARMS_EACH_MAX * federation.size(),
                    tables.alarms().all().size() + " alarms");
            demand(tables.quarantine().count() <= QuarantineDesk.ROWS_MAX, "too much in quarantine");
            return true;
        });
    }

    private void demand(boolean holds, String otherwise) {
        Violated.demand(holds, Invariant.QUEUES_BOUNDED, station.index() + ": " + otherwise);
    }
}
