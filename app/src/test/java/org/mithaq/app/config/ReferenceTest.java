// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void the_table_of_the_documentation_is_what_the_program_accepts() throws IOException {
        Path page = Path.of(System.getProperty("mithaq.root")).resolve("docs/configuration.md");

        assertThat(Files.readString(page)).contains(Reference.table());
    }

    @Test
    void the_example_changes_nothing_as_it_stands() {
        assertThat(ConfigFile.read(NodeConfig.example().getBytes(StandardCharsets.UTF_8), "example"))
                .isEmpty();
    }

    @Test
    void the_example_with_its_comments_taken_away_says_what_holds_anyway() throws IOException {
        String live = NodeConfig.example()
                .replaceAll("(?m)^#((?:  )?[a-zA-Z]+:(?: [^ ].*)?)$", "$1")
                // Settings without a standard value stay out, and sections that are then empty too.
                .replaceAll("(?m)^ +(advertise|passphraseFile|keyFile|tracesTo):$", "")
                .replaceAll("(?m)^watch:\\n(.*\\n)*? +listen:$", "watch:")
                .replaceAll("(?m)^keys:$", "");
        Path file = Files.writeString(folder.resolve("example.yaml"), live);

        assertThat(live).contains("\npeers:\n", "\n  listen: 0.0.0.0:7443\n");
        assertThat(NodeConfig.read(file, Map.of(), List.of(), folder)).isEqualTo(NodeConfig.standard(folder));
    }

    @Test
    void every_setting_has_an_example_a_variable_and_a_purpose() {
        for (Setting<?> each : Settings.ALL) {
            assertThat(each.purpose()).as(each.key()).endsWith(".");
            assertThat(each.variable()).matches("MITHAQ_[A-Z_]+");
        }
        assertThat(Settings.TAXII_MAX_CONTENT_LENGTH.variable()).isEqualTo("MITHAQ_TAXII_MAX_CONTENT_LENGTH");
        assertThat(NodeConfig.example().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void edits_are_counted_with_swaps_as_one() {
        assertThat(Nearest.edits("lisen", "listen")).isEqualTo(1);
        assertThat(Nearest.edits("lsiten", "listen")).isEqualTo(1);
        assertThat(Nearest.edits("", "abc")).isEqualTo(3);
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.to("peers.listne", List.of("peers.listen", "local.listen")))
                .contains("peers.listen");
        assertThat(Nearest.to("x".repeat(81), List.of("x"))).isEmpty();
        assertThat(Nearest.to("zzz", List.of("home"))).isEmpty();
    }
}
