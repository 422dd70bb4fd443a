// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.testkit.ForeignProgram;
import org.mithaq.testkit.SharedData;

/// The demo as a user runs it: one process that starts five others, plays, stops them, and checks each claim against
/// what lies on disk.
class DemoTest {

    private static final long DEMO_SECONDS_MAX = 300;

    @TempDir
    private Path folder = Path.of("");

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
    void what_holds_no_object_is_said_to_hold_none() throws Exception {
        Path data = Files.writeString(folder.resolve("garbage.json"), "\u0000no bundle");
        DemoProcesses processes = new DemoProcesses(folder);

        ForeignProgram.Ran missing =
                ForeignProgram.run(DEMO_SECONDS_MAX, processes.demo("--once", "--data", folder + "/nowhere"));
        ForeignProgram.Ran empty =
                ForeignProgram.run(DEMO_SECONDS_MAX, processes.demo("--once", "--data", data.toString()));

        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.output()).contains("nowhere cannot be read").doesNotContain("making five members");
        assertThat(empty.exit()).isEqualTo(1);
        assertThat(empty.output())
                .contains("There is no object of a STIX 2.1 bundle")
                .doesNotContain("FAILS");
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void published_bundles_keep_every_claim() throws Exception {
        Path data = SharedData.at("attack/ics-attack-18.1.json");

        String output = played(List.of("--data", data.toString()));

        assertThat(claims(output, "FAILS")).as(output).isEmpty();
        assertThat(claims(output, "holds")).as(output).hasSizeGreaterThanOrEqualTo(7);
    }

    private String played(List<String> arguments) throws Exception {
        DemoProcesses processes = new DemoProcesses(folder);
        List<String> command = new ArrayList<>(processes.demo("--once"));
        command.addAll(arguments);
        ForeignProgram.Ran ran = ForeignProgram.run(DEMO_SECONDS_MAX, command, Map.of("HOME", folder.toString()), "");
        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(processes.running())
                .as("processes of this demo that are left")
                .isEmpty();
        return ran.output();
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
