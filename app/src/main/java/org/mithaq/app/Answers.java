// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.List;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// Shows a running node's answers: as they came with `--json`, as sentences otherwise.
final class Answers {

    private Answers() {}

    /// A document whose meaning is one sentence.
    static void document(Output output, JsonObject answer, String sentence) {
        output.answer(answer, human -> human.good(sentence));
    }

    /// What was sent.
    static void posted(Output output, JsonObject answer) {
        output.answer(answer, human -> posted(human, answer));
    }

    private static void posted(Output.Human human, JsonObject answer) {
        answer.array("dispatches")
                .ifPresent(list -> list.forEach(each -> each.asObject()
                        .ifPresent(dispatch -> human.good("dispatch %s in lane %s to %d members"
                                .formatted(
                                        dispatch.string("dispatch").orElse(""),
                                        dispatch.string("lane").orElse(""),
                                        dispatch.strings("to").orElse(List.of()).size())))));
        long withheld = answer.integer("withheldCount").orElse(0);
        if (withheld > 0) {
            human.bad(withheld + " times an object was withheld from a member:");
            answer.array("withheld").ifPresent(list -> {
                int shown = 0;
                for (JsonValue each : list) {
                    if (shown++ == 10) {
                        human.faint("… and more; --json shows them all");
                        break;
                    }
                    each.asObject()
                            .ifPresent(one -> human.line("  %s from %.8s: %s"
                                    .formatted(
                                            one.string("id").orElse(""),
                                            one.string("from").orElse(""),
                                            one.string("rule").orElse(""))));
                }
            });
        }
    }

    /// What became of imported bundles.
    static void importReports(Output output, List<JsonObject> reports) {
        JsonObject whole = JsonObject.builder()
                .put("bundles", JsonArray.of(List.copyOf(reports)))
                .build();
        output.answer(whole, human -> {
            for (JsonObject report : reports) {
                human.good("%d accepted, %d kept with defects, %d refused, %d there already"
                        .formatted(
                                report.integer("accepted").orElse(0),
                                report.integer("keptWithDefects").orElse(0),
                                report.integer("refused").orElse(0),
                                report.integer("repeated").orElse(0)));
                report.array("listed")
                        .ifPresent(list -> list.forEach(each -> each.asObject().ifPresent(one -> listed(human, one))));
                posted(human, report);
            }
        });
    }

    private static void listed(Output.Human human, JsonObject one) {
        human.line("  " + one.string("verdict").orElse("") + ": "
                + one.string("what").orElse(""));
        one.array("defects")
                .ifPresent(list -> list.forEach(each -> each.asObject()
                        .flatMap(defect -> defect.string("sentence"))
                        .ifPresent(sentence -> human.line("      " + sentence))));
    }
}
