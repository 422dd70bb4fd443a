// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;

/// Quarantine and bilateral channels of a running node: a table of commands.
final class DeskCommands {

    private static final Field NUMBER = Field.one("number", "NUMBER", "Its number in `mithaq quarantine list`.");

    private DeskCommands() {}

    /// The quarantine: refused input that is kept.
    static CommandLine quarantine(Surroundings surroundings) {
        return Ask.group(
                "quarantine",
                "Refused input, which is kept: list, show, retry, export, drop.",
                List.of(
                        list(surroundings),
                        show(surroundings),
                        retry(surroundings),
                        export(surroundings),
                        drop(surroundings)));
    }

    private static CommandLine list(Surroundings surroundings) {
        Answers.Line line = (human, row) -> human.line("%d  %s  %s"
                .formatted(
                        row.integer("number").orElse(0),
                        row.string("source").orElse(""),
                        row.string("reason").orElse("")));
        return new ObjectCommands.Rows("/quarantine", List.of(), "quarantine", "nothing is in quarantine", line)
                .command(surroundings, "list", "List what was refused, and why.", ObjectCommands.AFTER);
    }

    private static CommandLine show(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "show",
                "Show one refused input as text; what is no text is marked, and `export` writes the exact bytes.",
                List.of(NUMBER),
                (asked, node) -> {
                    long number = number(asked);
                    byte[] bytes = node.bytes("/quarantine/" + number);
                    JsonObject answer = JsonObject.builder()
                            .put("number", number)
                            .put("bytes", bytes.length)
                            .put("text", new String(bytes, StandardCharsets.UTF_8))
                            .build();
                    asked.output()
                            .answer(
                                    answer,
                                    human -> answer.string("text")
                                            .orElse("")
                                            .lines()
                                            .forEach(human::line));
                });
    }

    private static CommandLine retry(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "retry",
                "Read one again, as after an upgrade; what is accepted now is kept, and leaves quarantine.",
                List.of(NUMBER),
                (asked, node) -> {
                    JsonObject answer = node.post("/quarantine/" + number(asked) + "/retry", JsonObject.empty());
                    Answers.document(
                            asked.output(),
                            answer,
                            answer.bool("kept").orElse(false)
                                    ? "Accepted this time, and kept here."
                                    : "It was here already, and has left quarantine.");
                });
    }

    private static CommandLine export(Surroundings surroundings) {
        return Ask.writing(
                surroundings,
                "export",
                "Write the exact bytes of one refused input to a file.",
                List.of(NUMBER, Field.required("out", "FILE", "Where to; - is standard output.")),
                (asked, node) -> {
                    byte[] bytes = node.bytes("/quarantine/" + number(asked));
                    Written.write(asked.surroundings(), asked.required("out"), sink -> sink.write(bytes));
                });
    }

    private static CommandLine drop(Surroundings surroundings) {
        return Ask.command(
                surroundings, "drop", "Let one refused input go for good.", List.of(NUMBER), (asked, node) -> {
                    long number = number(asked);
                    Answers.document(
                            asked.output(),
                            node.post("/quarantine/" + number + "/drop", JsonObject.empty()),
                            "Dropped: " + number);
                });
    }

    private static long number(Ask.Asked asked) {
        String text = asked.required("number");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new CommandRefused(
                    ExitCode.USAGE, "NUMBER: expected a whole number, found \"%.40s\"".formatted(text), malformed);
        }
    }

    /// Channels: those of the charter, and bilateral ones that only their two members know of.
    static CommandLine channel(Surroundings surroundings) {
        return Ask.group(
                "channel",
                "List the channels; offer another member a bilateral one, which nobody else learns of.",
                List.of(channels(surroundings), offer(surroundings), accept(surroundings)));
    }

    private static CommandLine channels(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "list",
                "List the channels that this member has, and the offers that wait.",
                List.of(),
                (asked, node) -> {
                    JsonObject status = node.get("/status");
                    JsonObject answer = JsonObject.builder()
                            .put("channels", status.member("channels").orElseThrow())
                            .build();
                    Answers.list(asked.output(), answer, "channels", "no channels", DeskCommands::channel);
                });
    }

    private static void channel(Output.Human human, JsonObject row) {
        String name = Output.Human.isolated(row.string("name").orElse(""));
        if (!row.string("kind").orElse("").equals("bilateral")) {
            String word = Answers.word(row, "theme");
            human.line("%s  %s  %s".formatted(Answers.brief(row, "channel"), word.isEmpty() ? "plenary" : word, name));
            return;
        }
        boolean open = row.bool("open").orElse(false);
        String state = "open";
        if (!open) {
            state = row.bool("proposedHere").orElse(false)
                    ? "offered, waits for the other's answer"
                    : "offered to us: mithaq channel accept " + Answers.brief(row, "channel");
        }
        human.line("%s  bilateral with %s  %s  %s"
                .formatted(Answers.brief(row, "channel"), Answers.brief(row, "peer"), name, state));
    }

    private static CommandLine offer(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "offer",
                "Offer another member a bilateral channel; it opens when that member accepts.",
                List.of(
                        Field.one("peer", "MEMBER", "The other, by domain, name or the beginning of its id."),
                        Field.optional("name", "NAME", "What both will call it (default: bilateral).")),
                (asked, node) -> {
                    JsonObject answer = node.post("/channels/offer", asked.body());
                    Answers.document(
                            asked.output(),
                            answer,
                            "Offered: channel " + answer.string("channel").orElse(""));
                });
    }

    private static CommandLine accept(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "accept",
                "Accept the offer of a bilateral channel that came here.",
                List.of(Field.one("channel", "CHANNEL", "Its name, or the beginning of its id.")),
                (asked, node) -> {
                    JsonObject answer = node.post("/channels/accept", asked.body());
                    Answers.document(
                            asked.output(),
                            answer,
                            "Open: channel " + answer.string("channel").orElse(""));
                });
    }
}
