// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Programs of others that speak to ours: run to their end, with a limit of time and everything that they said.
public final class ForeignProgram {

    /// How long an installation may take over a slow line.
    public static final long INSTALL_SECONDS_MAX = 240;

    private ForeignProgram() {}

    /// How a program ended.
    ///
    /// @param exit its exit code; -1 if it could not be started or had to be ended
    /// @param output what it wrote to both of its outputs
    public record Ran(int exit, String output) {}

    /// Runs `command` with nothing to read.
    ///
    /// @param secondsMax after which it is ended
    public static Ran run(long secondsMax, List<String> command) throws InterruptedException {
        return run(secondsMax, command, Map.of(), "");
    }

    /// Runs `command`.
    ///
    /// @param secondsMax after which it is ended
    /// @param environment variables beside those of this process
    /// @param input what it reads
    public static Ran run(long secondsMax, List<String> command, Map<String, String> environment, String input)
            throws InterruptedException {
        try {
            Path output = Files.createTempFile("foreign", ".out");
            Path said = Files.createTempFile("foreign", ".in");
            try {
                Files.writeString(said, input);
                return ended(secondsMax, command, environment, said, output);
            } finally {
                Files.delete(output);
                Files.delete(said);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Ran ended(
            long secondsMax, List<String> command, Map<String, String> environment, Path input, Path output)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException absent) {
            return new Ran(-1, String.valueOf(absent.getMessage()));
        }
        boolean ended = process.waitFor(secondsMax, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        return new Ran(ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
    }

    /// Installs a program of the public Go registry, once for each build, or ends the test: skipped with a message, or
    /// failed where nothing may skip.
    ///
    /// @param folder where it is built, such as `target/foreign`
    /// @param program its path and version, such as `example.org/cmd/tool@v1.2.3`
    /// @return the program
    public static Path goInstalled(Path folder, String program) throws InterruptedException {
        String name = program.substring(program.lastIndexOf('/') + 1, program.indexOf('@'));
        Path built = folder.toAbsolutePath().resolve(name);
        if (!Files.exists(built)) {
            Ran ran = run(
                    INSTALL_SECONDS_MAX,
                    List.of("go", "install", program),
                    Map.of("GOBIN", folder.toAbsolutePath().toString()),
                    "");
            SharedData.require(ran.exit() == 0, program + " cannot be installed: " + ran.output());
        }
        return built;
    }

    /// Builds a Go program of our own whose sources lie in `source`, or ends the test as [#goInstalled] does.
    ///
    /// @param built the program that this makes
    public static Path goBuilt(Path source, Path built) throws InterruptedException {
        Ran ran = run(
                INSTALL_SECONDS_MAX,
                List.of(
                        "go",
                        "build",
                        "-C",
                        source.toAbsolutePath().toString(),
                        "-o",
                        built.toAbsolutePath().toString(),
                        "."));
        SharedData.require(ran.exit() == 0, "a Go program cannot be built: " + ran.output());
        return built.toAbsolutePath();
    }
}
