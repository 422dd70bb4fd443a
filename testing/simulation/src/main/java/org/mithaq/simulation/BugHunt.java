// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Looks for deliberate bugs: applies each to a copy of the module that it is in, compiles that module alone, and plays
/// seeds over it in a program of its own until one fails.
public final class BugHunt {

    private static final Pattern FAILURE =
            Pattern.compile("\"failures\":\\[\\{\"seed\":(\\d+),\"invariant\":\"(\\w+)\",\"found\":\"(.*?)\"[},]");
    private static final Pattern COUNTS = Pattern.compile("^\\{\"seeds\":(\\d+),\"seconds\":([0-9.]+)");

    private final Path root;
    private final int seedsMax;
    private final int threads;

    /// @param root of the checkout
    /// @param seedsMax after how many seeds it gives up
    /// @param threads how many runs at once
    public BugHunt(Path root, int seedsMax, int threads) {
        this.root = root;
        this.seedsMax = seedsMax;
        this.threads = threads;
    }

    /// The folder that the patches lie in.
    public static Path folder(Path root) {
        return root.resolve("testing/simulation/bugs");
    }

    /// What became of one bug.
    ///
    /// @param bug which
    /// @param seed that found it; empty where none did
    /// @param invariant that did not hold
    /// @param found what was found, in words
    /// @param seeds how many seeds were played
    /// @param seconds how long that took
    public record Result(
            DeliberateBug bug,
            Optional<Long> seed,
            Optional<Invariant> invariant,
            String found,
            int seeds,
            double seconds) {}

    /// Looks for one bug.
    ///
    /// @throws DeliberateBug.Stale if the patch does not fit, or what it makes does not compile
    /// @throws UncheckedIOException if files or programs fail
    public Result find(DeliberateBug bug) {
        try {
            Path work = Files.createTempDirectory("mithaq-bug-");
            try {
                Path classes = compiled(bug, work);
                return played(bug, classes);
            } finally {
                remove(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path compiled(DeliberateBug bug, Path work) throws IOException {
        Path sources = root.resolve(bug.module()).resolve("src/main/java");
        Path copy = work.resolve("src");
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath()));
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(
                            each -> each.toString().endsWith(".java") && !each.endsWith("module-info.java"))
                    .toList()) {
                Path target = copy.resolve(sources.relativize(file).toString());
                Files.createDirectories(target.getParent());
                String source = Files.readString(file);
                boolean isIt = root.resolve(bug.file()).equals(file);
                Files.writeString(target, isIt ? bug.applied(source) : source);
                arguments.add(target.toString());
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean done = compiler.getTask(
                        said,
                        null,
                        null,
                        arguments.subList(0, 6),
                        null,
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)
                                .getJavaFileObjectsFromStrings(arguments.subList(6, arguments.size())))
                .call();
        if (!done) {
            throw new DeliberateBug.Stale(bug.name() + " does not compile: " + said);
        }
        return classes;
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private Result played(DeliberateBug bug, Path classes) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-cp",
                        classes + File.pathSeparator + classPath(),
                        Simulate.class.getName(),
                        "--seeds=" + seedsMax,
                        "--threads=" + threads,
                        "--first-failure",
                        "--no-shrink",
                        "--json")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher counts = COUNTS.matcher(said);
        if (!counts.find()) {
            throw new DeliberateBug.Stale(bug.name() + " lets the simulator itself fail: " + said);
        }
        int seeds = Integer.parseInt(counts.group(1));
        double seconds = Double.parseDouble(counts.group(2));
        Matcher failure = FAILURE.matcher(said);
        if (!failure.find()) {
            return new Result(bug, Optional.empty(), Optional.empty(), "", seeds, seconds);
        }
        return new Result(
                bug,
                Optional.of(Long.parseLong(failure.group(1))),
                Optional.of(Invariant.valueOf(failure.group(2).toUpperCase(java.util.Locale.ROOT))),
                failure.group(3),
                seeds,
                seconds);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
