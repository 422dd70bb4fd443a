// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// Shows a running node's answers: as they came with `--json`, as sentences otherwise.
final class Answers {

    private static final int WITHHELD_SHOWN_MAX = 10;

    private Answers() {}

    /// A document whose meaning is one sentence.
    static void document(Output output, JsonObject answer, String sentence) {
        output.answer(answer, human -> human.good(sentence));
    }

    /// A row of a list for a person.
    interface Line {
        void show(Output.Human human, JsonObject row);
    }

    /// A page of a list, a line for each row.
    ///
    /// @param name of the list in the answer
    /// @param none what to say where there is nothing
    static void list(Output output, JsonObject answer, String name, String none, Line line) {
        output.answer(answer, human -> {
            List<JsonObject> rows = rows(answer, name);
            if (rows.isEmpty()) {
                human.faint(none);
            }
            rows.forEach(row -> line.show(human, row));
        });
    }

    /// The objects of a list.
    static List<JsonObject> rows(JsonObject answer, String name) {
        return answer.array(name)
                .map(list -> list.elements().stream()
                        .map(JsonValue::asObject)
                        .flatMap(Optional::stream)
                        .toList())
                .orElse(List.of());
    }

    /// The first digits of an id: enough for a person.
    static String brief(JsonObject row, String name) {
        return "%.8s".formatted(row.string(name).orElse(""));
    }

    /// A word of the node's, such as `CRITICAL_INFRASTRUCTURE`, as a person writes it.
    static String word(JsonObject row, String name) {
        return row.string(name).orElse("").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What was sent.
    ///
    /// @throws CommandRefused if nothing was, because all of it is withheld from everybody
    static void posted(Output output, JsonObject answer) {
        output.answer(answer, human -> {
            recalled(human, answer);
            posted(human, answer);
        });
        if (isAllWithheld(answer)) {
            throw new CommandRefused(ExitCode.REFUSED, "Nothing was sent: all of it is withheld from everybody.");
        }
    }

    /// Whether policy lets nobody have any of it.
    static boolean isAllWithheld(JsonObject answer) {
        return answer.bool("allWithheld").orElse(false);
    }

    /// What was not taken, because this member has recalled it.
    static void recalled(Output.Human human, JsonObject answer) {
        answer.strings("recalled")
                .orElse(List.of())
                .forEach(id -> human.bad(
                        "this member has recalled this version of %s: it is held in quarantine for you to decide"
                                .formatted(id)));
    }

    /// What was sent, what was withheld by which rule, and what was there already.
    static void posted(Output.Human human, JsonObject answer) {
        List<JsonObject> dispatches = rows(answer, "dispatches");
        dispatches.forEach(dispatch -> human.good("dispatch %s in lane %s to %s"
                .formatted(
                        dispatch.string("dispatch").orElse(""),
                        word(dispatch, "lane"),
                        counted(dispatch.strings("to").orElse(List.of()).size(), "member"))));
        long withheld = answer.integer("withheldCount").orElse(0);
        if (withheld > 0) {
            human.bad(
                    withheld == 1
                            ? "an object was withheld from a member:"
                            : withheld + " times an object was withheld from a member:");
            List<JsonObject> rows = rows(answer, "withheld");
            rows.stream()
                    .limit(WITHHELD_SHOWN_MAX)
                    .forEach(one -> human.line("  %s from %s: %s"
                            .formatted(
                                    one.string("id").orElse(""),
                                    brief(one, "from"),
                                    one.string("rule").orElse(""))));
            if (withheld > WITHHELD_SHOWN_MAX) {
                human.faint("  … and " + (withheld - WITHHELD_SHOWN_MAX) + " more; --json shows more of them");
            }
            if (rows.stream().anyMatch(row -> row.string("rule").orElse("").contains("unmarked"))) {
                human.line("  What has no TLP marking goes to nobody: state one with --tlp LABEL.");
            }
        }
        if (dispatches.isEmpty() && withheld == 0 && answer.integer("repeated").orElse(0) > 0) {
            human.line("Nothing was sent: the channel has all of it already.");
        }
    }

    /// `1 member`, `2 members`.
    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
