// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mithaq.testkit.ForeignProgram;
import org.mithaq.testkit.SharedData;

/// A demo that does not come to its end: stopped from outside, or left by one of its nodes.
class DemoStoppedTest {

    @TempDir
    private Path folder = Path.of("");

    /// What a terminal sends, and what a service manager or a lost connection sends, at several moments.
    @ParameterizedTest
    @CsvSource({
        "INT, 130, making five members",
        "TERM, 143, starting five processes",
        "HUP, 129, received",
        "INT, 130, received",
        "TERM, 143, received"
    })
    void a_signal_at_any_moment_leaves_no_process_and_no_folder_and_says_so(String signal, int exit, String moment)
            throws Exception {
        Path said = folder.resolve("said");
        DemoProcesses processes = new DemoProcesses(folder);
        // Only GNU's env undoes that signals are ignored.
        SharedData.require(
                ForeignProgram.run(10, List.of("env", "--default-signal", "true"))
                                .exit()
                        == 0,
                "this system's env cannot undo that signals are ignored");
        Process demo = new ProcessBuilder(unignored(processes.demo()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(said).contains(moment));
            ForeignProgram.run(10, List.of("kill", "-" + signal, Long.toString(demo.pid())));
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            demo.destroyForcibly();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> processes.running().isEmpty());
        assertThat(processes.left()).isEmpty();
        assertThat(demo.exitValue()).isEqualTo(exit);
        assertThat(Files.readString(said).strip())
                .endsWith("The demo was stopped. Its nodes have ended, and nothing of it is left.")
                .doesNotContain("did not answer", "a bug in Mithaq");
    }

    @Test
    void a_node_that_ends_by_itself_ends_the_demo_with_the_reason_and_its_log() throws Exception {
        DemoProcesses processes = new DemoProcesses(folder);
        Path said = folder.resolve("said");
        Process demo = new ProcessBuilder(processes.demo("--once"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(said).contains("received"));
            Matcher valmeronde =
                    Pattern.compile("valmeronde runs as process (\\d+)").matcher(Files.readString(said));
            assertThat(valmeronde.find()).isTrue();
            ProcessHandle.of(Long.parseLong(valmeronde.group(1))).orElseThrow().destroyForcibly();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            demo.destroyForcibly();
        }
        assertThat(Files.readString(said))
                .contains("The node of valmeronde has ended by itself (exit code 137). The end of its log:");
        assertThat(demo.exitValue()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> processes.running().isEmpty());
        assertThat(processes.left()).isEmpty();
    }

    /// Whoever runs the tests in the background has some signals ignored, and that is inherited.
    private static List<String> unignored(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("env", "--default-signal"));
        whole.addAll(command);
        return whole;
    }
}
