// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mithaq.app.control.ControlClient;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tokens, quarantine and evidence of a running node.
final class DeskCommands {

    private DeskCommands() {}

    /// Tokens that let programs in.
    @Command(
            name = "token",
            description = "Let a program in: make a token, shown once; with --list or --revoke, look after them.")
    static final class Token extends ObjectCommands.OfNode {

        @Parameters(arity = "0..1", defaultValue = "", paramLabel = "NAME", description = "A name for it.")
        private String name = "";

        @Option(
                names = "--scope",
                defaultValue = "taxii:read",
                split = ",",
                description = "What it may do: taxii:read, taxii:write (default: ${DEFAULT-VALUE}).")
        private List<String> scopes = List.of();

        @Option(names = "--list", description = "List the tokens that there are.")
        private boolean list;

        @Option(names = "--revoke", description = "Revoke the token NAME.")
        private boolean revoke;

        Token(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            try (ControlClient node = node()) {
                if (list) {
                    list(node.get("/tokens"));
                } else if (name.isEmpty()) {
                    throw new CommandRefused(ExitCode.USAGE, "Give the token a name: mithaq node token NAME");
                } else if (revoke) {
                    JsonObject body = JsonObject.builder().put("name", name).build();
                    Answers.document(output(), node.post("/tokens/revoke", body), "Revoked: " + name);
                } else {
                    issue(node);
                }
            }
        }

        private void issue(ControlClient node) {
            JsonObject body =
                    JsonObject.builder().put("name", name).put("scopes", scopes).build();
            JsonObject answer = node.post("/tokens", body);
            output().answer(answer, human -> {
                human.line(answer.string("secret").orElse(""));
                human.faint("This is the only time that it is shown; only a hash of it is kept. As a password, it goes"
                        + " with the user name " + name + ".");
            });
        }

        private void list(JsonObject answer) {
            output().answer(
                            answer,
                            human -> each(
                                    answer,
                                    "tokens",
                                    token -> human.line("%s: %s"
                                            .formatted(
                                                    token.string("name").orElse(""),
                                                    String.join(
                                                            ", ",
                                                            token.strings("scopes")
                                                                    .orElse(List.of()))))));
        }
    }

    private interface Line {
        void show(JsonObject row);
    }

    private static void each(JsonObject answer, String name, Line line) {
        answer.array(name)
                .orElseGet(JsonArray::of)
                .forEach(value -> value.asObject().ifPresent(line::show));
    }

    /// The quarantine: refused input that is kept.
    @Command(name = "quarantine", description = "Refused input, which is kept: list, show, retry, export.")
    static final class Quarantine {

        private Quarantine() {}

        static CommandLine in(Surroundings surroundings) {
            return new CommandLine(new Quarantine())
                    .addSubcommand(new ListAll(surroundings))
                    .addSubcommand(new Show(surroundings))
                    .addSubcommand(new Retry(surroundings))
                    .addSubcommand(new Export(surroundings));
        }
    }

    @Command(name = "list", description = "List what was refused, and why.")
    static final class ListAll extends ObjectCommands.OfNode {

        ListAll(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            try (ControlClient node = node()) {
                JsonObject answer = node.get("/quarantine");
                output().answer(
                                answer,
                                human -> each(
                                        answer,
                                        "quarantine",
                                        row -> human.line("%d  %s  %s"
                                                .formatted(
                                                        row.integer("number").orElse(0),
                                                        row.string("source").orElse(""),
                                                        row.string("reason").orElse("")))));
            }
        }
    }

    @Command(name = "show", description = "Show the exact bytes of one refused input.")
    static final class Show extends ObjectCommands.OfNode {

        @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
        private long number;

        Show(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            try (ControlClient node = node()) {
                String text = new String(node.bytes("/quarantine/" + number), StandardCharsets.UTF_8);
                JsonObject answer = JsonObject.builder()
                        .put("number", number)
                        .put("text", text)
                        .build();
                output().answer(answer, human -> human.line(text));
            }
        }
    }

    @Command(name = "retry", description = "Read one again; what is accepted now is kept, and leaves quarantine.")
    static final class Retry extends ObjectCommands.OfNode {

        @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
        private long number;

        Retry(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            try (ControlClient node = node()) {
                JsonObject answer = node.post("/quarantine/" + number + "/retry", JsonObject.empty());
                Answers.document(output(), answer, "Accepted this time, and kept here.");
            }
        }
    }

    @Command(name = "export", description = "Write the exact bytes of one refused input to a file.")
    static final class Export extends ObjectCommands.OfNode {

        @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
        private long number;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to.")
        private Path out = Path.of("");

        Export(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            write(this, "/quarantine/" + number, out);
        }
    }

    /// The proof of one object, as a file that anyone can verify.
    @Command(name = "evidence", description = "Write the proof of one object: who wrote it, when, and in which log.")
    static final class Evidence extends ObjectCommands.OfNode {

        @Parameters(paramLabel = "NUMBER", description = "The object's number here.")
        private long number;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to.")
        private Path out = Path.of("");

        Evidence(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            write(this, "/evidence/" + number, out);
        }
    }

    private static void write(ObjectCommands.OfNode command, String path, Path out) {
        Path file = command.surroundings.folder().resolve(out);
        try (ControlClient node = command.node()) {
            Files.write(file, node.bytes(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        command.output().progress("written to " + file);
    }
}
