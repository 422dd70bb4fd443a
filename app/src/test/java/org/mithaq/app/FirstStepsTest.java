// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.config.NodeConfig;

/// What a new member does before its node runs for the first time.
class FirstStepsTest {

    @TempDir
    private Path folder = Path.of("");

    private Run init(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "node",
                "init",
                "--home",
                "member",
                "--name-ar",
                "عضو",
                "--name-fr",
                "Membre",
                "--name-en",
                "Member",
                "--domain",
                "member.example",
                "--call-back",
                "+999 1"));
        arguments.addAll(List.of(more));
        return Run.of(folder, arguments.toArray(String[]::new));
    }

    private NodeConfig written() {
        return NodeConfig.read(folder.resolve("member/mithaq.yaml"), Map.of(), List.of(), folder);
    }

    @Test
    void what_is_said_with_set_stands_in_the_file_and_on_the_card() {
        var made = init(
                "--set",
                "peers.listen=127.0.0.1:17443",
                "--set",
                "local.listen=[::1]:17080",
                "--set",
                "taxii.title=A \"title\" of \\ ميثاق: yes",
                "--set",
                "keys.keyFile=elsewhere/node.key");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("others reach it at 127.0.0.1:17443.").doesNotContain("Nobody can dial");
        assertThat(written().peers().listen()).hasToString("127.0.0.1:17443");
        assertThat(written().local().listen()).hasToString("[::1]:17080");
        assertThat(written().taxii().title()).isEqualTo("A \"title\" of \\ ميثاق: yes");
        assertThat(written().settings().get("keys.keyFile"))
                .isEqualTo(folder.resolve("elsewhere/node.key").toString());
        assertThat(written().limits()).isEqualTo(NodeConfig.standard(folder).limits());
    }

    @Test
    void a_file_that_says_otherwise_is_left_alone_and_nothing_is_made() throws IOException {
        Files.createDirectories(folder.resolve("member"));
        Path file = Files.writeString(folder.resolve("member/mithaq.yaml"), "peers:\n  listen: 127.0.0.1:1\n");

        var other = init("--set", "peers.listen=127.0.0.1:2");
        assertThat(other.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(other.err()).contains("write peers.listen: 127.0.0.1:2 into it");
        assertThat(file).hasContent("peers:\n  listen: 127.0.0.1:1\n");
        assertThat(init("--set", "peers.listen=127.0.0.1:1").code()).isZero();
    }

    @Test
    void a_wrong_setting_leaves_nothing_behind() {
        assertThat(init("--set", "peers.lisen=1").code()).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(folder.resolve("member")).doesNotExist();
    }

    @Test
    void a_card_with_an_address_that_nobody_can_dial_is_told() {
        assertThat(init().out()).contains("at 0.0.0.0:7443.", "Nobody can dial that", "peers.advertise=HOST:PORT");
        assertThat(written().settings())
                .isEqualTo(NodeConfig.standard(folder.resolve("member")).settings());
    }

    @Test
    void a_card_of_a_node_that_only_calls_names_no_address() {
        assertThat(init("--calls-only", "--set", "peers.advertise=node.example:7443")
                        .code())
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(folder.resolve("member/card.json")).doesNotExist();

        Run made = init("--calls-only", "--set", "peers.listen=127.0.0.1:0");
        assertThat(made.out()).as(made.err()).contains("nobody reaches it: it calls the others");
    }

    @Test
    void a_home_that_is_not_where_the_file_is_stands_in_the_file() {
        assertThat(init("--config", "etc.yaml", "--set", "peers.listen=127.0.0.1:1")
                        .code())
                .isZero();

        assertThat(NodeConfig.read(Path.of("etc.yaml"), Map.of(), List.of(), folder)
                        .home())
                .isEqualTo(folder.resolve("member"));
    }

    @Test
    void a_draft_is_read_before_it_is_signed_and_an_act_after() throws IOException {
        List<Run> runs = new ArrayList<>();
        Federation.founded(
                folder, List.of("north", "south"), command -> runs.add(Run.of(folder, command.toArray(String[]::new))));
        assertThat(runs).allMatch(run -> run.code() == 0);

        String draft = Run.of(folder, "charter", "show", "draft").out();
        String act = Run.of(folder, "charter", "show", "act").out();

        assertThat(draft)
                .contains("\u2068Covenant of Trial\u2069", "\u2068ميثاق التجربة\u2069", "2 founders:", "5 channels:")
                .contains("north.example, state-csirt, at 127.0.0.1:", "+999 1", "regional-hotspots", "every founder")
                .contains("Nobody's signature is in this file.");
        assertThat(act)
                .contains("signatures of ", "north.example", "south.example")
                .doesNotContain("missing");
        assertThat(Run.of(folder, "charter", "show", "north.sig").out())
                .contains("signatures of north.example; missing are those of south.example");
        String id = draft.lines()
                .filter(line -> line.startsWith("federation "))
                .findFirst()
                .orElseThrow();
        assertThat(act).contains(id);
        assertThat(Run.of(folder, "charter", "adopt", "act", "--home", "north", "--json")
                        .out())
                .contains(id.substring("federation ".length()));
        assertThat(Run.of(folder, "charter", "show", "draft", "--json").out())
                .contains("\"domain\":\"north.example\"", "\"signedBy\":[]");
        assertThat(Run.of(folder, "charter", "show", "north/card.json").code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(Run.of(folder, "charter", "show", "absent").code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(runs.stream().map(Run::out).filter(out -> out.contains("is whole")))
                .singleElement()
                .asString()
                .contains("mithaq charter adopt --home DIR ");
    }
}
