// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;

class BenchCommandTest {

    @TempDir
    private Path folder;

    @Test
    void help_names_every_measurement_and_not_the_bare_server() {
        Run run = Run.of(folder, "bench", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("exchange", "catch-up", "import", "start")
                .doesNotContain("hello");
        assertThat(Run.of(folder, "bench", "exchange", "--help").out())
                .contains("--dir", "--objects", "--single", "--warm-up", "--data", "--seed", "--json");
    }

    @Test
    void counts_that_make_no_sense_are_refused() {
        for (String[] arguments : new String[][] {
            {"bench", "exchange", "--objects", "0"},
            {"bench", "exchange", "--objects", "5000001"},
            {"bench", "import", "--warm-up", "-1"},
            {"bench", "exchange", "--single", "0"},
            {"bench", "exchange", "--posters", "17"},
            {"bench", "start", "--runs", "0"},
            {"bench", "start", "--objects", "many"},
            {"bench", "import", "--data", "there-is-none.json"}
        }) {
            Run run = Run.of(folder, arguments);
            assertThat(run.code()).as(String.join(" ", arguments)).isEqualTo(ExitCode.USAGE.code());
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void a_file_system_in_memory_is_refused() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(memory) && Files.getFileStore(memory).type().equals("tmpfs"),
                "this system has no memory file system at /dev/shm");

        Run run = Run.of(folder, "bench", "exchange", "--dir", memory.toString());

        assertThat(run.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run.err()).contains("memory file system", "--dir");
    }

    @Test
    void two_real_nodes_exchange_and_the_answer_has_each_figure() throws IOException {
        System.setProperty(
                "mithaq.launcher",
                Program.launcher(folder.resolve("launcher"), "-Xshare:auto").toString());
        Path disk = Files.createDirectories(Path.of("target", "bench").toAbsolutePath());

        Run run = Run.of(
                folder,
                "bench",
                "exchange",
                "--objects",
                "200",
                "--warm-up",
                "0",
                "--single",
                "3",
                "--dir",
                disk.toString(),
                "--posters",
                "4",
                "--json");

        assertThat(run.code()).as(run.err()).isZero();
        JsonObject answer = Json.read(run.out().strip().getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                .asObject()
                .orElseThrow();
        JsonObject sustained = answer.object("sustained").orElseThrow();
        assertThat(sustained.integer("objects")).hasValue(200);
        for (String figure : List.of(
                "objectsPerSecond", "cpuMicrosPerObject", "dispatches", "residentBytesAtA", "residentBytesAtB")) {
            assertThat(sustained.integer(figure).orElse(0)).as(figure).isPositive();
        }
        assertThat(sustained.integer("proofsChecked")).hasValue(20);
        assertThat(sustained.has("fsyncsPerDispatch")).isTrue();
        JsonObject crowd = answer.object("crowd").orElseThrow();
        assertThat(crowd.integer("objects")).hasValue(100);
        assertThat(crowd.integer("dispatches").orElse(0)).isBetween(1L, 100L);
        for (JsonObject timed : List.of(sustained, answer.object("idle").orElseThrow(), crowd)) {
            JsonObject latency = timed.object("latency").orElseThrow();
            assertThat(latency.integer("p50Micros").orElse(0)).isPositive();
            assertThat(latency.integer("p99Micros").orElse(0)).isPositive();
        }
        JsonObject ceilings = answer.object("ceilings").orElseThrow();
        assertThat(ceilings.object("fsync").orElseThrow().integer("p50Micros").orElse(0))
                .isPositive();
        assertThat(ceilings.integer("sqliteInsertsPerSecond").orElse(0)).isPositive();
        assertThat(ceilings.integer("aesGcmMegabytesPerSecond").orElse(0)).isPositive();
        assertThat(answer.object("conditions").orElseThrow().string("fileSystem"))
                .isPresent();
        try (Stream<Path> left = Files.list(disk)) {
            assertThat(left).isEmpty();
        }
    }
}
