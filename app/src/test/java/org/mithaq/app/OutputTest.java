// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;

class OutputTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private record Answer(String name, int count) {}

    @Test
    void a_person_gets_sentences_and_a_script_gets_json() {
        output(false, false).answer(new Answer("x", 2), human -> human.line("two of x"));
        output(true, false).answer(new Answer("x", 2), human -> human.line("never written"));

        assertThat(out.toString().lines()).containsExactly("two of x", "{\"name\":\"x\",\"count\":2}");
    }

    @Test
    void progress_keeps_out_of_the_answer() {
        output(true, false).progress("half way");

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualToIgnoringNewLines("half way");
    }

    @Test
    void colours_only_where_they_are_wanted() {
        output(false, true).answer(new Answer("x", 1), human -> human.good("fine"));
        output(false, false).answer(new Answer("x", 1), human -> human.bad("broken"));

        assertThat(out.toString().lines()).containsExactly("\u001b[32mfine\u001b[0m", "broken");
    }

    @Test
    void text_of_others_cannot_steer_the_terminal() {
        output(false, true)
                .answer(new Answer("x", 1), human -> human.line("a\u001b]0;t\u0007\u202eb\nc\ud800d\u2028e\ttab"));

        assertThat(out.toString().lines())
                .containsExactly("a\\u{1b}]0;t\\u{7}\\u{202e}b\\u{a}c\\u{d800}d\\u{2028}e\ttab");
    }

    @Test
    void a_name_in_another_direction_is_isolated_and_cannot_end_its_isolation() {
        assertThat(Output.Human.isolated("فريق")).isEqualTo("\u2068فريق\u2069");
        assertThat(Output.Human.isolated("x\u2069y")).isEqualTo("\u2068x\\u{2069}y\u2069");
    }

    private Output output(boolean json, boolean terminal) {
        return new Output(
                new Surroundings(new PrintWriter(out), new PrintWriter(err), Map.of(), terminal, Path.of("")), json);
    }
}
