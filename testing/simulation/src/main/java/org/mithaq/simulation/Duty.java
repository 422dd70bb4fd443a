// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// Who does what an alarm asks people for: recalls an object of a dispatch that its disk has damaged.
///
/// @param reference what was asked of the nodes
record Duty(Reference reference) {

    private static final String DISPATCH = AlarmKind.DAMAGED.word() + ":dispatch:";

    /// What a member has to recall now; empty where no alarm asks for it.
    Optional<String> toRecall(Station station) {
        if (!station.isUp() || station.isPutBack() || !station.program().signs()) {
            return Optional.empty();
        }
        List<String> recallable = reference.recallable(station.index());
        return station.program()
                .ledger
                .read(tables -> tables.alarms().all().stream()
                        .map(Alarms.Row::key)
                        .filter(key -> key.startsWith(DISPATCH))
                        .map(key -> Hash.parseHex(key.substring(DISPATCH.length())))
                        .filter(dispatch -> isWaiting(tables, dispatch))
                        .flatMap(dispatch -> ownObjects(tables, station.member().id(), dispatch).stream())
                        .filter(recallable::contains)
                        .findFirst());
    }

    /// Whether somebody is not known to have had a dispatch.
    static boolean isWaiting(Ledger.Tables tables, Hash dispatch) {
        return tables.outbox().entriesOf(dispatch).stream().anyMatch(entry -> entry.state() == Outbox.State.PENDING);
    }

    /// Ids of a member's own objects that a dispatch of its carries.
    static List<String> ownObjects(Ledger.Tables tables, MemberId member, Hash dispatch) {
        return tables.shelf().objectsIn(dispatch).stream()
                .filter(row -> row.originator().equals(member))
                .map(Shelf.ObjectRow::stixId)
                .toList();
    }
}
