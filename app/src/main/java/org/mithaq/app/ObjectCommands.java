// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.control.ControlClient;
import org.mithaq.exchange.Receipt;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;

/// What a person does with objects at a running node: a table of commands.
final class ObjectCommands {

    /// How something is shared.
    static final List<Field> HOW = List.of(
            Field.optional(
                    "lane", "LANE", "flash, priority or routine (default: routine).", "flash", "priority", "routine"),
            Field.whole(
                    "deadline-minutes",
                    "MINUTES",
                    "By when a person has to acknowledge a flash message (default: 30)."),
            Field.repeated(
                    "named",
                    "MEMBER",
                    "Name one recipient, by domain, name or the beginning of an id; may be repeated. Without it,"
                            + " everybody in the channel is meant."),
            Field.optional(
                    "tlp",
                    "LABEL",
                    "State a TLP 2.0 label for what has none: clear, green, amber, amber+strict, red. What has no"
                            + " label goes to nobody.",
                    "clear",
                    "green",
                    "amber",
                    "amber+strict",
                    "red"),
            Field.optional(
                    "onward",
                    "WORD",
                    "Whether recipients may pass it on: forbidden, unstated (the label decides; default) or permitted.",
                    "forbidden",
                    "unstated",
                    "permitted"),
            Field.flag("exercise", "All of it is play: marked so in the signed header."));

    static final String CHANNEL = "plenary, critical-infrastructure, terrorism, organised-crime, regional-hotspots, the"
            + " name of a bilateral channel, or the beginning of a channel's id";

    private static final Field ID = Field.one("id", "ID", "The object's STIX id.");

    static final Field AFTER = Field.whole("after", "NUMBER", "Begin after this number.");
    static final Field LIMIT = Field.whole("limit", "COUNT", "How many at most, up to 1,000 (default: 100).");

    private static final Field OF_CHANNEL =
            Field.optional("channel", "CHANNEL", "Only of this channel: " + CHANNEL + ".");

    private ObjectCommands() {}

    /// All of them.
    static List<CommandLine> in(Surroundings surroundings) {
        return List.of(
                share(surroundings),
                relay(surroundings),
                recall(surroundings),
                acknowledge(surroundings),
                objects(surroundings),
                dispatches(surroundings),
                export(surroundings),
                evidence(surroundings));
    }

    private static CommandLine share(Surroundings surroundings) {
        List<Field> fields = new ArrayList<>(HOW);
        fields.addFirst(Field.several("ids", "ID", "STIX ids of objects that were imported."));
        fields.add(1, Field.required("channel", "CHANNEL", "Where: " + CHANNEL + "."));
        return Ask.command(
                surroundings,
                "share",
                "Share objects of this member's own that are held here with the members of a channel.",
                fields,
                (asked, node) -> Answers.posted(asked.output(), node.post("/share", asked.body())));
    }

    private static CommandLine relay(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "relay",
                "Pass another member's object on, with its proof, if its terms allow it.",
                List.of(
                        ID,
                        Field.required("channel", "CHANNEL", "In which channel: " + CHANNEL + "."),
                        Field.repeated(
                                "to",
                                "MEMBER",
                                "To whom, by domain, name or the beginning of an id; may be" + " repeated.")),
                (asked, node) -> {
                    if (asked.all("to").isEmpty()) {
                        throw new CommandRefused(ExitCode.USAGE, "Say to whom: --to MEMBER. See: mithaq relay --help");
                    }
                    Answers.posted(asked.output(), node.post("/relay", asked.body()));
                });
    }

    private static CommandLine recall(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "recall",
                "Take back an object of this member's own wherever it went: every holder destroys it and says so.",
                List.of(ID, Field.required("reason", "TEXT", "Why, for the people who have it.")),
                (asked, node) -> Answers.posted(asked.output(), node.post("/recall", asked.body())));
    }

    private static CommandLine acknowledge(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "ack",
                "Say, as a person on duty, that a dispatch has been seen.",
                List.of(
                        Field.one(
                                "dispatch",
                                "DISPATCH",
                                "The dispatch, by its first digits, 8 at least: `mithaq node status` shows each flash"
                                        + " message that waits, `mithaq objects --json` the dispatch of each object."),
                        Field.optional("role", "ROLE", "The duty role (default: duty officer)."),
                        Field.optional("person", "ID", "An id that only this member can resolve.")),
                (asked, node) -> Answers.document(
                        asked.output(),
                        node.post("/ack", asked.body()),
                        "Acknowledged; the sender will have a signed receipt."));
    }

    /// A list that is read in pages of 100 unless the user says otherwise.
    ///
    /// @param path what the node is asked for
    /// @param query names and values that are always asked
    /// @param member where the rows are in its answer
    /// @param none what to say where there are no rows
    /// @param line shows one
    record Rows(String path, List<String> query, String member, String none, Answers.Line line) {

        /// @param place from where on rows are read, and which
        CommandLine command(Surroundings surroundings, String name, String purpose, Field... place) {
            List<Field> fields = new ArrayList<>(List.of(place));
            fields.add(LIMIT);
            return Ask.command(surroundings, name, purpose, fields, (asked, node) -> {
                List<String> all = new ArrayList<>(query);
                all.addAll(asked.query(fields));
                if (asked.text(LIMIT.name()).isEmpty()) {
                    all.addAll(List.of(LIMIT.name(), "100"));
                }
                Answers.list(asked.output(), node.get(ControlClient.with(path, all)), member, none, line);
            });
        }
    }

    private static CommandLine objects(Surroundings surroundings) {
        return new Rows("/objects", List.of("names", "true"), "objects", "no objects", ObjectCommands::object)
                .command(
                        surroundings,
                        "objects",
                        "List the objects that are held here, with their names and the numbers that other commands"
                                + " take.",
                        OF_CHANNEL,
                        AFTER);
    }

    private static void object(Output.Human human, JsonObject row) {
        String name = row.string("name").orElse("");
        human.line("%d  %s  %s  by %s  %s%s%s"
                .formatted(
                        row.integer("number").orElse(0),
                        row.string("id").orElse(""),
                        row.string("version").orElse(""),
                        called(row, "originatorDomain", "originator"),
                        row.string("channel").orElse("").isEmpty()
                                ? "kept here"
                                : "in " + called(row, "channelName", "channel"),
                        row.bool("exercise").orElse(false) ? "  EXERCISE" : "",
                        name.isEmpty() ? "" : "  " + Output.Human.isolated(name)));
    }

    /// Its name, which others have chosen, or the beginning of its id where it has none.
    private static String called(JsonObject row, String name, String id) {
        return row.string(name)
                .filter(text -> !text.isEmpty())
                .map(Output.Human::isolated)
                .orElseGet(() -> Answers.brief(row, id));
    }

    private static CommandLine dispatches(Surroundings surroundings) {
        return new Rows("/dispatches", List.of(), "dispatches", "nothing was sent", ObjectCommands::dispatch)
                .command(
                        surroundings,
                        "dispatches",
                        "List what this node has sent, newest first, and how far each copy has come.",
                        Field.whole("before", "INDEX", "Begin below this index of the log."));
    }

    private static void dispatch(Output.Human human, JsonObject row) {
        List<JsonObject> copies = Answers.rows(row, "copies");
        long settled = copies.stream()
                .filter(copy -> copy.string("state").orElse("").equals("SETTLED"))
                .count();
        long recalled = copies.stream()
                .filter(copy -> copy.object("recalled").isPresent())
                .count();
        long seen = copies.stream()
                .filter(copy -> copy.integer("status").orElse(0) == Receipt.Status.ACKNOWLEDGED.number())
                .count();
        boolean flash = Answers.word(row, "lane").equals("flash");
        String line = "%d  %s  %s  %d of %d settled%s%s"
                .formatted(
                        row.integer("logIndex").orElse(0),
                        row.string("dispatch").orElse(""),
                        Answers.word(row, "lane"),
                        settled,
                        copies.size(),
                        flash || seen > 0 ? ", %d acknowledged by a person".formatted(seen) : "",
                        recalled == 0 ? "" : ", %d declared a recall".formatted(recalled));
        if (settled == copies.size()) {
            human.line(line);
        } else {
            human.bad(line);
        }
    }

    private static CommandLine export(Surroundings surroundings) {
        return Ask.writing(
                surroundings,
                "export",
                "Write what is held as one STIX bundle, byte for byte as it was written.",
                List.of(
                        OF_CHANNEL,
                        Field.optional("out", "FILE", "Where the bundle is written (default: standard output).")),
                (asked, node) -> Written.write(
                        asked.surroundings(),
                        asked.text("out").orElse("-"),
                        sink -> node.download(ControlClient.with("/export", asked.query(List.of(OF_CHANNEL))), sink)));
    }

    private static CommandLine evidence(Surroundings surroundings) {
        return Ask.writing(
                surroundings,
                "evidence",
                "Write the proof of one object: who wrote it, when, and in which log. Anybody can `mithaq verify` it.",
                List.of(
                        Field.one("object", "ID|NUMBER", "Its STIX id, or its number in `mithaq objects`."),
                        Field.required("out", "FILE", "Where to; - is standard output.")),
                (asked, node) -> {
                    byte[] proof = node.bytes("/evidence/" + ControlClient.encoded(asked.required("object")));
                    Written.write(asked.surroundings(), asked.required("out"), sink -> sink.write(proof));
                });
    }
}
