// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixId;

/// Where one member held one object before it was recalled: what has to be gone afterwards.
///
/// @param member key of the holder
/// @param stixId the object
/// @param originator whose word it was
/// @param leafHash its leaf
/// @param payloadHash the dispatch that carried it
/// @param batch number of the key that it lay under
/// @param salt of that batch
/// @param slot which of the batch's keys
/// @param position of the leaf in that dispatch
/// @param carrier from whom the holder had it: the originator, or who had passed it on
/// @param carried the dispatch in which it came from there
public record DemoGrave(
        String member,
        String stixId,
        MemberId originator,
        Hash leafHash,
        Hash payloadHash,
        long batch,
        byte[] salt,
        int slot,
        int position,
        MemberId carrier,
        Hash carried) {

    /// Where every member holds `objects` now, read from copies of the running nodes' ledgers.
    static List<DemoGrave> dug(DemoFederation federation, Set<StixId> objects) {
        List<DemoGrave> graves = new ArrayList<>();
        for (String key : federation.keys()) {
            graves.addAll(DemoCopies.read(federation, key, tables -> held(tables, key, objects)));
        }
        return graves;
    }

    /// Where one member holds `objects`, by its own ledger.
    ///
    /// @param key of the member
    public static List<DemoGrave> held(Ledger.Tables tables, String key, Set<StixId> objects) {
        List<DemoGrave> graves = new ArrayList<>();
        for (StixId id : objects) {
            for (Shelf.ObjectRow row : tables.shelf().objectsOf(id.toString(), 1_000)) {
                byte[] salt = tables.shelf().batch(row.batch()).orElseThrow().salt();
                Optional<Inbox.ArrivalRow> arrival = tables.inbox().arrivalOfBatch(row.batch());
                graves.add(new DemoGrave(
                        key,
                        row.stixId(),
                        row.originator(),
                        row.leafHash(),
                        row.payloadHash(),
                        row.batch(),
                        salt,
                        row.slot(),
                        row.position(),
                        arrival.map(Inbox.ArrivalRow::sender).orElse(row.originator()),
                        arrival.map(Inbox.ArrivalRow::payloadHash).orElse(row.payloadHash())));
            }
        }
        return graves;
    }
}
