// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Published texts and test vectors that lie beside a checkout, in `../shared/data`, and are no part of the project.
///
/// A user's machine has none of them: a test that needs one is then skipped with a message. Where nothing may skip
/// (environment variable `MITHAQ_NO_SKIP=1`, as in continuous integration), their absence is a failure.
public final class SharedData {

    private SharedData() {}

    /// The file or folder at `relative`, such as `vectors/jcs`, or ends the test: skipped, or failed under
    /// `MITHAQ_NO_SKIP=1`.
    public static Path at(String relative) {
        Path path = root().resolve(relative);
        require(Files.exists(path), "published test data are absent: ../shared/data/" + relative);
        return path;
    }

    /// All bytes of the file at `relative`; see [#at].
    public static byte[] bytes(String relative) {
        try {
            return Files.readAllBytes(at(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The regular files directly in the folder at `relative` whose names end in `suffix`, in the order of their names.
    public static List<Path> files(String relative, String suffix) {
        try (Stream<Path> files = Files.list(at(relative))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the test unless `present`: skipped with `message`, or failed where nothing may skip.
    public static void require(boolean present, String message) {
        if (present) {
            return;
        }
        if (nothingMaySkip()) {
            Assertions.fail(message);
        }
        Assumptions.abort(message);
    }

    /// Whether this run must not skip anything (`MITHAQ_NO_SKIP=1`).
    public static boolean nothingMaySkip() {
        return "1".equals(System.getenv("MITHAQ_NO_SKIP"));
    }

    private static Path root() {
        String checkout = System.getProperty("mithaq.root");
        Path base = checkout == null ? Path.of("").toAbsolutePath() : Path.of(checkout);
        return base.resolveSibling("shared").resolve("data");
    }
}
