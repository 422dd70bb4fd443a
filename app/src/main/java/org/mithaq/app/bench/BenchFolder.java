// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;

/// A folder of its own for one run, on a medium that keeps what is written; gone when it is closed.
///
/// @param path the folder
/// @param fileSystem what the medium is formatted as, such as `ext4`
record BenchFolder(Path path, String fileSystem) implements AutoCloseable {

    /// Where a wait for the disk costs nothing, and its figures mean nothing.
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs", "rootfs", "mfs");

    /// @param chosen what the user named; the system's folder for temporary files otherwise
    /// @throws CommandRefused if it lies in memory
    static BenchFolder in(Optional<Path> chosen) {
        Path parent = chosen.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir", ".")));
        try {
            FileStore store = Files.getFileStore(parent);
            checkMedium(parent, store.type());
            return new BenchFolder(Files.createTempDirectory(parent, "mithaq-bench"), store.type());
        } catch (IOException failed) {
            throw new CommandRefused(
                    ExitCode.USAGE, parent + " cannot be written; name a folder on a disk with --dir", failed);
        }
    }

    /// @param type as the operating system calls it
    /// @throws CommandRefused if files of that type lie in memory
    static void checkMedium(Path folder, String type) {
        if (IN_MEMORY.contains(type.toLowerCase(Locale.ROOT))) {
            throw new CommandRefused(
                    ExitCode.REFUSED,
                    folder + " is a memory file system (" + type
                            + "), where waiting for the disk costs nothing: name a folder on a disk with --dir.");
        }
    }

    @Override
    public void close() {
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.REFUSED, path + " could not be removed", failed);
        }
    }
}
