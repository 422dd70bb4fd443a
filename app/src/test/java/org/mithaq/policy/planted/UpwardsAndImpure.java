// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy.planted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.mithaq.app.cli.ExitCode;

/// Sees the command line from the domain, looks at the clock, and asks the disk.
final class UpwardsAndImpure {

    private UpwardsAndImpure() {}

    static String everythingAtOnce() {
        return ExitCode.OK.meaning() + Instant.now() + Files.exists(Path.of(""));
    }
}
