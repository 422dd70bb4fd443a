// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;

/// `mithaq import` with good and bad input, and the quarantine that keeps what is refused.
class ImportCommandTest {

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

    @Test
    void an_import_says_what_was_accepted_refused_and_why_and_again_changes_nothing() throws IOException {
        byte[] bundle = Bundles.of(
                Bundles.indicator("kept"),
                Bundles.indicator("refused").replace(Bundles.id("refused"), "indicator--no"));

        var first = imported("mixed.json", bundle);
        var second = imported("mixed.json", bundle);

        assertThat(first.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(first.out())
                .contains("mixed.json: 1 accepted, 0 kept with defects, 1 refused; 0 of them were there already")
                .contains("refused: object 1 at line 1, column ", "STIX 2.1 §2.9 at $.id", "indicator--no");
        assertThat(first.err()).contains("mithaq quarantine list");
        assertThat(second.out()).contains("1 accepted, 0 kept with defects, 1 refused; 2 of them were there already");
        assertThat(alpha("quarantine", "list", "--limit", "1000").out()).containsOnlyOnce("import:mixed.json");
    }

    @Test
    void bad_input_lies_in_quarantine_byte_for_byte_or_is_refused_with_its_clause() throws IOException {
        Map<String, String> refused = Map.of(
                "deep",
                "{\"type\":\"indicator\",\"x\":" + "[".repeat(200) + "]".repeat(200) + "}",
                "utf8",
                Bundles.indicator("utf8").replace("\"utf8\"", "\"\u00ff\u00fe\""),
                "twice",
                "{\"type\":\"indicator\",\"type\":\"malware\"}",
                "surrogate",
                "{\"type\":\"indicator\",\"name\":\"\\ud800\"}");
        Map<String, String> clauses = Map.of(
                "deep",
                "limit depthMax",
                "utf8",
                "RFC 8259 §8.1",
                "twice",
                "RFC 7493 §2.3",
                "surrogate",
                "RFC 7493 §2.1");
        for (var each : refused.entrySet()) {
            String name = each.getKey() + ".json";
            var run = imported(name, Bundles.of(Bundles.indicator(each.getKey() + " good"), each.getValue()));

            assertThat(run.code()).as(name).isEqualTo(ExitCode.REFUSED.code());
            assertThat(run.out()).as(name).contains("1 accepted", "1 refused", clauses.get(each.getKey()), "line 1");
            String row = alpha("quarantine", "list", "--limit", "1000")
                    .out()
                    .lines()
                    .filter(line -> line.contains("import:" + name))
                    .findFirst()
                    .orElseThrow();
            assertThat(row).contains(clauses.get(each.getKey()));
            String number = row.substring(0, row.indexOf(' '));
            var exported =
                    federation.piped(new byte[0], "quarantine", "export", number, "--out", "-", "--home", "alpha");
            assertThat(exported.out()).isEqualTo(each.getValue().getBytes(StandardCharsets.ISO_8859_1));
            var retried = alpha("quarantine", "retry", number);
            assertThat(retried.code()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(retried.err()).contains("refused as before, and stays in quarantine");
            assertThat(alpha("quarantine", "show", number).code()).isZero();
        }
    }

    @Test
    void an_object_that_is_too_long_is_refused_by_the_limit_and_costs_no_other() throws IOException {
        var run = imported(
                "long.json",
                Bundles.of(Bundles.indicator("x".repeat(30_000)), Bundles.indicator("beside the long one")));

        assertThat(run.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run.out()).contains("1 accepted", "1 refused", "at most 20000 bytes", "line 1, column ");
        assertThat(run.err()).contains("not kept");
    }

    @Test
    void what_breaks_off_or_is_no_json_is_a_failure_that_says_where() throws IOException {
        byte[] whole = Bundles.of(Bundles.indicator("before the break"), Bundles.indicator("after the break"));
        Map<String, byte[]> files = Map.of(
                "truncated.json", Arrays.copyOf(whole, whole.length - 100),
                "empty.json", new byte[0],
                "words.json", "hello world".getBytes(StandardCharsets.US_ASCII),
                "binary.json", new byte[] {0, 1, 2, (byte) 0xff},
                "gzip.json", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        for (var each : files.entrySet()) {
            var run = imported(each.getKey(), each.getValue());

            assertThat(run.code()).as(each.getKey()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(run.out()).as(each.getKey()).contains("breaks off").containsPattern("RFC (8259|1952)");
            assertThat(run.err()).contains("1 file not read to the end");
        }
    }

    @Test
    void standard_input_folders_and_pipes_are_read_and_what_holds_nothing_is_said() throws IOException {
        var piped = federation.piped(Bundles.of(Bundles.indicator("from a pipe")), "import", "-", "--home", "alpha");
        Files.createDirectories(folder.resolve("many/deeper"));
        Files.createDirectories(folder.resolve("nothing"));
        Files.write(folder.resolve("many/one.json"), Bundles.of(Bundles.indicator("one of many")));
        Files.write(folder.resolve("many/deeper/two.json"), Bundles.of(Bundles.indicator("two of many")));
        Files.write(folder.resolve("many/readme.txt"), new byte[] {1});

        assertThat(piped.code()).isZero();
        assertThat(alpha("import", "many").out())
                .contains("many/one.json: 1 accepted", "many/deeper/two.json: 1 accepted")
                .doesNotContain("readme");
        assertThat(alpha("import", "nothing").err()).contains("ends in .json");
        assertThat(alpha("import", "absent").err()).contains("There is no file or folder");
        assertThat(alpha("import", "absent").code()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void how_something_is_shared_needs_to_know_where() throws IOException {
        var run = imported("how.json", Bundles.of(Bundles.indicator("how")), "--lane", "flash");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("--channel");
    }
}
