// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.json.JsonObject;

/// A node over the ledger of an earlier version of this program, and over that of a later one.
class UpgradeTest {

    /// Tables that hold something, so that it can be lost.
    private static final List<String> FILLED = List.of(
            "setting",
            "act",
            "batch",
            "object",
            "dispatch",
            "outbox_entry",
            "line_out",
            "arrival",
            "line_in",
            "receipt",
            "log_record",
            "witnessed",
            "quarantine");

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;
    private JsonObject before = JsonObject.empty();
    private List<String> held = List.of();

    /// Two members have exchanged, recalled, refused and witnessed; both stand still.
    @BeforeEach
    void exchange() throws Exception {
        federation = Federation.found(folder);
        share("first", "alpha", "beta");
        share("second", "beta", "alpha");
        share("wrong", "alpha", "beta");
        federation.done("recall", Bundles.id("wrong"), "--reason", "wrong", "--home", "alpha");
        Federation.await("it is recalled", () -> !exported("beta").contains(Bundles.id("wrong")));
        federation.imported("alpha", "kept.json", Bundles.of(Bundles.indicator("kept")));
        federation.imported("alpha", "bad.json", Bundles.of("{\"type\":\"indicator\",\"id\":\"indicator--1\"}"));
        for (String member : List.of("alpha", "beta")) {
            federation.view(member).awaitSettled();
        }
        before = federation.view("alpha").status();
        held = exported("alpha");
        federation.stop("alpha");
        federation.stop("beta");
        Files.copy(ledger(), folder.resolve("original.db"));
    }

    @AfterEach
    void end() throws IOException {
        federation.close();
    }

    private Path ledger() {
        return folder.resolve("alpha/data/ledger.db");
    }

    private Path original() {
        return folder.resolve("original.db");
    }

    private List<String> exported(String member) throws IOException {
        return federation.view(member).exported();
    }

    private void share(String name, String from, String to) throws Exception {
        federation.imported(from, name + ".json", Bundles.of(Bundles.indicator(name)), "--channel", "plenary");
        Federation.await(name + " is at " + to, () -> exported(to).contains(Bundles.id(name)));
    }

    private void putEarlier(int version) throws Exception {
        Path earlier = folder.resolve("version-" + version + ".db");
        EarlierLedger.write(original(), version, earlier);
        Files.copy(earlier, ledger(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(EarlierLedger.version(ledger())).isEqualTo(version);
    }

    @Test
    void every_earlier_ledger_is_brought_to_this_version_with_every_row() throws Exception {
        int now = EarlierLedger.version(original());
        for (int version = 1; version < now; version++) {
            putEarlier(version);
            Run fsck = federation.at("alpha", "log", "fsck");

            assertThat(fsck.code()).as("version %d: %s", version, fsck.err()).isZero();
            assertThat(EarlierLedger.version(ledger())).isEqualTo(now);
            Path earlier = folder.resolve("version-" + version + ".db");
            Map<String, List<String>> rows = EarlierLedger.rows(earlier, earlier);
            assertThat(EarlierLedger.rows(ledger(), earlier)).isEqualTo(rows);
            for (String table : FILLED) {
                assertThat(rows.get(table)).as("version %d: %s", version, table).isNotEmpty();
            }
            // What is counted was counted anew where that version did not do it.
            assertThat(EarlierLedger.rows(ledger(), original()).get("tally")).containsAll(counted(version));
        }
    }

    /// What the original counts, but for the evidence that the first version did not wait for.
    private List<String> counted(int version) throws Exception {
        return EarlierLedger.rows(original(), original()).getOrDefault("tally", List.of()).stream()
                .filter(row -> !row.endsWith(",0"))
                .filter(row -> version > 1 || !row.startsWith("'evidence-due'"))
                .toList();
    }

    @Test
    void a_node_goes_on_from_the_ledger_of_the_version_before() throws Exception {
        goesOnFrom(EarlierLedger.version(original()) - 1);
    }

    @Test
    @Tag("long")
    void a_node_goes_on_from_the_ledger_of_the_first_version() throws Exception {
        goesOnFrom(1);
    }

    private void goesOnFrom(int version) throws Exception {
        putEarlier(version);
        federation.start("alpha");
        federation.start("beta");

        Federation.await("it signs", () -> federation.view("alpha").phase().equals("open"));
        assertThat(exported("alpha")).containsExactlyInAnyOrderElementsOf(held);
        JsonObject after = federation.view("alpha").status();
        for (String count : List.of("objects", "quarantined", "tombstones")) {
            assertThat(after.integer(count)).as(count).isEqualTo(before.integer(count));
        }
        assertThat(after.array("channels")).isEqualTo(before.array("channels"));
        share("third", "alpha", "beta");
        share("fourth", "beta", "alpha");
        assertThat(exported("alpha")).contains(Bundles.id("first")).doesNotContain(Bundles.id("wrong"));
        assertThat(federation.view("alpha").alarms()).isSubsetOf("not-yet-witnessed");
        assertThat(federation.view("beta").alarms()).isSubsetOf("not-yet-witnessed");
    }

    @Test
    void the_ledger_of_a_later_program_is_refused_by_every_command_and_left_as_it_is() throws Exception {
        int later = EarlierLedger.version(original()) + 1;
        EarlierLedger.setVersion(ledger(), later);
        byte[] bytes = Files.readAllBytes(ledger());
        for (List<String> command : List.of(
                List.of("node", "run"),
                List.of("log", "fsck"),
                List.of("node", "recover"),
                List.of("node", "status"),
                List.of("objects"))) {
            Run refused = federation.at("alpha", command.toArray(String[]::new));

            boolean asks = command.contains("status") || command.contains("objects");
            ExitCode code = asks ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
            assertThat(refused.code()).as(command + " " + refused).isEqualTo(code.code());
            assertThat(refused.err())
                    .contains("has version " + later, "start a newer program; nothing was changed.")
                    .doesNotContain("\tat ");
            assertThat(Files.readAllBytes(ledger())).isEqualTo(bytes);
        }
    }
}
