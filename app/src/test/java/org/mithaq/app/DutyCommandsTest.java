// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;

/// What people on duty meet in their first hour, between two nodes that run in this process.
class DutyCommandsTest {

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

    private static Run beta(String... arguments) {
        return federation.at("beta", arguments);
    }

    private static Run shared(String name, String... more) throws IOException {
        return federation.imported("alpha", name + ".json", Bundles.of(Bundles.indicator(name)), more);
    }

    @Test
    void a_flash_message_is_shown_to_whoever_is_on_duty_until_a_person_has_acknowledged_it() throws Exception {
        shared("urgent", "--channel", "plenary", "--tlp", "green", "--lane", "flash", "--deadline-minutes", "5");
        Federation.await("beta is told", () -> beta("node", "status").out().contains("FLASH of "));
        String status = beta("node", "status").out();

        assertThat(status)
                .contains(Bundles.id("urgent"), "waits for a person's word by ", "flash-waits")
                .containsPattern(", in [45] min|, in 2[0-9]{2} s");
        String command = status.lines()
                .filter(line -> line.contains("mithaq ack "))
                .findFirst()
                .orElseThrow();
        assertThat(alpha("dispatches", "--limit", "1").out()).contains("0 acknowledged by a person");
        assertThat(beta("ack", command.substring(command.lastIndexOf(' ') + 1)).code())
                .isZero();
        assertThat(beta("node", "status").out()).doesNotContain("FLASH", "flash-waits");
        Federation.await(
                "alpha knows of it",
                () -> alpha("dispatches", "--limit", "1").out().contains("1 acknowledged by a person"));
    }

    @Test
    void a_second_recall_says_that_there_was_a_first() throws Exception {
        assertThat(shared("once only", "--channel", "plenary").code()).isZero();
        assertThat(alpha("recall", Bundles.id("once only"), "--reason", "wrong").code())
                .isZero();

        var again = alpha("recall", Bundles.id("once only"), "--reason", "wrong");

        assertThat(again.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(again.err()).contains("has recalled " + Bundles.id("once only") + " already, at 2");
        assertThat(alpha("recall", Bundles.id("never shared"), "--reason", "wrong")
                        .err())
                .contains("has shared no object");
    }

    /// As in the first example of the documentation: Alpha is Alpha in French, too.
    @Test
    void a_member_that_is_called_the_same_in_two_languages_is_found_by_each_name() {
        assertThat(alpha("channel", "offer", "nobody.example").err())
                .contains("no member \"nobody.example\"; there are ");
        for (String name : List.of("beta.example", "Member beta")) {
            assertThat(alpha("channel", "offer", name).out()).as(name).contains("Offered");
        }
    }
}
