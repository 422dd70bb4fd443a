// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.contracts.KeyFileContract;
import org.mithaq.contracts.SampleRows;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.StorageFailed;

class FileKeyFileTest implements KeyFileContract {

    @TempDir
    Path home;

    private boolean failSync;

    private Path path() {
        return home.resolve("keys");
    }

    @Override
    public KeyFile keyFile() {
        return new FileKeyFile(path(), directory -> {
            if (failSync) {
                failSync = false;
                throw new IOException("by the test");
            }
        });
    }

    @Override
    public void failNextReplace(boolean kept) {
        if (kept) {
            failSync = true;
            return;
        }
        // Something in the way of the new file: the first attempt fails over it before the old one is touched.
        try {
            Files.createDirectory(home.resolve("keys.new"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// As the contract has it, and what was in the way is taken away between.
    @Override
    @Test
    public void a_failed_replacement_can_be_repeated_when_the_new_bytes_were_lost() {
        keyFile().replace(SampleRows.bytes("old"));
        failNextReplace(false);

        assertThatThrownBy(() -> keyFile().replace(SampleRows.bytes("new"))).isInstanceOf(StorageFailed.class);
        assertThat(keyFile().read()).hasValue(SampleRows.bytes("old"));
        assertThat(home.resolve("keys.new").toFile().delete()).isTrue();
        keyFile().replace(SampleRows.bytes("new"));
        assertThat(keyFile().read()).hasValue(SampleRows.bytes("new"));
    }

    @Test
    void only_its_owner_may_read_it() throws IOException {
        new FileKeyFile(path()).replace(SampleRows.bytes("keys"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_others_may_read_is_refused_with_the_command_that_helps() throws IOException {
        keyFile().replace(SampleRows.bytes("keys"));
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> keyFile().read())
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void what_an_interrupted_replacement_left_is_removed() throws IOException {
        Files.write(home.resolve("keys.new"), SampleRows.bytes("left over"));
        keyFile().replace(SampleRows.bytes("keys"));

        assertThat(home.resolve("keys.new")).doesNotExist();
        assertThat(keyFile().read()).hasValue(SampleRows.bytes("keys"));
    }

    @Test
    void the_old_bytes_are_overwritten_where_they_lay() throws IOException {
        new FileKeyFile(path()).replace(SampleRows.bytes("old keys"));
        Path other = home.resolve("another name for the same bytes");
        Files.createLink(other, path());

        new FileKeyFile(path()).replace(SampleRows.bytes("new keys"));

        assertThat(Files.readAllBytes(other)).containsOnly(0);
    }
}
