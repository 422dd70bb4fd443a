// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Quarantine;
import org.mithaq.node.port.Shelf;

/// Rows with one thing changed.
final class Rows {

    private Rows() {}

    /// `row` as a leaf of the dispatch `payloadHash`, unless it names another originator's dispatch already.
    static Shelf.ObjectRow placed(Shelf.ObjectRow row, Hash payloadHash) {
        if (!row.payloadHash().equals(Hash.ZERO)) {
            return row;
        }
        return new Shelf.ObjectRow(
                row.number(),
                row.stixId(),
                row.version(),
                row.stixType(),
                row.originator(),
                row.channel(),
                row.batch(),
                row.slot(),
                row.offsetBytes(),
                row.lengthBytes(),
                row.leafHash(),
                payloadHash,
                row.position(),
                row.exercise(),
                row.defects(),
                row.addedMicros());
    }

    /// `row` with the time at which it was refused.
    static Quarantine.Row at(Quarantine.Row row, long timeMicros) {
        return new Quarantine.Row(row.number(), row.source(), row.reason(), row.keyNumber(), row.sealed(), timeMicros);
    }

    /// `row` with the place where its sealed leaf lies.
    static Shelf.ObjectRow lying(Shelf.ObjectRow row, long batch, int slot, int offsetBytes, int lengthBytes) {
        return new Shelf.ObjectRow(
                row.number(),
                row.stixId(),
                row.version(),
                row.stixType(),
                row.originator(),
                row.channel(),
                batch,
                slot,
                offsetBytes,
                lengthBytes,
                row.leafHash(),
                row.payloadHash(),
                row.position(),
                row.exercise(),
                row.defects(),
                row.addedMicros());
    }
}
