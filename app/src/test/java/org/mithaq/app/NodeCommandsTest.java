// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;

/// The commands that ask something of a running node, against two that run in this process.
class NodeCommandsTest {

    private static final Pattern NUMBER = Pattern.compile("(?m)^(\\d+)  import:");

    @TempDir
    private static Path folder = Path.of("");

    private static Federation federation;

    @BeforeAll
    static void begin() throws IOException {
        federation = Federation.found(folder);
    }

    @AfterAll
    static void end() throws IOException {
        federation.close();
    }

    private static Run alpha(String... arguments) {
        return federation.at("alpha", arguments);
    }

    private static Run imported(String name, byte[] bundle, String... more) throws IOException {
        return federation.imported("alpha", name, bundle, more);
    }

    private void sharedAndArrived(String name) throws Exception {
        assertThat(imported(name + ".json", Bundles.of(Bundles.indicator(name)), "--channel", "plenary")
                        .code())
                .isZero();
        Federation.await(
                name + " is at beta",
                () -> federation
                        .done("objects", "--home", "beta", "--limit", "1000")
                        .out()
                        .contains(Bundles.id(name)));
    }

    @Test
    void words_that_are_not_understood_are_answered_with_those_that_are() throws Exception {
        sharedAndArrived("words");
        String id = Bundles.id("words");
        record Wrong(List<String> arguments, String expected) {}
        for (Wrong wrong : List.of(
                new Wrong(List.of("--channel", "plenry"), "there are plenary, critical-infrastructure"),
                new Wrong(List.of("--channel", "plenary", "--lane", "fast"), "expected flash, priority, routine"),
                new Wrong(List.of("--channel", "plenary", "--tlp", "purple"), "expected clear, green, amber"),
                new Wrong(List.of("--channel", "plenary", "--onward", "maybe"), "expected forbidden, unstated"),
                new Wrong(List.of("--channel", "plenary", "--named", "nobody"), "(beta.example)"),
                new Wrong(List.of("--channel", "plenary", "--deadline-minutes", "5"), "--lane flash"),
                new Wrong(
                        List.of("--channel", "plenary", "--lane", "flash", "--deadline-minutes", "0"),
                        "expected 1 to"))) {
            var arguments = new ArrayList<>(List.of("share", id));
            arguments.addAll(wrong.arguments());

            var run = alpha(arguments.toArray(String[]::new));

            assertThat(run.code()).as(wrong.toString()).isEqualTo(ExitCode.USAGE.code());
            assertThat(run.err()).as(wrong.toString()).contains(wrong.expected());
        }
    }

    @Test
    void sharing_says_what_was_sent_what_was_withheld_and_what_was_there() throws IOException {
        byte[] bundle = Bundles.of(Bundles.indicator("unmarked", ""));

        var withheld = imported("unmarked.json", bundle, "--channel", "plenary");
        var sent = imported("unmarked.json", bundle, "--channel", "plenary", "--tlp", "clear");
        var again = imported("unmarked.json", bundle, "--channel", "plenary", "--tlp", "TLP:CLEAR");

        assertThat(withheld.out()).contains("withheld from a member", "unmarked", "--tlp LABEL");
        assertThat(withheld.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(withheld.err()).contains("Nothing was sent: all of it is withheld from everybody");
        assertThat(sent.out()).contains("in lane routine to 1 member");
        assertThat(again.out()).contains("Nothing was sent");
        assertThat(alpha("share", "indicator--absent", "--channel", "plenary").err())
                .contains("import it first");
    }

    @Test
    void what_is_withheld_from_everybody_is_no_success_the_first_time_or_the_second() throws IOException {
        byte[] bundle = Bundles.of(Bundles.indicator("withheld", ""));
        assertThat(imported("withheld.json", bundle).code()).isZero();

        for (int time = 0; time < 2; time++) {
            var shared = alpha("share", Bundles.id("withheld"), "--channel", "plenary", "--json");
            assertThat(shared.code()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(shared.out()).contains("\"allWithheld\":true");
            assertThat(shared.err()).contains("Nothing was sent");
            assertThat(imported("withheld.json", bundle, "--channel", "plenary").code())
                    .isEqualTo(ExitCode.REFUSED.code());
        }
    }

    @Test
    void objects_are_listed_with_their_names_in_their_own_script_and_where_they_are() throws Exception {
        String arabic = Bundles.indicator("arabic").replace("\"name\":\"arabic\"", "\"name\":\"رافعات الميناء\"");
        Files.writeString(
                folder.resolve("arabic.json"),
                "{\"type\":\"bundle\",\"id\":\"bundle--4fbd5dd8-6f51-4e4e-9a44-1bbc43ad4e43\",\"objects\":[" + arabic
                        + "]}");
        assertThat(alpha("import", "arabic.json", "--channel", "plenary").code())
                .isZero();

        String line = alpha("objects", "--limit", "1000")
                .out()
                .lines()
                .filter(each -> each.contains(Bundles.id("arabic")))
                .findFirst()
                .orElseThrow();

        assertThat(line)
                .contains("by \u2068alpha.example\u2069", "in \u2068plenary\u2069")
                .endsWith("  \u2068رافعات الميناء\u2069");
    }

    @Test
    void what_this_member_has_recalled_is_not_taken_again_and_that_is_said() throws Exception {
        sharedAndArrived("taken back");
        assertThat(alpha("recall", Bundles.id("taken back"), "--reason", "wrong")
                        .code())
                .isZero();
        byte[] bundle = Bundles.of(Bundles.indicator("taken back"));

        for (var again : List.of(
                imported("taken back.json", bundle), imported("taken back.json", bundle, "--channel", "plenary"))) {
            assertThat(again.code()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(again.out())
                    .contains("0 accepted, 0 kept with defects, 1 refused")
                    .contains("refused: " + Bundles.id("taken back"))
                    .containsOnlyOnce("this member has recalled this version");
        }
        String row = alpha("quarantine", "list", "--limit", "1000")
                .out()
                .lines()
                .filter(line -> line.contains("recalled"))
                .findFirst()
                .orElseThrow();
        var retried = alpha("quarantine", "retry", row.substring(0, row.indexOf(' ')));
        assertThat(retried.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(retried.err()).contains("has recalled this version");
    }

    @Test
    void a_dispatch_is_listed_with_its_copies_and_acknowledged_by_a_person() throws Exception {
        sharedAndArrived("flash");
        String dispatch = federation
                .client("beta")
                .get("/objects?limit=1000")
                .array("objects")
                .orElseThrow()
                .elements()
                .getLast()
                .asObject()
                .orElseThrow()
                .string("dispatch")
                .orElseThrow();

        assertThat(federation
                        .run("ack", dispatch.substring(0, 8), "--home", "beta", "--person", "17")
                        .out())
                .contains("Acknowledged");
        assertThat(alpha("ack", dispatch).err()).contains("came here");
        assertThat(alpha("ack", "nonsense").code()).isEqualTo(ExitCode.USAGE.code());
        Federation.await(
                "both copies are settled",
                () -> alpha("dispatches", "--limit", "1").out().contains("1 of 1 settled, 1 acknowledged by a person"));
    }

    @Test
    void evidence_is_found_by_id_and_verifies_and_when_cut_short_does_not() throws Exception {
        sharedAndArrived("proved");

        assertThat(federation
                        .run("evidence", Bundles.id("proved"), "--home", "beta", "--out", "proof")
                        .code())
                .isZero();
        byte[] proof = Files.readAllBytes(folder.resolve("proof"));
        Files.write(folder.resolve("cut"), Arrays.copyOf(proof, proof.length / 2));

        assertThat(federation.run("verify", "proof").out())
                .contains("It verifies, with a weakness: ", "the federation is so small", "Member alpha");
        assertThat(federation.run("verify", "proof", "--json").out())
                .contains("\"toleratesLiar\":false", "\"weaknesses\":[", "the federation is so small");
        assertThat(federation.run("verify", "cut").code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(federation.run("verify", "absent").code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(alpha("evidence", "indicator--absent", "--out", "none").code())
                .isEqualTo(ExitCode.REFUSED.code());
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void an_export_is_whole_or_leaves_nothing_behind() throws Exception {
        sharedAndArrived("exported");

        var piped = federation.piped(new byte[0], "export", "--home", "beta");
        assertThat(new String(piped.out(), StandardCharsets.UTF_8)).contains(Bundles.indicator("exported"));
        assertThat(piped.err()).isEmpty();
        assertThat(alpha("export", "--channel", "nope", "--out", "bundle").code())
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(folder.resolve("bundle")).doesNotExist();
        assertThat(alpha("export", "--out", "absent/bundle").err()).contains("no such folder");
        assertThat(alpha("export", "--out", "alpha").err()).contains("it is a folder");
    }

    @Test
    void a_recalled_object_is_taken_back_and_only_its_originator_may() throws Exception {
        sharedAndArrived("recalled");

        assertThat(federation
                        .run("recall", Bundles.id("recalled"), "--reason", "mine?", "--home", "beta")
                        .code())
                .isEqualTo(ExitCode.REFUSED.code());
        assertThat(alpha("recall", Bundles.id("recalled"), "--reason", "x".repeat(2_000))
                        .code())
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(alpha("recall", Bundles.id("recalled"), "--reason", "wrong").out())
                .contains("in lane priority to 1 member");
    }

    @Test
    void a_relay_names_its_recipients_and_says_which_rule_withholds() throws Exception {
        sharedAndArrived("relayed");

        assertThat(federation
                        .run("relay", Bundles.id("relayed"), "--channel", "plenary", "--home", "beta")
                        .err())
                .contains("--to MEMBER");
        assertThat(federation
                        .run(
                                "relay",
                                Bundles.id("relayed"),
                                "--channel",
                                "plenary",
                                "--to",
                                "alpha.example",
                                "--home",
                                "beta")
                        .err())
                .contains("others than this member and its originator");
    }

    @Test
    void a_bilateral_channel_is_offered_accepted_and_used() throws Exception {
        var offer = alpha("channel", "offer", "beta.example", "--name", "files of common interest");
        assertThat(offer.code()).isZero();
        Federation.await(
                "the offer is at beta",
                () -> federation.done("channel", "list", "--home", "beta").out().contains("offered to us"));

        assertThat(federation
                        .run("channel", "accept", "files of common interest", "--home", "beta")
                        .code())
                .isZero();
        Federation.await(
                "the channel is open at alpha",
                () -> alpha("channel", "list").out().contains("files of common interest\u2069  open"));

        assertThat(imported(
                                "common.json",
                                Bundles.of(Bundles.indicator("common")),
                                "--channel",
                                "files of common interest")
                        .out())
                .contains("to 1 member");
        assertThat(alpha("channel", "offer", "alpha.example").code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(alpha("channel", "accept", "nope").code()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void a_token_is_shown_once_listed_and_revoked() {
        for (List<String> word : List.of(List.<String>of(), List.of("reader"), List.of("add"), List.of("revoke"))) {
            List<String> arguments = new ArrayList<>(List.of("node", "token"));
            arguments.addAll(word);
            assertThat(alpha(arguments.toArray(String[]::new)).code())
                    .as(word.toString())
                    .isEqualTo(ExitCode.USAGE.code());
        }
        List<String> lines =
                alpha("node", "token", "add", "reader").out().lines().toList();
        String secret = lines.getFirst();
        assertThat(secret).startsWith("mithaq_");
        assertThat(lines.getLast())
                .startsWith("curl -u 'reader:" + secret + "' -H 'Accept: application/taxii+json;version=2.1' ")
                .endsWith("http://127.0.0.1:" + federation.client("alpha").port() + "/taxii2/");
        assertThat(alpha("node", "token", "list").out())
                .contains("reader: taxii:read")
                .doesNotContain(secret);
        assertThat(alpha("node", "token", "add", "reader").code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(alpha("node", "token", "add", "writer", "--scope", "taxii:read,taxii:write")
                        .code())
                .isZero();
        assertThat(alpha("node", "token", "revoke", "reader").out()).contains("Revoked: reader");
        assertThat(alpha("node", "token", "revoke", "reader").err()).contains("there is no token reader");
        assertThat(alpha("node", "token", "add", "other", "--scope", "all").err())
                .contains("taxii:read, taxii:write");
        assertThat(alpha("node", "token", "add", "off", "--set", "taxii.enabled=false")
                        .out())
                .contains("TAXII is not served")
                .doesNotContain("curl");
    }

    @Test
    void quarantine_is_read_in_pages_and_what_is_given_up_is_gone() throws IOException {
        for (int number = 0; number < 3; number++) {
            var run = imported("page" + number + ".json", Bundles.of("{\"type\":\"no" + number + "\"}"));
            assertThat(run.code()).isEqualTo(ExitCode.REFUSED.code());
        }
        List<String> numbers = NUMBER.matcher(alpha("quarantine", "list").out())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(NUMBER.matcher(alpha("quarantine", "list", "--limit", "1", "--after", numbers.getFirst())
                                .out())
                        .results()
                        .map(match -> match.group(1)))
                .containsExactly(numbers.get(1));
        assertThat(alpha("quarantine", "drop", numbers.getLast()).code()).isZero();
        assertThat(alpha("quarantine", "show", numbers.getLast()).code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(alpha("quarantine", "show", "x").code()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void every_answer_is_one_line_of_json_when_asked() {
        for (List<String> command : List.of(
                List.of("node", "status"),
                List.of("objects"),
                List.of("dispatches"),
                List.of("channel", "list"),
                List.of("quarantine", "list"),
                List.of("node", "token", "list"))) {
            var arguments = new ArrayList<>(command);
            arguments.add("--json");

            var run = alpha(arguments.toArray(String[]::new));

            assertThat(run.code()).as(command.toString()).isZero();
            assertThat(run.out().lines()).as(command.toString()).hasSize(1);
            assertThat(run.out()).startsWith("{").doesNotContain("\u001b");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void a_second_node_on_one_home_is_refused_and_leaves_the_first_alone() {
        var second = alpha("node", "run");

        assertThat(second.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(second.err()).contains("in use by another node");
        assertThat(alpha("node", "status").code()).isZero();
        assertThat(alpha("log", "fsck").err()).contains("is running, and its log is checked while it stands still");
    }
}
