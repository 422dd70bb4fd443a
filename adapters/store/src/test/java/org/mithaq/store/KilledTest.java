// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.contracts.SampleRows;

/// A node that dies between two instructions has what it said that it had.
class KilledTest {

    private static final int REPORTS = 50;

    @TempDir
    Path home;

    /// Commits acts for ever, and says each number once it is committed.
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            try (SqliteLedger ledger = SqliteLedger.open(Path.of(arguments[0]))) {
                for (int i = 1; i < Integer.MAX_VALUE; i++) {
                    byte[] act = SampleRows.bytes("act " + i);
                    ledger.write(tables -> tables.registry().addAct(act));
                    System.out.println(i);
                }
            }
        }
    }

    @Test
    void what_a_killed_process_reported_as_committed_is_there() throws IOException, InterruptedException {
        Path file = home.resolve("ledger.db");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int reported = 0;
        try (BufferedReader reports = child.inputReader(StandardCharsets.UTF_8)) {
            while (reported < REPORTS) {
                reported = Integer.parseInt(reports.readLine());
            }
            child.destroyForcibly();
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }

        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            assertThat(ledger.<Integer>read(tables -> tables.registry().acts().size()))
                    .isGreaterThanOrEqualTo(reported);
        }
    }
}
