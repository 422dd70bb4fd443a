// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a person does with objects at a running node.
final class ObjectCommands {

    private ObjectCommands() {}

    /// What every one of these commands needs.
    abstract static class OfNode implements Runnable {

        final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        OfNode(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        ControlClient node() {
            return ControlClient.of(new NodeHome(options.read(surroundings).home()));
        }

        Output output() {
            return output.in(surroundings);
        }
    }

    /// How something is shared; a picocli mixin.
    static final class HowOptions {

        @Option(
                names = "--channel",
                paramLabel = "CHANNEL",
                description = "Where to share: plenary, critical-infrastructure, terrorism, organised-crime,"
                        + " regional-hotspots, or a channel's id.")
        private Optional<String> channel = Optional.empty();

        @Option(names = "--lane", description = "flash, priority or routine (default).")
        private Optional<String> lane = Optional.empty();

        @Option(
                names = "--deadline-minutes",
                description = "By when a person has to acknowledge a flash message (default: 30).")
        private Optional<Long> deadlineMinutes = Optional.empty();

        @Option(names = "--named", paramLabel = "MEMBER", description = "Name a recipient; may be repeated.")
        private List<String> named = new ArrayList<>();

        @Option(
                names = "--tlp",
                paramLabel = "LABEL",
                description = "State a TLP 2.0 label for what has none: clear, green, amber, amber+strict, red.")
        private Optional<String> tlp = Optional.empty();

        @Option(names = "--onward", description = "forbidden, unstated (default) or permitted.")
        private Optional<String> onward = Optional.empty();

        @Option(names = "--exercise", description = "All of it is play.")
        private boolean exercise;

        List<String> query() {
            List<String> query = new ArrayList<>();
            channel.ifPresent(value -> query.addAll(List.of("channel", value)));
            lane.ifPresent(value -> query.addAll(List.of("lane", value)));
            deadlineMinutes.ifPresent(value -> query.addAll(List.of("deadlineMinutes", value.toString())));
            tlp.ifPresent(value -> query.addAll(List.of("tlp", value)));
            onward.ifPresent(value -> query.addAll(List.of("onward", value)));
            named.forEach(value -> query.addAll(List.of("named", value)));
            if (exercise) {
                query.addAll(List.of("exercise", "true"));
            }
            return query;
        }

        JsonObject.Builder body() {
            JsonObject.Builder body =
                    JsonObject.builder().put("exercise", exercise).put("named", named);
            channel.ifPresent(value -> body.put("channel", value));
            lane.ifPresent(value -> body.put("lane", value));
            deadlineMinutes.ifPresent(value -> body.put("deadlineMinutes", value));
            tlp.ifPresent(value -> body.put("tlp", value));
            onward.ifPresent(value -> body.put("onward", value));
            return body;
        }
    }

    @Command(
            name = "import",
            description = "Read STIX 2.1 bundles of any size; keep them here, or with --channel share them.")
    static final class Import extends OfNode {

        @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Bundles, or folders of them.")
        private List<Path> paths = List.of();

        @Mixin
        private HowOptions how = new HowOptions();

        Import(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            long refused = 0;
            List<JsonObject> reports = new ArrayList<>();
            try (ControlClient node = node()) {
                List<Path> files = files();
                for (Path file : files) {
                    output().progress("reading " + file + " (" + (reports.size() + 1) + " of " + files.size() + ")");
                    List<String> query = new ArrayList<>(how.query());
                    query.addAll(List.of("source", String.valueOf(file.getFileName())));
                    JsonObject report = node.upload(ControlClient.with("/import", query), file);
                    reports.add(report);
                    refused += report.integer("refused").orElse(0);
                }
            }
            Answers.importReports(output(), reports);
            if (refused > 0) {
                throw new CommandRefused(
                        ExitCode.REFUSED, refused + " objects were refused and are kept: mithaq quarantine list");
            }
        }

        private List<Path> files() {
            List<Path> files = new ArrayList<>();
            for (Path given : paths) {
                Path path = surroundings.folder().resolve(given);
                if (!Files.exists(path)) {
                    throw new CommandRefused(ExitCode.USAGE, "There is no file or folder " + path);
                }
                try (Stream<Path> walk = Files.walk(path)) {
                    walk.filter(Files::isRegularFile)
                            .filter(file -> file.equals(path)
                                    || file.toString().endsWith(".json")
                                    || file.toString().endsWith(".json.gz"))
                            .sorted()
                            .forEach(files::add);
                } catch (IOException unreadable) {
                    throw new CommandRefused(ExitCode.USAGE, path + " cannot be read", unreadable);
                }
            }
            return files;
        }
    }

    @Command(name = "share", description = "Share objects that are kept here with the members of a channel.")
    static final class Share extends OfNode {

        @Parameters(arity = "1..*", paramLabel = "ID", description = "STIX ids.")
        private List<String> ids = List.of();

        @Mixin
        private HowOptions how = new HowOptions();

        Share(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            try (ControlClient node = node()) {
                Answers.posted(
                        output(), node.post("/share", how.body().put("ids", ids).build()));
            }
        }
    }

    @Command(name = "recall", description = "Take back an object of this member's own wherever it went.")
    static final class Recall extends OfNode {

        @Parameters(paramLabel = "ID", description = "The object's STIX id.")
        private String id = "";

        @Option(names = "--reason", required = true, description = "Why, for the people who have it.")
        private String reason = "";

        Recall(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            try (ControlClient node = node()) {
                JsonObject body =
                        JsonObject.builder().put("id", id).put("reason", reason).build();
                Answers.posted(output(), node.post("/recall", body));
            }
        }
    }

    @Command(name = "relay", description = "Pass another member's object on, with its proof, if its terms allow it.")
    static final class Relay extends OfNode {

        @Parameters(paramLabel = "ID", description = "The object's STIX id.")
        private String id = "";

        @Option(names = "--channel", required = true, description = "In which channel.")
        private String channel = "";

        @Option(names = "--to", required = true, paramLabel = "MEMBER", description = "To whom; may be repeated.")
        private List<String> to = List.of();

        Relay(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            try (ControlClient node = node()) {
                JsonObject body = JsonObject.builder()
                        .put("id", id)
                        .put("channel", channel)
                        .put("to", to)
                        .build();
                Answers.posted(output(), node.post("/relay", body));
            }
        }
    }

    @Command(name = "ack", description = "Say, as a person on duty, that a dispatch has been seen.")
    static final class Ack extends OfNode {

        @Parameters(paramLabel = "DISPATCH", description = "The dispatch, 64 hexadecimal digits.")
        private String dispatch = "";

        @Option(names = "--role", defaultValue = "duty officer", description = "The duty role.")
        private String role = "";

        @Option(names = "--person", defaultValue = "", description = "An id that only this member can resolve.")
        private String person = "";

        Ack(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            try (ControlClient node = node()) {
                JsonObject body = JsonObject.builder()
                        .put("dispatch", dispatch)
                        .put("role", role)
                        .put("person", person)
                        .build();
                JsonObject answer = node.post("/ack", body);
                Answers.document(output(), answer, "Acknowledged; the sender will have a signed receipt.");
            }
        }
    }

    @Command(name = "export", description = "Write what is held as one STIX bundle, byte for byte as it was written.")
    static final class Export extends OfNode {

        @Option(names = "--channel", description = "Only what is held in this channel.")
        private Optional<String> channel = Optional.empty();

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the bundle is written.")
        private Path out = Path.of("");

        Export(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            Path file = surroundings.folder().resolve(out);
            try (ControlClient node = node();
                    OutputStream sink = Files.newOutputStream(file)) {
                List<String> query =
                        channel.map(value -> List.of("channel", value)).orElse(List.of());
                node.download(ControlClient.with("/export", query), sink);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            output().progress("written to " + file);
        }
    }
}
