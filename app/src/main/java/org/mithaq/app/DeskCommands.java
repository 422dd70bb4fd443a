// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.control.ControlClient;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Tokens, quarantine and bilateral channels of a running node: a table of commands.
final class DeskCommands {

    private static final Field NUMBER = Field.one("number", "NUMBER", "Its number in `mithaq quarantine list`.");

    private DeskCommands() {}

    /// `mithaq node token`.
    static CommandLine token(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "token",
                "Let a program in: make a token, shown once; with --list or --revoke, look after them.",
                List.of(
                        Field.perhaps("name", "NAME", "A name for it."),
                        Field.repeated(
                                "scope",
                                "SCOPE",
                                "What it may do: taxii:read or taxii:write; may be repeated (default: taxii:read)."),
                        Field.flag("list", "List the tokens that there are."),
                        Field.flag("revoke", "Revoke the token NAME.")),
                DeskCommands::token);
    }

    private static void token(Ask.Asked asked, ControlClient node) {
        if (asked.flag("list")) {
            Answers.list(
                    asked.output(),
                    node.get("/tokens"),
                    "tokens",
                    "no tokens",
                    (human, token) -> human.line("%s: %s"
                            .formatted(
                                    token.string("name").orElse(""),
                                    String.join(", ", token.strings("scopes").orElse(List.of())))));
            return;
        }
        String name = asked.text("name")
                .orElseThrow(() -> new CommandRefused(ExitCode.USAGE, "Give the token a name: mithaq node token NAME"));
        JsonObject.Builder body = JsonObject.builder().put("name", name);
        if (asked.flag("revoke")) {
            Answers.document(asked.output(), node.post("/tokens/revoke", body.build()), "Revoked: " + name);
            return;
        }
        List<String> scopes = asked.all("scope").stream()
                .flatMap(each -> List.of(each.split(",", -1)).stream())
                .toList();
        if (!scopes.isEmpty()) {
            body.put("scopes", scopes);
        }
        JsonObject answer = node.post("/tokens", body.build());
        asked.output().answer(answer, human -> {
            human.line(answer.string("secret").orElse(""));
            human.faint("This is the only time that it is shown; only a hash of it is kept. As a password, it goes"
                    + " with the user name " + name + ".");
        });
    }

    /// The quarantine: refused input that is kept.
    @Command(name = "quarantine", description = "Refused input, which is kept: list, show, retry, export, drop.")
    static final class Quarantine {

        private Quarantine() {}

        static CommandLine in(Surroundings surroundings) {
            CommandLine group = new CommandLine(new Quarantine());
            List.of(
                            list(surroundings),
                            show(surroundings),
                            retry(surroundings),
                            export(surroundings),
                            drop(surroundings))
                    .forEach(each -> group.addSubcommand(each.getCommandName(), each));
            return group;
        }
    }

    private static CommandLine list(Surroundings surroundings) {
        List<Field> pages = List.of(ObjectCommands.AFTER, ObjectCommands.LIMIT);
        return Ask.command(
                surroundings,
                "list",
                "List what was refused, and why.",
                pages,
                (asked, node) -> Answers.list(
                        asked.output(),
                        node.get(ObjectCommands.paged(asked, "/quarantine", pages)),
                        "quarantine",
                        "nothing is in quarantine",
                        (human, row) -> human.line("%d  %s  %s"
                                .formatted(
                                        row.integer("number").orElse(0),
                                        row.string("source").orElse(""),
                                        row.string("reason").orElse("")))));
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
                (asked, node) -> Answers.document(
                        asked.output(),
                        node.post("/quarantine/" + number(asked) + "/retry", JsonObject.empty()),
                        "Accepted this time, and kept here."));
    }

    private static CommandLine export(Surroundings surroundings) {
        return Ask.command(
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
    @Command(
            name = "channel",
            description = "List the channels; offer another member a bilateral one, which nobody else learns of.")
    static final class Channels {

        private Channels() {}

        static CommandLine in(Surroundings surroundings) {
            CommandLine group = new CommandLine(new Channels());
            List.of(channels(surroundings), offer(surroundings), accept(surroundings))
                    .forEach(each -> group.addSubcommand(each.getCommandName(), each));
            return group;
        }
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
            String word = row.string("theme")
                    .orElse("")
                    .toLowerCase(java.util.Locale.ROOT)
                    .replace('_', '-');
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
