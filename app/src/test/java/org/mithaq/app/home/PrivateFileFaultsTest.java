// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.testkit.Seeds;
import org.mithaq.testkit.files.FaultyFiles;
import org.mithaq.testkit.files.PowerLoss;

/// Keys, cards, marks and what else a node's folder holds beside its ledger, under power loss after every change
/// of the medium, and with every change refused.
class PrivateFileFaultsTest {

    private static final int VERSIONS = 3;

    @TempDir
    private Path folder = Path.of("");

    private static byte[] version(int number) {
        return number == 0 ? new byte[0] : Seeds.bytes(Seeds.of(number), 1_300 + number);
    }

    private static byte[] read(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }

    private FaultyFiles files(String name) throws IOException {
        return new FaultyFiles(Files.createDirectory(folder.resolve(name)));
    }

    @Test
    void power_loss_leaves_a_file_as_before_or_after_and_what_was_acknowledged_for_good() throws IOException {
        FaultyFiles files = files("real");
        for (int number = 1; number <= VERSIONS; number++) {
            NodeHome.writePrivate(files.folder().resolve("keys/online.key"), version(number));
            files.said(Integer.toString(number));
        }

        int states = new PowerLoss(files, Files.createDirectory(folder.resolve("left")))
                .afterEachChange(Seeds.of(1), (left, said) -> {
                    Path file = left.resolve("keys/online.key");
                    assertThat(read(file)).isIn(version(said.size()), version(said.size() + 1));
                    NodeHome.writePrivate(file, version(9));
                    try (var names = Files.list(file.resolveSibling(""))) {
                        assertThat(names).containsExactly(file);
                    }
                });

        assertThat(states).isGreaterThan(25);
    }

    @Test
    void a_change_that_is_refused_leaves_a_file_as_before_or_after_and_can_be_repeated() throws IOException {
        for (FaultyFiles.Refusal how : FaultyFiles.Refusal.values()) {
            int refusals = 0;
            for (int change = 0; change <= refusals; change++) {
                FaultyFiles files = files(how + "-" + change);
                Path file = files.folder().resolve("online.key");
                NodeHome.writePrivate(file, version(1));
                files.refuse(files.attempts() + change, how);
                try {
                    NodeHome.writePrivate(file, version(2));
                } catch (CommandRefused refused) {
                    refusals++;
                    assertThat(refused).hasMessageContaining("cannot be written");
                    assertThat(read(file)).isIn(version(1), version(2));
                }
                files.refuseNothing();
                NodeHome.writePrivate(file, version(3));
                assertThat(read(file)).isEqualTo(version(3));
            }
            assertThat(refusals).isGreaterThanOrEqualTo(5);
        }
    }
}
