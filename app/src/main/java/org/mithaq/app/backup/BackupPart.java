// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.backup;

import java.nio.charset.StandardCharsets;

/// The two files of a backup. They are kept apart: without the keys the data cannot be read, and an older
/// copy of the keys would open what was recalled since.
enum BackupPart {
    DATA("backup-data"),
    KEYS("backup-keys");

    private final String label;

    BackupPart(String label) {
        this.label = label;
    }

    /// What the file's key is sealed for.
    String label() {
        return label;
    }

    /// What its content is bound to, so that one part is never read as the other.
    byte[] context() {
        return ("mithaq/" + label + "/v1").getBytes(StandardCharsets.US_ASCII);
    }
}
