// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What a command sees of the process it runs in; tests make their own.
///
/// @param out answers, and nothing else: what a script reads
/// @param err progress, warnings and refusals: what a person reads
/// @param environment environment variables
/// @param terminal whether a person watches `out`
/// @param folder what relative paths are relative to
/// @param pipes what goes through as bytes
public record Surroundings(
        PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal, Path folder, Pipes pipes) {

    /// The process's ends as bytes.
    ///
    /// @param in what `-` means where something is read
    /// @param out what `-` means where something is written; the same end as the text's
    /// @param watched whether a person watches `err`, so that a line of it may change in place
    public record Pipes(InputStream in, OutputStream out, boolean watched) {

        /// Nothing comes in, and nothing goes out.
        public static final Pipes NONE =
                new Pipes(InputStream.nullInputStream(), OutputStream.nullOutputStream(), false);
    }

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /// Without bytes through pipes.
    public Surroundings(
            PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal, Path folder) {
        this(out, err, environment, terminal, folder, Pipes.NONE);
    }

    /// Those of this process. Text leaves as UTF-8, whatever the locale: names are in three scripts. Whether standard
    /// output is a terminal is what the launcher saw: the JDK's console answers for input and output together.
    public static Surroundings ofProcess() {
        return new Surroundings(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                Boolean.getBoolean("mithaq.terminal"),
                Path.of("").toAbsolutePath(),
                new Pipes(
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        Boolean.getBoolean("mithaq.watched")));
    }

    /// Whether lines of `err` may be painted and change in place: where a person watches it who has not asked to be
    /// spared that, on a terminal that can.
    public boolean watchedColours() {
        return pipes.watched() && !plain();
    }

    /// Colours are for a person who has not asked to be spared them (NO_COLOR, as no-color.org says: set and not
    /// empty).
    public boolean colours() {
        return terminal && !plain();
    }

    private boolean plain() {
        return !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
    }
}
