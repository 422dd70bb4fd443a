// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;

/// `mithaq import`: reads bundles from files, folders and standard input into a running node.
///
/// Run again after an interruption, it goes on: what is there already is counted as such, and changes nothing.
final class ImportCommand {

    private static final int LISTED_MAX = 20;

    private ImportCommand() {}

    static CommandLine in(Surroundings surroundings) {
        List<Field> how = new ArrayList<>(ObjectCommands.HOW);
        how.addFirst(Field.optional(
                "channel",
                "CHANNEL",
                "Share it there too: " + ObjectCommands.CHANNEL + ". Without it, what is read stays here."));
        List<Field> fields = new ArrayList<>(how);
        fields.addFirst(Field.several(
                "paths",
                "FILE|DIR",
                "Bundles, plain or in gzip; folders of files that end in .json or .json.gz; - is standard input."));
        return Ask.command(
                surroundings,
                "import",
                "Read STIX 2.1 bundles of any size; keep them here, or with --channel share them. Interrupted, run it"
                        + " again: what is there already is counted, and changes nothing.",
                fields,
                (asked, node) -> run(asked, node, how));
    }

    /// One thing that is read.
    ///
    /// @param name as the user gave it
    /// @param source what the quarantine calls it
    /// @param bytes how many there are, where that is known
    /// @param content opens it
    record Source(String name, String source, OptionalLong bytes, Content content) {

        interface Content {
            InputStream open() throws IOException;
        }
    }

    private static void run(Ask.Asked asked, ControlClient node, List<Field> how) {
        List<String> query = asked.query(how);
        if (!query.isEmpty() && asked.text("channel").isEmpty()) {
            throw new CommandRefused(
                    ExitCode.USAGE,
                    "--" + query.getFirst() + " says how something is shared: say where with --channel");
        }
        List<Source> sources = new ArrayList<>();
        asked.all("paths").forEach(path -> sources.addAll(sources(asked.surroundings(), path)));
        List<JsonObject> reports = new ArrayList<>();
        try (ImportProgress progress = ImportProgress.of(asked.surroundings(), node, sources.size())) {
            for (Source source : sources) {
                reports.add(upload(node, source, query, progress));
            }
        } catch (CommandRefused refused) {
            // What is done is done: the user hears of it before hearing what stopped the rest.
            if (!reports.isEmpty()) {
                answer(asked, reports);
            }
            String rest = sources.size() == 1
                    ? ""
                    : " (%d of %d were read; run it again to go on)".formatted(reports.size(), sources.size());
            throw new CommandRefused(
                    refused.exitCode(), sources.get(reports.size()).name() + ": " + refused.sentence() + rest, refused);
        }
        answer(asked, reports);
        verdict(reports);
    }

    private static JsonObject upload(ControlClient node, Source source, List<String> how, ImportProgress progress) {
        List<String> query = new ArrayList<>(how);
        query.addAll(List.of("source", source.source(), "run", progress.begin(source)));
        try (InputStream in = progress.counted(source.content().open())) {
            JsonObject report = node.upload(ControlClient.with("/import", query), in);
            return report.toBuilder().put("file", source.name()).build();
        } catch (IOException unreadable) {
            throw new CommandRefused(
                    ExitCode.USAGE, NodeHome.problem(Path.of(source.name()), "read", unreadable), unreadable);
        } finally {
            progress.end();
        }
    }

    /// What a path of the command line means.
    static List<Source> sources(Surroundings surroundings, String given) {
        if (given.equals("-")) {
            return List.of(new Source(
                    "-",
                    "standard input",
                    OptionalLong.empty(),
                    () -> surroundings.pipes().in()));
        }
        Path path = surroundings.folder().resolve(given);
        if (!Files.exists(path)) {
            throw new CommandRefused(ExitCode.USAGE, "There is no file or folder " + path);
        }
        if (!Files.isDirectory(path)) {
            return List.of(file(given, path));
        }
        try (Stream<Path> walk = Files.walk(path)) {
            List<Source> found = walk.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".json") || file.toString().endsWith(".json.gz"))
                    .sorted()
                    .map(file ->
                            file(Path.of(given).resolve(path.relativize(file)).toString(), file))
                    .toList();
            if (found.isEmpty()) {
                throw new CommandRefused(ExitCode.USAGE, "No file in " + path + " ends in .json or .json.gz");
            }
            return found;
        } catch (IOException | UncheckedIOException unreadable) {
            throw new CommandRefused(ExitCode.USAGE, path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Source file(String name, Path file) {
        OptionalLong bytes = OptionalLong.empty();
        try {
            if (Files.isRegularFile(file)) {
                bytes = OptionalLong.of(Files.size(file));
            }
        } catch (IOException unreadable) {
            throw new CommandRefused(ExitCode.USAGE, NodeHome.problem(file, "read", unreadable), unreadable);
        }
        return new Source(name, String.valueOf(file.getFileName()), bytes, () -> Files.newInputStream(file));
    }

    private static void answer(Ask.Asked asked, List<JsonObject> reports) {
        JsonObject whole = JsonObject.builder()
                .put("bundles", JsonArray.of(List.copyOf(reports)))
                .build();
        boolean shared = asked.text("channel").isPresent();
        asked.output().answer(whole, human -> reports.forEach(report -> show(human, report, shared)));
    }

    private static void show(Output.Human human, JsonObject report, boolean shared) {
        long refused = count(report, "refused");
        String line = "%s: %d accepted, %d kept with defects, %d refused; %d of them were there already"
                .formatted(
                        report.string("file").orElse(""),
                        count(report, "accepted"),
                        count(report, "keptWithDefects"),
                        refused,
                        count(report, "repeated") + count(report, "refusedRepeated"));
        if (refused > 0 || isBroken(report)) {
            human.bad(line);
        } else {
            human.good(line);
        }
        Answers.rows(report, "bundleDefects")
                .forEach(defect ->
                        human.line("  the file: " + defect.string("sentence").orElse("")));
        if (!report.bool("complete").orElse(true)) {
            human.line("  It breaks off there, and what follows was not read. Mend the file and import it again.");
        }
        List<JsonObject> listed = Answers.rows(report, "listed");
        listed.stream().limit(LISTED_MAX).forEach(one -> listed(human, one));
        long more = refused + count(report, "keptWithDefects") - Math.min(LISTED_MAX, listed.size());
        if (more > 0) {
            human.faint("  … and " + more + " more with defects or refused; --json shows more of them");
        }
        if (shared) {
            Answers.posted(human, report);
        }
    }

    private static void listed(Output.Human human, JsonObject one) {
        String place = one.has("line")
                ? " at line %d, column %d (byte %d)"
                        .formatted(count(one, "line"), count(one, "column"), count(one, "byte"))
                : "";
        human.line("  %s: %s%s"
                .formatted(one.string("verdict").orElse(""), one.string("what").orElse(""), place));
        Answers.rows(one, "defects")
                .forEach(defect ->
                        human.line("      " + defect.string("sentence").orElse("")));
    }

    private static long count(JsonObject report, String name) {
        return report.integer(name).orElse(0);
    }

    /// Broken off, or with nothing in it that could be read.
    private static boolean isBroken(JsonObject report) {
        boolean nothing = count(report, "accepted") + count(report, "keptWithDefects") + count(report, "refused") == 0;
        return !report.bool("complete").orElse(true)
                || (nothing && !Answers.rows(report, "bundleDefects").isEmpty());
    }

    /// Exit code 1 where anything was refused, and where it went.
    private static void verdict(List<JsonObject> reports) {
        long refused =
                reports.stream().mapToLong(report -> count(report, "refused")).sum();
        long notKept = reports.stream()
                .mapToLong(report -> count(report, "refusedNotKept"))
                .sum();
        long broken = reports.stream().filter(ImportCommand::isBroken).count();
        List<String> sentences = new ArrayList<>();
        if (refused > notKept) {
            sentences.add(Answers.counted(refused - notKept, "object")
                    + " refused, kept byte for byte: mithaq quarantine list");
        }
        if (notKept > 0) {
            sentences.add(Answers.counted(notKept, "object")
                    + " refused and not kept, too long or for want of room in quarantine: mend the file instead");
        }
        if (broken > 0) {
            sentences.add(Answers.counted(broken, "file") + " not read to the end");
        }
        long withheld = reports.stream().filter(Answers::isAllWithheld).count();
        if (withheld > 0) {
            sentences.add(
                    reports.size() == 1
                            ? "nothing was sent: all of it is withheld from everybody, and kept here"
                            : "nothing was sent of %s: all of it is withheld from everybody, and kept here"
                                    .formatted(Answers.counted(withheld, "file")));
        }
        if (!sentences.isEmpty()) {
            throw new CommandRefused(ExitCode.REFUSED, sentence(sentences));
        }
    }

    private static String sentence(List<String> parts) {
        String joined = String.join("; ", parts);
        return joined.substring(0, 1).toUpperCase(Locale.ROOT) + joined.substring(1) + ".";
    }
}
