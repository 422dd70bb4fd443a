// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.mithaq.testkit.ForeignProgram;

/// The program under test for those who start it as a process: from jars, and from an archive of what its classes are
/// once they are read and checked. A JVM that reads them one by one, as it must from a folder of classes, spends more
/// processor time on its start than most tests spend on what they ask.
public final class Program {

    private static final Path FOLDER = Path.of("target", "program").toAbsolutePath();
    private static final String MAIN = "org.mithaq.app.Mithaq";
    private static final long TRAIN_SECONDS_MAX = 180;
    private static final List<String> COMMAND = prepared();

    private Program() {}

    /// The beginning of a command line: a JVM, its options, and the program's main class.
    ///
    /// @param options more of them for the JVM
    public static List<String> command(String... options) {
        List<String> command = new ArrayList<>(COMMAND);
        command.addAll(1, List.of(options));
        return command;
    }

    /// A file that is to this program what `./mithaq` is to a checkout.
    ///
    /// @param file must not exist
    /// @param options more of them for the JVM, without a quote or a line's end
    public static Path launcher(Path file, String... options) throws IOException {
        String quoted = String.join("' '", command(options));
        Files.writeString(file, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(quoted), StandardOpenOption.CREATE_NEW);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
        return file;
    }

    /// The jars that the tests run from; what lies about as classes is made a jar.
    ///
    /// @param lib an empty folder, which gets them
    public static void jars(Path lib) throws IOException {
        for (String entry : entries()) {
            Path path = Path.of(entry);
            if (entry.endsWith(".jar")) {
                Files.copy(path, lib.resolve(path.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
            } else if (!path.endsWith("test-classes")) {
                Path named = path.endsWith(Path.of("target", "classes"))
                        ? path.resolve("../..").normalize()
                        : path;
                jar(path, lib.resolve("mithaq-%s-0-test.jar".formatted(named.getFileName())));
            }
        }
    }

    private static List<String> entries() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    }

    private static void jar(Path classes, Path jar) {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        if (tool.run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".")
                != 0) {
            throw new AssertionError("no jar of " + classes);
        }
    }

    /// Several JVMs may run tests over the same classes: the first makes jars and archive, the others take them.
    private static List<String> prepared() {
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel lock = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock.lock()) {
                String sources = sources();
                Path stamp = FOLDER.resolve("stamp");
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(sources)) {
                    Files.deleteIfExists(stamp);
                    make();
                    Files.writeString(stamp, sources);
                }
            }
            List<String> command = new ArrayList<>(java(path()));
            command.add(1, "-XX:SharedArchiveFile=" + FOLDER.resolve("classes.jsa"));
            command.add(MAIN);
            return List.copyOf(command);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static void make() throws IOException, InterruptedException {
        Path lib = FOLDER.resolve("lib");
        delete(lib);
        jars(Files.createDirectory(lib));
        Path life = Files.createTempDirectory(FOLDER, "life");
        try {
            List<String> command = new ArrayList<>(java(path()));
            command.add(1, "-XX:ArchiveClassesAtExit=" + FOLDER.resolve("classes.jsa"));
            command.addAll(List.of(Training.class.getName(), life.toString()));
            ForeignProgram.Ran ran = ForeignProgram.run(TRAIN_SECONDS_MAX, command);
            if (ran.exit() != 0) {
                throw new AssertionError("the training run failed:\n" + ran.output());
            }
        } finally {
            delete(life);
        }
    }

    /// What a node needs to start fast and to be one of several on two processors.
    private static List<String> java(String path) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                path);
    }

    /// In a fixed order, which the archive remembers.
    private static String path() throws IOException {
        try (Stream<Path> jars = Files.list(FOLDER.resolve("lib"))) {
            return String.join(
                    File.pathSeparator, jars.map(Path::toString).sorted().toList());
        }
    }

    /// Tells classes apart from those of another build.
    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder(System.getProperty("java.home"));
        for (String entry : entries()) {
            if (!entry.endsWith("test-classes")) {
                try (Stream<Path> files = Files.walk(Path.of(entry))) {
                    all.append('\n')
                            .append(entry)
                            .append(' ')
                            .append(files.mapToLong(Program::changed).max().orElse(0));
                }
            }
        }
        return all.toString();
    }

    private static long changed(Path file) {
        return file.toFile().lastModified();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
