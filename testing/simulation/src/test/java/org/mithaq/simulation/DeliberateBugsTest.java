// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulator bites: bugs that are put in on purpose are found.
class DeliberateBugsTest {

    private static final Path ROOT = Path.of(System.getProperty("mithaq.root", "../.."));
    private static final int BUGS_MIN = 20;
    private static final int SEEDS_MAX = 400;
    private static final int THREADS = 2;

    static List<DeliberateBug> bugs() {
        return DeliberateBug.in(BugHunt.folder(ROOT));
    }

    @Test
    void there_are_twenty_and_the_document_names_each() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/simulation.md"));

        assertThat(bugs()).hasSizeGreaterThanOrEqualTo(BUGS_MIN);
        assertThat(bugs()).allSatisfy(bug -> assertThat(document).contains("| " + bug.name() + " | " + bug.breaks()));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void each_patch_still_fits_the_sources(DeliberateBug bug) throws IOException {
        String source = Files.readString(ROOT.resolve(bug.file()));

        assertThat(bug.applied(source)).isNotEqualTo(source);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    @Tag("long")
    void each_bug_is_found(DeliberateBug bug) {
        BugHunt.Result result = new BugHunt(ROOT, SEEDS_MAX, THREADS).find(bug);

        assertThat(result.seed())
                .as("%s, within %d seeds", bug.breaks(), result.seeds())
                .isPresent();
    }

    private static final String PATCH = """
            Breaks: the second line.

            --- a/some/src/main/java/Some.java
            +++ b/some/src/main/java/Some.java
            @@ -1,3 +1,3 @@
             one
            -two
            +2
             three
            """;

    private static final DeliberateBug BUG = DeliberateBug.parse("some", PATCH);

    @Test
    void a_patch_is_read_and_applied_wherever_its_lines_stand() {
        assertThat(BUG.breaks()).isEqualTo("the second line");
        assertThat(BUG.module()).isEqualTo("some");
        assertThat(BUG.applied("zero\none\ntwo\nthree\n")).isEqualTo("zero\none\n2\nthree\n");
    }

    static Stream<String> misfits() {
        return Stream.of("one\nthree\n", "one\ntwo\nthree\none\ntwo\nthree\n", "");
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void a_patch_that_does_not_fit_exactly_once_is_refused(String source) {
        assertThatThrownBy(() -> BUG.applied(source)).isInstanceOf(DeliberateBug.Stale.class);
    }

    @Test
    void the_table_is_written_between_its_marks_and_keeps_the_rows_of_bugs_that_were_not_hunted() {
        String head = BugTable.of(List.of());
        String document =
                "before\n" + BugTable.BEGIN + head + "| 01-one | old |\n| 02-two | old |\n" + BugTable.END + "after\n";

        assertThat(BugTable.within(document, head + "| 02-two | new |\n| 03-three | new |\n"))
                .isEqualTo("before\n" + BugTable.BEGIN + head
                        + "| 01-one | old |\n| 02-two | new |\n| 03-three | new |\n" + BugTable.END + "after\n");
    }
}
