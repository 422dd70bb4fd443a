// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.mithaq.app.home.NodeHome;
import org.mithaq.node.Starting;
import org.mithaq.node.port.Ledger;

/// Tells a home that goes on from one whose ledger was put back (protocol, Starting): 32 random bytes in a file beside
/// the ledger, renewed at each start. The ledger holds the present and the next ones, so that a crash between the two
/// is harmless. No backup has the file.
final class BootMark {

    private static final String SETTING = "boot-mark";
    private static final int BYTES = 32;

    private BootMark() {}

    /// Renews the mark.
    ///
    /// @return whether file and ledger belonged together, or neither has any past
    static boolean renew(Path file, Ledger ledger, SecureRandom random) {
        Optional<byte[]> here = read(file);
        byte[] known = ledger.read(tables -> tables.registry().setting(SETTING)).orElse(new byte[0]);
        boolean together = here.isPresent()
                && known.length == 2 * BYTES
                && (Arrays.equals(here.get(), Arrays.copyOf(known, BYTES))
                        || Arrays.equals(here.get(), Arrays.copyOfRange(known, BYTES, 2 * BYTES)));
        boolean goesOn = together || isNew(file, ledger);
        byte[] next = new byte[BYTES];
        random.nextBytes(next);
        byte[] both = Arrays.copyOf(together ? here.get() : next, 2 * BYTES);
        System.arraycopy(next, 0, both, BYTES, BYTES);
        ledger.write(tables -> {
            tables.registry().putSetting(SETTING, both);
            if (!goesOn) {
                Starting.notePutBack(tables);
            }
        });
        NodeHome.writePrivate(file, next);
        return goesOn;
    }

    /// Whether this home never ran. Where a file is left, or a mark or a record in the ledger, it did.
    private static boolean isNew(Path file, Ledger ledger) {
        return !Files.exists(file)
                && ledger.read(tables -> tables.registry().setting(SETTING).isEmpty()
                        && tables.log().size() == 0);
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file)).filter(bytes -> bytes.length == BYTES);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
