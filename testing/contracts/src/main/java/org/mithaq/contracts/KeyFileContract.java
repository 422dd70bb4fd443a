// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.StorageFailed;

/// What every key file must do.
public interface KeyFileContract {

    /// The file under test, which is not there at first; the same at each call.
    KeyFile keyFile();

    /// Makes the next [KeyFile#replace] throw, having kept the new bytes or not.
    void failNextReplace(boolean kept);

    @Test
    default void a_file_that_was_never_written_is_empty() {
        assertThat(keyFile().read()).isEmpty();
    }

    @Test
    default void what_was_replaced_last_is_read() {
        keyFile().replace(SampleRows.bytes("first and longer"));
        keyFile().replace(SampleRows.bytes("second"));

        assertThat(keyFile().read()).hasValue(SampleRows.bytes("second"));
    }

    @Test
    default void a_caller_who_changes_his_array_changes_nothing_kept() {
        byte[] bytes = SampleRows.bytes("kept");
        keyFile().replace(bytes);
        bytes[0] = 0;
        keyFile().read().orElseThrow()[1] = 0;

        assertThat(keyFile().read()).hasValue(SampleRows.bytes("kept"));
    }

    @Test
    default void a_failed_replacement_can_be_repeated_when_the_new_bytes_were_lost() {
        keyFile().replace(SampleRows.bytes("old"));
        failNextReplace(false);

        assertThatThrownBy(() -> keyFile().replace(SampleRows.bytes("new"))).isInstanceOf(StorageFailed.class);
        assertThat(keyFile().read()).hasValue(SampleRows.bytes("old"));
        keyFile().replace(SampleRows.bytes("new"));
        assertThat(keyFile().read()).hasValue(SampleRows.bytes("new"));
    }

    @Test
    default void a_failed_replacement_can_be_repeated_when_the_new_bytes_were_kept() {
        keyFile().replace(SampleRows.bytes("old"));
        failNextReplace(true);

        assertThatThrownBy(() -> keyFile().replace(SampleRows.bytes("new"))).isInstanceOf(StorageFailed.class);
        assertThat(keyFile().read()).hasValue(SampleRows.bytes("new"));
        keyFile().replace(SampleRows.bytes("newer"));
        assertThat(keyFile().read()).hasValue(SampleRows.bytes("newer"));
    }
}
