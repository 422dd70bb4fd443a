// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixId;
import org.mithaq.store.LedgerSnapshot;
import org.mithaq.store.SqliteLedger;

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
public record DemoGrave(
        String member,
        String stixId,
        MemberId originator,
        Hash leafHash,
        Hash payloadHash,
        long batch,
        byte[] salt,
        int slot,
        int position) {

    /// Where every member holds `objects` now, read from copies of the running nodes' ledgers.
    static List<DemoGrave> dug(DemoFederation federation, Set<StixId> objects) {
        List<DemoGrave> graves = new ArrayList<>();
        for (String key : federation.keys()) {
            Path folder = federation.folder().resolve("before-recall-" + key);
            try {
                Files.createDirectories(folder);
                Path copy = folder.resolve("ledger.db");
                LedgerSnapshot.copy(federation.seat(key).home().ledger(), copy);
                try (SqliteLedger ledger = SqliteLedger.open(copy)) {
                    graves.addAll(ledger.read(tables -> held(tables, key, objects)));
                }
                remove(folder);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
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
                graves.add(new DemoGrave(
                        key,
                        row.stixId(),
                        row.originator(),
                        row.leafHash(),
                        row.payloadHash(),
                        row.batch(),
                        salt,
                        row.slot(),
                        row.position()));
            }
        }
        return graves;
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
