// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.store.LedgerSnapshot;
import org.mithaq.store.SqliteLedger;

class BootMarkTest {

    @TempDir
    private Path folder = Path.of("");

    private boolean renew(String ledger) {
        try (SqliteLedger opened = SqliteLedger.open(folder.resolve(ledger))) {
            return BootMark.renew(folder.resolve("boot.mark"), opened, new SecureRandom());
        }
    }

    @Test
    void a_home_that_never_ran_and_one_that_goes_on_have_lost_no_past() {
        assertThat(renew("ledger.db")).isTrue();
        assertThat(renew("ledger.db")).isTrue();
        assertThat(renew("ledger.db")).isTrue();
    }

    @Test
    void a_ledger_that_is_gone_under_its_file_does_not_go_on() {
        renew("ledger.db");

        assertThat(renew("empty.db")).isFalse();
    }

    @Test
    void starts_that_died_between_ledger_and_file_change_nothing() throws IOException {
        renew("ledger.db");
        byte[] mark = Files.readAllBytes(folder.resolve("boot.mark"));
        for (int death = 0; death < 3; death++) {
            assertThat(renew("ledger.db")).isTrue();
            Files.write(folder.resolve("boot.mark"), mark);
        }

        assertThat(renew("ledger.db")).isTrue();
    }

    @Test
    void an_older_ledger_under_the_file_of_a_later_start_does_not_go_on() {
        renew("ledger.db");
        renew("ledger.db");
        LedgerSnapshot.copy(folder.resolve("ledger.db"), folder.resolve("older.db"));
        renew("ledger.db");
        renew("ledger.db");

        assertThat(renew("older.db")).isFalse();
    }

    @Test
    void a_file_that_is_gone_or_torn_does_not_go_on() throws IOException {
        renew("ledger.db");
        Files.write(folder.resolve("boot.mark"), new byte[31]);
        assertThat(renew("ledger.db")).isFalse();
        Files.delete(folder.resolve("boot.mark"));
        assertThat(renew("ledger.db")).isFalse();
        assertThat(renew("ledger.db")).isTrue();
    }
}
