// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class CommandsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void help_names_every_command_and_every_exit_code() {
        var run = Run.of(folder, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("config", "completion", "Exit codes:");
        for (ExitCode each : ExitCode.values()) {
            assertThat(run.out()).containsPattern("(?m)^  " + each.code() + " ");
        }
    }

    @Test
    void every_command_explains_itself_and_where_the_exit_codes_are() {
        for (CommandLine each : allCommands()) {
            String name = each.getCommandSpec().qualifiedName();
            String help = each.getUsageMessage(CommandLine.Help.Ansi.OFF);
            assertThat(help).as(name).contains("--help").containsOnlyOnce("Exit codes:");
            assertThat(help.lines()).as(name).allMatch(line -> line.length() <= 80);
            // An address or a file that is broken in two cannot be copied.
            assertThat(help)
                    .as(name)
                    .doesNotContainPattern("[A-Za-z0-9][.]\\R {10,}[a-z0-9]")
                    .doesNotContain("<");
            assertThat(each.getCommandSpec().usageMessage().description())
                    .as("what %s is for", each.getCommandSpec().qualifiedName())
                    .isNotEmpty();
        }
    }

    @Test
    void what_is_missing_is_named_and_no_bug() {
        for (CommandLine each : allCommands()) {
            List<ArgSpec> required = each.getCommandSpec().args().stream()
                    .filter(ArgSpec::required)
                    .toList();
            if (!required.isEmpty()) {
                String name = each.getCommandSpec().qualifiedName();
                var run = Run.of(folder, name.substring("mithaq ".length()).split(" ", -1));
                assertThat(run.code()).as(name).isEqualTo(ExitCode.USAGE.code());
                assertThat(run.err()).as(name).contains("Missing required", name + " --help");
            }
        }
    }

    @Test
    void help_is_a_command_too() {
        assertThat(Run.of(folder, "help", "share").out())
                .isEqualTo(Run.of(folder, "share", "--help").out());
        assertThat(Run.of(folder, "help").out()).contains("Exit codes:");
    }

    @Test
    void version_is_the_build_s_own() {
        assertThat(Run.of(folder, "--version").out()).matches("mithaq [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\R");
    }

    @Test
    void a_mistyped_command_is_refused_with_the_one_that_was_meant() {
        var run = Run.of(folder, "complation");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("completion", "mithaq --help");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_mistyped_option_is_refused_with_the_one_that_was_meant() {
        var run = Run.of(folder, "config", "show", "--jsn");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("--json", "mithaq config show --help");
    }

    /// Whoever mistypes an option that must be there lacks it, too: that is not what is to be said.
    @Test
    void a_mistyped_option_is_named_before_one_that_is_missing_for_it() {
        for (String[] line : List.of(new String[] {"share", "--chanel", "plenary", "indicator--1"}, new String[] {
            "charter", "draft", "--out", "x", "--name-fr", "T", "--name-en=T", "--name-arr=T", "a", "b"
        })) {
            var run = Run.of(folder, line);

            assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
            assertThat(run.err())
                    .containsPattern("Unknown option: '--(chanel|name-arr)'")
                    .containsPattern("--(channel|name-ar)\\b")
                    .doesNotContain("Missing");
        }
        assertThat(Run.of(folder, "share", "--tlp", "green", "indicator--1").err())
                .contains("Missing required option: '--channel=CHANNEL'");
    }

    @Test
    void a_command_of_another_is_named_with_the_other() {
        assertThat(Run.of(folder, "status").err())
                .contains("no command 'status'", "mithaq node status", "mithaq charter status");
        assertThat(Run.of(folder, "node", "stauts", "--home", "b").err())
                .contains("no command 'stauts'", "node status")
                .doesNotContain("'b'");
    }

    @Test
    void what_is_no_number_is_said_in_words_of_people() {
        assertThat(Run.of(folder, "objects", "--limit", "x").err()).contains("'x' is not a whole number");
    }

    @Test
    void one_card_is_no_federation() {
        var draft = Run.of(folder, "charter", "draft", "--help");
        assertThat(draft.out()).contains("CARD...").doesNotContain("CARD CARD");
    }

    @Test
    void no_command_at_all_is_a_usage_error_that_lists_them() {
        var run = Run.of(folder);

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("Missing required subcommand").contains("mithaq --help");
    }

    @Test
    void completion_prints_a_script_for_either_shell() {
        assertThat(Run.of(folder, "completion", "bash").out()).contains("complete -F", "completion", "config");
        assertThat(Run.of(folder, "completion", "zsh").out()).contains("bashcompinit");
        assertThat(Run.of(folder, "completion", "fish").code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(Run.of(folder, "completion").code()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void colours_are_for_terminals_that_did_not_ask_to_be_spared() {
        assertThat(Run.of(folder, Map.of(), true, "--help").out()).contains("\u001b[");
        assertThat(Run.of(folder, Map.of(), false, "--help").out()).doesNotContain("\u001b[");
        assertThat(Run.of(folder, Map.of("NO_COLOR", "1"), true, "--help").out())
                .doesNotContain("\u001b[");
        assertThat(Run.of(folder, Map.of("NO_COLOR", ""), true, "--help").out()).contains("\u001b[");
        assertThat(Run.of(folder, Map.of("TERM", "dumb"), true, "--help").out()).doesNotContain("\u001b[");
    }

    @Test
    void a_wrong_configuration_is_told_with_its_place_and_exit_code_3() throws IOException {
        Files.writeString(folder.resolve("mithaq.yaml"), "peers:\n  lisen: 0.0.0.0:1\n");

        var run = Run.of(folder, "config", "show", "--config", "mithaq.yaml");

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(run.err()).contains("mithaq.yaml:2:10: unknown setting \"peers.lisen\"; did you mean peers.listen?");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void the_shown_configuration_is_one_json_document_when_asked() throws IOException {
        Files.writeString(folder.resolve("mithaq.yaml"), "taxii:\n  title: \"ميثاق\"\n");

        var run = Run.of(folder, "config", "show", "--json", "--home", ".", "--set", "taxii.pageSize=7");

        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).contains("\"taxii.title\":\"ميثاق\"", "\"taxii.pageSize\":\"7\"");
    }

    @Test
    void the_shown_configuration_is_a_file_that_means_the_same() throws IOException {
        Files.writeString(folder.resolve("mithaq.yaml"), "");
        var shown = Run.of(folder, "config", "show", "--config", "mithaq.yaml").out();
        List<String> flags = new ArrayList<>(List.of("config", "show", "--config", "mithaq.yaml"));
        shown.lines()
                .filter(line -> !line.startsWith("from "))
                .forEach(line -> flags.addAll(List.of("--set", line.replaceFirst(": ", "="))));

        assertThat(Run.of(folder, flags.toArray(String[]::new)).out()).isEqualTo(shown);
    }

    @Test
    void a_bug_is_one_sentence_and_a_log_that_holds_the_trace() throws IOException {
        var err = new StringWriter();
        var surroundings = new Surroundings(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Map.of("XDG_STATE_HOME", folder.toString()),
                false,
                folder);

        int code = Refusals.explain(new IllegalStateException("the cause"), surroundings);

        assertThat(code).isEqualTo(ExitCode.BUG.code());
        Path log = folder.resolve("mithaq/bugs.log");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(log.toString()).doesNotContain("the cause");
        assertThat(log).content().contains("IllegalStateException: the cause", "at org.mithaq.app.CommandsTest");
    }

    @Test
    void a_bug_without_a_place_for_its_log_shows_the_trace() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        var err = new StringWriter();
        var surroundings = new Surroundings(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Map.of("XDG_STATE_HOME", file.toString()),
                false,
                folder);

        assertThat(Refusals.explain(new IllegalStateException("the cause"), surroundings))
                .isEqualTo(ExitCode.BUG.code());
        assertThat(err.toString()).contains("IllegalStateException: the cause");
    }

    @Test
    void an_expected_refusal_is_its_own_sentence_and_code() {
        var err = new StringWriter();
        var surroundings =
                new Surroundings(new PrintWriter(new StringWriter()), new PrintWriter(err), Map.of(), false, folder);

        int code = Refusals.explain(new CommandRefused(ExitCode.UNREACHABLE, "no node\u001b[2J answers"), surroundings);

        assertThat(code).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(err.toString()).isEqualToIgnoringNewLines("no node\\u{1b}[2J answers");
    }

    @Test
    void what_a_refusal_quotes_stands_below_it_line_by_line() {
        var err = new StringWriter();
        var surroundings =
                new Surroundings(new PrintWriter(new StringWriter()), new PrintWriter(err), Map.of(), false, folder);

        Refusals.explain(
                new CommandRefused(ExitCode.REFUSED, "It ended. Its log:", List.of("one", "two\nforged")),
                surroundings);

        assertThat(err.toString().lines()).containsExactly("It ended. Its log:", "  one", "  two\\u{a}forged");
    }

    private List<CommandLine> allCommands() {
        var surroundings = new Surroundings(
                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), Map.of(), false, folder);
        var found = new ArrayList<>(List.of(Commands.in(surroundings)));
        for (int i = 0; i < found.size(); i++) {
            found.addAll(found.get(i).getSubcommands().values());
        }
        return found;
    }
}
