// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;

/// People name the wrong file; they are told which it is. No node runs here.
class WrongFilesTest {

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void founded() throws IOException {
        Federation.founded(folder, List.of("alpha", "beta"), arguments -> {
            Run run = Run.of(folder, arguments.toArray(String[]::new));
            assertThat(run.code()).as(run.err()).isZero();
        });
        Files.write(folder.resolve("report.json"), Bundles.of(Bundles.indicator("some")));
    }

    private String refused(String... arguments) {
        Run run = Run.of(folder, arguments);
        assertThat(run.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    private String drafted(String second) {
        return refused(
                "charter",
                "draft",
                "--out",
                "x",
                "--name-ar",
                "ت",
                "--name-fr",
                "T",
                "--name-en",
                "T",
                "alpha/card.json",
                second);
    }

    @Test
    void a_file_of_another_kind_is_called_by_its_kind() {
        assertThat(drafted("report.json")).contains("report.json is a STIX bundle, and no member's card");
        assertThat(drafted("act")).contains("act is a signed act, and no member's card, which mithaq node init writes");
        assertThat(drafted("draft")).contains("a draft of a founding act");
        assertThat(refused("charter", "show", "alpha/card.json")).contains("a member's card, and no draft");
        assertThat(refused("charter", "sign", "--home", "alpha", "--out", "x", "act"))
                .contains("act is a signed act");
        assertThat(refused("charter", "assemble", "--out", "x", "draft"))
                .contains("draft is a draft of a founding act, and no signed act");
        assertThat(refused("charter", "adopt", "--home", "alpha", "draft")).contains("and no signed act");
        assertThat(refused("verify", "alpha/card.json")).contains("a member's card, and no evidence bundle");
        assertThat(refused("node", "invite", "act", "--words", "a", "--out", "x", "--home", "alpha"))
                .contains("a signed act, and no member's card");
        assertThat(refused("verify", "alpha/keys/root.key")).contains("a sealed key, and no evidence bundle");
    }

    @Test
    void a_file_of_no_kind_is_left_to_its_reader() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "ring them up");

        assertThat(drafted("notes.txt")).contains("notes.txt is no valid member's card: Charter 2.3");
        assertThat(refused("verify", "notes.txt")).contains("It does not verify");
        assertThat(FileKind.of(new byte[0])).isEmpty();
        assertThat(FileKind.of("mithaq evidence bundle v2\n".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Optional.of(FileKind.EVIDENCE));
    }

    @Test
    void a_signature_that_is_missing_is_said_in_words() {
        assertThat(refused("charter", "assemble", "--out", "x", "alpha.sig"))
                .contains("The act is not whole: missing is the signature of ");
    }

    @Test
    void one_card_makes_no_federation() {
        Run alone = Run.of(
                folder,
                "charter",
                "draft",
                "--out",
                "x",
                "--name-ar",
                "ت",
                "--name-fr",
                "T",
                "--name-en",
                "T",
                "alpha/card.json");

        assertThat(alone.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(alone.err()).contains("two founders at least");
    }

    @Test
    void an_act_is_adopted_again_only_by_a_node_that_never_ran() throws IOException {
        Run again = Run.of(folder, "charter", "adopt", "--home", "alpha", "act");
        assertThat(again.code()).as(again.err()).isZero();
        Files.createDirectories(folder.resolve("alpha/data"));
        Files.createFile(folder.resolve("alpha/data/ledger.db"));

        assertThat(refused("charter", "adopt", "--home", "alpha", "act")).contains("nothing was changed");
    }

    @Test
    void a_home_and_its_folders_are_for_one_user_alone() throws IOException {
        for (String made : List.of("alpha", "alpha/keys")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(made))))
                    .as(made)
                    .isEqualTo("rwx------");
        }
    }
}
