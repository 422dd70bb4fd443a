// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.testkit.Seeds;
import org.mithaq.testkit.files.FaultyFiles;
import org.mithaq.testkit.files.PowerLoss;

/// The key file under power loss after every change that it makes, and with every change of it refused.
class KeyFileFaultsTest {

    private static final int VERSIONS = 3;

    @TempDir
    Path home;

    private FaultyFiles files;
    private KeyFile keys;

    @BeforeEach
    void begin() throws IOException {
        begin("real");
    }

    private void begin(String folder) throws IOException {
        files = new FaultyFiles(Files.createDirectory(home.resolve(folder)));
        keys = new FileKeyFile(files.folder().resolve("keys"));
    }

    /// Some sectors, no two alike.
    private static byte[] version(int number) {
        return number == 0 ? new byte[0] : Seeds.bytes(Seeds.of(number), 2_000 + 100 * number);
    }

    private static byte[] read(Path folder) {
        return new FileKeyFile(folder.resolve("keys")).read().orElse(new byte[0]);
    }

    @Test
    void power_loss_leaves_the_keys_of_before_or_after_and_what_was_acknowledged_for_good() throws IOException {
        for (int number = 1; number <= VERSIONS; number++) {
            keys.replace(version(number));
            files.said(Integer.toString(number));
        }

        int states = new PowerLoss(files, Files.createDirectory(home.resolve("left")))
                .afterEachChange(Seeds.of(1), (left, said) -> {
                    int acknowledged = said.size();
                    assertThat(read(left)).isIn(version(acknowledged), version(acknowledged + 1));
                    new FileKeyFile(left.resolve("keys")).replace(version(9));
                    assertThat(read(left)).isEqualTo(version(9));
                });

        assertThat(states).isGreaterThan(40);
    }

    @Test
    void a_change_that_is_refused_leaves_the_keys_of_before_or_after_and_can_be_repeated() throws IOException {
        keys.replace(version(1));
        int before = files.attempts();
        keys.replace(version(2));
        int changes = files.attempts() - before;
        for (FaultyFiles.Refusal how : FaultyFiles.Refusal.values()) {
            for (int change = 0; change < changes; change++) {
                begin(how + "-" + change);
                keys.replace(version(1));
                files.refuse(before + change, how);
                boolean refused = false;
                try {
                    keys.replace(version(2));
                } catch (StorageFailed failed) {
                    refused = true;
                    assertThat(failed).hasMessageContaining("make room");
                    assertThat(read(files.folder())).isIn(version(1), version(2));
                }
                // Overwriting the old bytes is done as well as the medium lets: the new ones are safe by then.
                assertThat(refused || change >= changes - 2)
                        .as("%s at change %d", how, change)
                        .isTrue();
                files.refuseNothing();
                keys.replace(version(3));
                assertThat(read(files.folder())).isEqualTo(version(3));
            }
        }
    }

    @Test
    void a_file_that_was_damaged_where_it_lay_is_no_key_store() throws IOException {
        keys.replace(version(1));
        Files.delete(home.resolve("real/keys"));
        Files.createDirectory(home.resolve("real/keys"));

        assertThatThrownBy(() -> keys.read())
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("restore its backup");
    }
}
