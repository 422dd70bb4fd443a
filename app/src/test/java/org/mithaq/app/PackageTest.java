// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.testkit.ForeignProgram;
import org.mithaq.testkit.SharedData;

/// The archive for Linux, unpacked in an empty folder and used with nothing else on the path: no JDK, no Maven.
class PackageTest {

    private static final long PACK_SECONDS_MAX = 300;
    private static final long COMMAND_SECONDS_MAX = 60;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void an_unpacked_archive_founds_a_federation_and_runs_a_node() throws Exception {
        SharedData.require(System.getProperty("os.name").equals("Linux"), "archives are made on Linux");
        Path installed = unpack(archive());

        assertThat(mithaq(installed, "--version")).startsWith("mithaq ");
        assertThat(Files.exists(installed.resolve("lib/mithaq.aot"))).isTrue();
        assertThat(mithaq(installed, "config", "show", "--config", installed + "/etc/mithaq.yaml"))
                .contains("peers");
        // Two members, since a federation has at least two.
        Federation.founded(
                folder, List.of("north", "south"), arguments -> mithaq(installed, arguments.toArray(String[]::new)));
        Path home = folder.resolve("north");

        Process node = new ProcessBuilder(alone(installed, "node", "run", "--home", home.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("node.log").toFile())
                .start();
        try {
            awaitUp(node, home);
            Path bundle = Files.writeString(folder.resolve("bundle.json"), BUNDLE);
            assertThat(mithaq(installed, "import", "--home", home.toString(), bundle.toString()))
                    .contains("1");
            assertThat(mithaq(installed, "node", "status", "--json", "--home", home.toString()))
                    .contains("\"objects\":1");
        } finally {
            node.destroy();
            assertThat(node.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static final String BUNDLE = """
            {"type":"bundle","id":"bundle--3e4dc1a1-6d9a-4a1b-9d6f-0d0f4b8f1a01","objects":[
            {"type":"malware","spec_version":"2.1","id":"malware--3e4dc1a1-6d9a-4a1b-9d6f-0d0f4b8f1a02",
            "created":"2026-01-05T08:00:00.000Z","modified":"2026-01-05T08:00:00.000Z",
            "name":"قنديل","is_family":false}]}
            """;

    private Path archive() throws Exception {
        Path script = Path.of("..", "packaging", "archive").toRealPath();
        ForeignProgram.Ran ran = ForeignProgram.run(
                PACK_SECONDS_MAX,
                List.of(
                        script.toString(),
                        "--jdk",
                        System.getProperty("java.home"),
                        "--lib",
                        lib().toString(),
                        "--out",
                        folder.resolve("out").toString()));
        assertThat(ran.exit()).as(ran.output()).isZero();
        String[] lines = ran.output().split("\n", -1);
        return Path.of(lines[lines.length - 2]);
    }

    private Path lib() throws IOException {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        Program.jars(lib);
        return lib;
    }

    private Path unpack(Path archive) throws Exception {
        Path into = Files.createDirectory(folder.resolve("opt"));
        ForeignProgram.Ran checked = ForeignProgram.run(
                COMMAND_SECONDS_MAX,
                List.of("sh", "-c", "cd '%s' && sha256sum -c *.sha256".formatted(archive.getParent())));
        assertThat(checked.exit()).as(checked.output()).isZero();
        ForeignProgram.Ran ran = ForeignProgram.run(
                COMMAND_SECONDS_MAX, List.of("tar", "-xzf", archive.toString(), "-C", into.toString()));
        assertThat(ran.exit()).as(ran.output()).isZero();
        String name = archive.getFileName().toString();
        return into.resolve(name.substring(0, name.length() - ".tar.gz".length()));
    }

    private void awaitUp(Process node, Path home) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMMAND_SECONDS_MAX);
        while (!Files.exists(home.resolve("run").resolve("control.json"))) {
            assertThat(node.isAlive() && System.nanoTime() < until)
                    .as(() -> "the node is up; it said " + said())
                    .isTrue();
            Thread.sleep(50);
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("node.log"));
        } catch (IOException nothing) {
            return "nothing";
        }
    }

    private static List<String> alone(Path installed, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"));
        command.add(installed.resolve("bin/mithaq").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String mithaq(Path installed, String... arguments) {
        ForeignProgram.Ran ran;
        try {
            ran = ForeignProgram.run(COMMAND_SECONDS_MAX, alone(installed, arguments));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        assertThat(ran.exit())
                .as("mithaq %s: %s"
                        .formatted(String.join(" ", arguments), ran.output())
                        .toLowerCase(Locale.ROOT))
                .isZero();
        return ran.output();
    }
}
