// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.home.NodeHome;

/// Writes what a person asked to have in a file, or with `-` on standard output.
final class Written {

    private Written() {}

    /// Makes the bytes.
    interface Source {
        void to(OutputStream sink) throws IOException;
    }

    /// Writes a whole file or none: under a fault, what was there before is there still. What is no plain file, such
    /// as a pipe, is written to as it stands.
    ///
    /// @throws CommandRefused naming the file, and what is wrong with its place
    static void write(Surroundings surroundings, String out, Source source) {
        if (out.equals("-")) {
            toStandardOutput(surroundings, source);
            return;
        }
        Path file = surroundings.folder().resolve(out);
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                try (OutputStream sink = new BufferedOutputStream(Files.newOutputStream(file))) {
                    source.to(sink);
                }
            } else {
                whole(file, source);
            }
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.REFUSED, NodeHome.problem(file, "write", failed), failed);
        }
        surroundings.err().println(Output.Human.clean("written to " + file));
        surroundings.err().flush();
    }

    private static void whole(Path file, Source source) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            try (OutputStream sink = new BufferedOutputStream(Files.newOutputStream(draft))) {
                source.to(sink);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void toStandardOutput(Surroundings surroundings, Source source) {
        try {
            // Not closed: it is the process's.
            OutputStream sink = new BufferedOutputStream(surroundings.pipes().out());
            source.to(sink);
            sink.flush();
        } catch (IOException failed) {
            throw new CommandRefused(
                    ExitCode.REFUSED, "standard output cannot be written: " + failed.getMessage(), failed);
        }
    }
}
