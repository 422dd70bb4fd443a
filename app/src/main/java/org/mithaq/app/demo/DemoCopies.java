// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mithaq.node.port.Ledger;
import org.mithaq.store.LedgerSnapshot;
import org.mithaq.store.SqliteLedger;

/// Looks into a running node's ledger by way of a copy that is gone again.
final class DemoCopies {

    private DemoCopies() {}

    /// What `look` finds in the ledger of the member `key` as it is now.
    static <T> T read(DemoFederation federation, String key, Function<Ledger.Tables, T> look) {
        Path folder = federation.folder().resolve("copy-of-" + key);
        try {
            Files.createDirectories(folder);
            Path copy = folder.resolve("ledger.db");
            LedgerSnapshot.copy(federation.seat(key).home().ledger(), copy);
            try (SqliteLedger ledger = SqliteLedger.open(copy)) {
                return ledger.read(look);
            } finally {
                remove(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
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
