// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `media`: exchange by files that somebody carries.
@Command(
        name = "media",
        description = "Exchange by files that somebody carries, where two networks do not touch.",
        footer = {
            "",
            "What waits for a member, sealed for it alone:",
            "  mithaq media write --to sirtan.example out.medium",
            "There: take it, and write the receipts:",
            "  mithaq media read out.medium --back back.medium",
            "Here again: what was sent is settled:",
            "  mithaq media read back.medium",
            "",
            "A copy waits until its receipt is back, so a file may be lost or",
            "read twice. Over a link of one direction no receipt comes back:",
            "what was written is \"sent, blind\" (media status)."
        })
final class MediaCommands {

    private static final String MEMBER = "The member, by domain, name or the beginning of its id.";

    /// How far into a file its kind is looked for.
    private static final int LOOKED_AT_BYTES = 1 << 16;

    private MediaCommands() {}

    static CommandLine in(Surroundings surroundings) {
        return new CommandLine(new MediaCommands())
                .addSubcommand(write(surroundings))
                .addSubcommand(read(surroundings))
                .addSubcommand(status(surroundings));
    }

    private static CommandLine write(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "write",
                "Write what waits for a member into a file: sealed for it alone, receipts first, then flash.",
                List.of(
                        Field.one("file", "FILE", "Where to; - is standard output."),
                        Field.required("to", "MEMBER", MEMBER),
                        Field.whole("max-mb", "COUNT", "Begin no dispatch beyond so many megabytes.")),
                (asked, node) -> {
                    String out = asked.required("file");
                    write(asked.surroundings(), node, asked.required("to"), out, max(asked));
                    if (!out.equals("-")) {
                        wrote(asked, node, asked.required("to"));
                    }
                });
    }

    private static long max(Ask.Asked asked) {
        return asked.text("max-mb")
                .map(Long::parseLong)
                .map(count -> count << 20)
                .orElse(Long.MAX_VALUE);
    }

    private static void write(Surroundings surroundings, ControlClient node, String to, String out, long bytesMax) {
        String path =
                ControlClient.with("/media/" + ControlClient.encoded(to), List.of("bytesMax", Long.toString(bytesMax)));
        Written.write(surroundings, out, sink -> node.download(path, sink));
    }

    private static void wrote(Ask.Asked asked, ControlClient node, String to) {
        JsonObject standing = Answers.rows(node.get("/media"), "media").stream()
                .filter(row -> row.string("name").orElse("").equals(to)
                        || row.string("member").orElse("").startsWith(to))
                .findFirst()
                .orElseGet(JsonObject::empty);
        asked.output().answer(standing, human -> standing(human, standing));
    }

    private static void standing(Output.Human human, JsonObject row) {
        human.line("%s: %d copies sent blind, %d wait for a medium"
                .formatted(
                        row.string("name").orElse("the member"),
                        row.integer("sentBlind").orElse(0),
                        row.integer("waiting").orElse(0)));
    }

    private static CommandLine read(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "read",
                "Take what is on a medium that a member wrote for this one.",
                List.of(
                        Field.one("file", "FILE", "The medium; - is standard input."),
                        Field.optional(
                                "back", "FILE", "Write the receipts, and what else waits for that member, here.")),
                (asked, node) -> {
                    JsonObject report = take(asked.surroundings(), node, asked.required("file"));
                    asked.output().answer(report, human -> report(human, report));
                    asked.text("back")
                            .ifPresent(back -> write(
                                    asked.surroundings(),
                                    node,
                                    report.string("from").orElse(""),
                                    back,
                                    Long.MAX_VALUE));
                    demandAll(report);
                });
    }

    private static JsonObject take(Surroundings surroundings, ControlClient node, String file) {
        if (file.equals("-")) {
            return node.upload("/media", surroundings.pipes().in());
        }
        Path path = surroundings.folder().resolve(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), LOOKED_AT_BYTES)) {
            in.mark(LOOKED_AT_BYTES);
            FileKind.demand(Path.of(file), in.readNBytes(LOOKED_AT_BYTES), FileKind.MEDIUM);
            in.reset();
            return node.upload("/media", in);
        } catch (IOException unreadable) {
            throw new CommandRefused(ExitCode.USAGE, NodeHome.problem(path, "read", unreadable), unreadable);
        }
    }

    private static void report(Output.Human human, JsonObject report) {
        human.line("from %s, written %s%s"
                .formatted(
                        report.string("name").orElse(""),
                        Instant.EPOCH.plusMillis(report.integer("writtenMicros").orElse(0) / 1_000),
                        report.bool("readBefore").orElse(false) ? "; it was read before, which changes nothing" : ""));
        human.good("%d copies and %d messages of receipts were read"
                .formatted(
                        report.integer("deliveries").orElse(0),
                        report.integer("answers").orElse(0)));
        report.strings("refusals").orElse(List.of()).forEach(refusal -> human.bad("refused: " + refusal));
        if (!report.bool("whole").orElse(false)) {
            human.bad("the file ends too early or is damaged: what came before was taken; have it copied again");
        }
    }

    /// Scripts see by the exit code that something is left to do.
    private static void demandAll(JsonObject report) {
        long refused = report.integer("refused").orElse(0);
        if (refused > 0 || !report.bool("whole").orElse(false)) {
            throw new CommandRefused(
                    ExitCode.REFUSED,
                    refused > 0
                            ? refused + " messages on it were refused; nothing of them was taken"
                            : "The medium is not whole; have it copied again and read it again.");
        }
    }

    private static CommandLine status(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "status",
                "Show with which members media were exchanged, and what lies on them without a receipt.",
                List.of(),
                (asked, node) -> Answers.list(
                        asked.output(),
                        node.get("/media"),
                        "media",
                        "No medium was written or read yet.",
                        MediaCommands::standing));
    }
}
