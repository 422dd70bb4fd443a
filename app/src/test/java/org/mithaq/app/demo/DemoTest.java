// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mithaq.testkit.ForeignProgram;
import org.mithaq.testkit.SharedData;

/// The demo as a user runs it: one process that starts five others, plays, stops them, and checks each claim against
/// what lies on disk.
class DemoTest {

    private static final long DEMO_SECONDS_MAX = 300;

    @TempDir
    private Path folder = Path.of("");

    private Path launcher = Path.of("");

    /// What `./mithaq` is to a checkout: starts the program from the classes of this test.
    @BeforeEach
    void makeLauncher() throws IOException {
        launcher = folder.resolve("mithaq");
        Files.writeString(launcher, """
                #!/bin/sh
                exec '%s/bin/java' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
                  -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir='%s' -Dmithaq.launcher='%s' \\
                  -cp '%s' org.mithaq.app.Mithaq "$@"
                """.formatted(
                        System.getProperty("java.home"), folder, launcher, System.getProperty("java.class.path")));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void every_claim_about_the_scenario_holds_and_nothing_is_left_running() throws Exception {
        String output = played(List.of());

        assertThat(claims(output, "FAILS")).as(output).isEmpty();
        assertThat(claims(output, "holds"))
                .as(output)
                .hasSizeGreaterThanOrEqualTo(27)
                .anyMatch(claim -> claim.contains("made of tiles"))
                .anyMatch(claim -> claim.contains("delivered again, and the alarm ends"))
                .anyMatch(claim -> claim.contains("no part of a recalled object"))
                .anyMatch(claim -> claim.contains("no part of what tlp:red for two is"))
                .anyMatch(claim -> claim.contains("exactly its items"))
                .anyMatch(claim -> claim.contains("byte for byte"))
                .anyMatch(claim -> claim.contains("every signature"))
                .anyMatch(claim -> claim.contains("quorum"))
                .anyMatch(claim -> claim.contains("receipt"))
                .anyMatch(claim -> claim.contains("relayed"))
                .anyMatch(claim -> claim.contains("forged"))
                .anyMatch(claim -> claim.contains("re-used sequence"))
                .anyMatch(claim -> claim.contains("for another recipient"))
                .anyMatch(claim -> claim.contains("dropped on the way"))
                .anyMatch(claim -> claim.contains("repetition"))
                .anyMatch(claim -> claim.contains("overtakes"))
                .anyMatch(claim -> claim.contains("recalled"))
                .anyMatch(claim -> claim.contains("catches up"))
                .anyMatch(claim -> claim.contains("red"))
                .anyMatch(claim -> claim.contains("evidence"));
    }

    @Test
    void data_of_the_users_own_with_markings_defects_and_contradictions_keep_every_claim() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("a.json"), bundle(1, RED, PLAIN, STATEMENT, MARKED, NO_MODIFIED));
        Files.writeString(data.resolve("b.json"), bundle(2, PLAIN.replace("قنديل", "فانوس"), PLAIN));
        Files.writeString(data.resolve("c.json"), "{\"no\":\"bundle\"}");

        String output = played(List.of("--data", data.toString()));

        assertThat(claims(output, "FAILS")).as(output).isEmpty();
        assertThat(claims(output, "holds")).as(output).hasSizeGreaterThanOrEqualTo(7);
        assertThat(output).contains("c.json").contains("1 refused");
    }

    @Test
    void published_bundles_keep_every_claim() throws Exception {
        Path data = SharedData.at("attack/ics-attack-18.1.json");

        String output = played(List.of("--data", data.toString()));

        assertThat(claims(output, "FAILS")).as(output).isEmpty();
        assertThat(claims(output, "holds")).as(output).hasSizeGreaterThanOrEqualTo(7);
    }

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
        // Whoever runs the tests in the background has some of these ignored, and that is inherited; only GNU's env
        // undoes
        // it.
        SharedData.require(
                ForeignProgram.run(10, List.of("env", "--default-signal", "true"))
                                .exit()
                        == 0,
                "this system's env cannot undo that signals are ignored");
        Process demo = new ProcessBuilder("env", "--default-signal", launcher.toString(), "demo")
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
        await().atMost(Duration.ofSeconds(20)).until(() -> running().isEmpty());
        assertThat(demosIn(folder)).isEmpty();
        assertThat(demo.exitValue()).isEqualTo(exit);
        assertThat(Files.readString(said).strip())
                .endsWith("The demo was stopped. Its nodes have ended, and nothing of it is left.")
                .doesNotContain("did not answer", "a bug in Mithaq");
    }

    private static List<String> demosIn(Path folder) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            return left.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith("mithaq-demo"))
                    .toList();
        }
    }

    @Test
    void a_node_that_ends_by_itself_ends_the_demo_with_the_reason_and_its_log() throws Exception {
        Path said = folder.resolve("said");
        Process demo = new ProcessBuilder(launcher.toString(), "demo", "--once")
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
        await().atMost(Duration.ofSeconds(20)).until(() -> running().isEmpty());
        assertThat(demosIn(folder)).isEmpty();
    }

    private String played(List<String> arguments) throws InterruptedException {
        Set<Long> before = running();
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "demo", "--once"));
        command.addAll(arguments);
        ForeignProgram.Ran ran = ForeignProgram.run(DEMO_SECONDS_MAX, command, Map.of("HOME", folder.toString()), "");
        assertThat(ran.exit()).as(ran.output()).isZero();
        Set<Long> left = running();
        left.removeAll(before);
        assertThat(left).as("processes of this demo that are left").isEmpty();
        return ran.output();
    }

    /// Processes that this test's launcher has started.
    private Set<Long> running() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(launcher.toString()))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static List<String> claims(String output, String verdict) {
        return output.lines()
                .filter(line -> line.startsWith(verdict + "  "))
                .map(line -> line.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String bundle(int number, String... objects) {
        return "{\"type\":\"bundle\",\"id\":\"bundle--3e4dc1a1-6d9a-4a1b-9d6f-0d0f4b8f1b0%d\",\"objects\":[%s]}"
                .formatted(number, String.join(",\n", objects));
    }

    private static String malware(int number, String name, String more) {
        return ("{\"type\":\"malware\",\"spec_version\":\"2.1\","
                        + "\"id\":\"malware--3e4dc1a1-6d9a-4a1b-9d6f-0d0f4b8f1a0%d\","
                        + "\"created\":\"2026-01-05T08:00:00.000Z\",\"is_family\":false,\"name\":\"%s\"%s}")
                .formatted(number, name, more);
    }

    private static final String MODIFIED = ",\"modified\":\"2026-01-05T08:00:00.000Z\"";
    private static final String DEFINITION = "marking-definition--3e4dc1a1-6d9a-4a1b-9d6f-0d0f4b8f1a09";

    private static final String PLAIN = malware(1, "قنديل", MODIFIED);

    /// STIX 2.1 §7.2.1.4 in its edition for TLP 2.0: red goes to nobody who is not named.
    private static final String RED = malware(
            2,
            "Braise",
            MODIFIED + ",\"object_marking_refs\":[\"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1\"]");

    /// A statement that no policy knows how to keep is withheld from everybody.
    private static final String MARKED =
            malware(3, "Ember", MODIFIED + ",\"object_marking_refs\":[\"" + DEFINITION + "\"]");

    private static final String STATEMENT = ("{\"type\":\"marking-definition\",\"spec_version\":\"2.1\",\"id\":\"%s\","
                    + "\"created\":\"2026-01-05T08:00:00.000Z\",\"definition_type\":\"statement\","
                    + "\"definition\":{\"statement\":\"Copyright Example\"}}")
            .formatted(DEFINITION);

    /// STIX 2.1 §3.2 wants `modified`: kept with its defect.
    private static final String NO_MODIFIED = malware(4, "Lueur", "");
}
