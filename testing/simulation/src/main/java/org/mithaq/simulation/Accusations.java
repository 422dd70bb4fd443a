// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.port.Alarms;

/// Whom a node accuses: the liar, and nobody else.
///
/// @param federation whose members
/// @param reference what was asked of the nodes
/// @param excuses what explains an alarm
record Accusations(Federation federation, Reference reference, Excuses excuses) {

    /// Nobody is accused whom no fault explains.
    void check(Station station) {
        Set<AlarmKind> explained = EnumSet.of(AlarmKind.GAP, AlarmKind.FLASH_WAITS);
        if (excuses.faults().any(FaultKind.CORRUPT)) {
            explained.add(AlarmKind.DOOR);
        }
        if (excuses.faults().any(FaultKind.OLD_BACKUP)) {
            // It says in its greetings what it was when the copy was made.
            explained.add(AlarmKind.HEADS);
            // Who was put back numbers in new streams: that is said, and proves nothing (Contact 4).
            explained.add(AlarmKind.STREAM_REOPENED);
        }
        if (!reference.passed().isEmpty() && !reference.recalledIds().isEmpty()) {
            // A relay and the recall of what it carries may cross.
            explained.add(AlarmKind.RECALL_BACK);
        }
        Set<String> words = new TreeSet<>();
        explained.forEach(kind -> words.add(kind.word()));
        station.program().ledger.read(tables -> {
            tables.alarms()
                    .all()
                    .forEach(row -> Violated.demand(
                            words.contains(row.kind())
                                    || isAboutTheLiar(row)
                                    || isAboutRot(station, row)
                                    || isAboutKeys(row),
                            Invariant.NOBODY_ACCUSED,
                            "%d raised %s: %s".formatted(station.index(), row.key(), row.sentence())));
            return true;
        });
    }

    private boolean isAboutTheLiar(Alarms.Row row) {
        return excuses.liar().filter(who -> who.names(row.key())).isPresent();
    }

    /// A member whose keys others may hold is named as one.
    private boolean isAboutKeys(Alarms.Row row) {
        boolean kind = row.kind().equals(AlarmKind.KEY_COMPROMISED.word())
                || row.kind().equals(AlarmKind.DOOR.word());
        return kind
                && federation.members().stream()
                        .anyMatch(member -> excuses.reforms().areCompromised(member.index())
                                && row.key().contains(member.id().hex()));
    }

    private boolean isAboutRot(Station station, Alarms.Row row) {
        return row.kind().equals(AlarmKind.DAMAGED.word()) && excuses.rot().isAt(station.index());
    }
}
