// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// A command that asks something of a running node: a line of a table (such as [ObjectCommands]), not a class.
final class Ask implements Runnable {

    private final Surroundings surroundings;
    private final List<Field> fields;
    private final Asking asking;
    private final ConfigOptions options = new ConfigOptions();
    private final OutputOption output = new OutputOption();
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private Ask(Surroundings surroundings, List<Field> fields, Asking asking) {
        this.surroundings = surroundings;
        this.fields = fields;
        this.asking = asking;
    }

    /// Does what the command is for.
    interface Asking {
        void ask(Asked asked, ControlClient node);
    }

    /// Makes the command.
    ///
    /// @param purpose a sentence for the help
    /// @param fields what it asks its user for, in the order of the parameters
    static CommandLine command(
            Surroundings surroundings, String name, String purpose, List<Field> fields, Asking asking) {
        CommandLine command = writing(surroundings, name, purpose, fields, asking);
        Ask ask = command.getCommand();
        ask.spec.addMixin("output", CommandSpec.forAnnotatedObject(ask.output));
        return command;
    }

    /// Makes a command that writes bytes as they are, and answers nothing.
    static CommandLine writing(
            Surroundings surroundings, String name, String purpose, List<Field> fields, Asking asking) {
        Ask ask = new Ask(surroundings, List.copyOf(fields), asking);
        ask.spec.name(name).usageMessage().description(purpose);
        ask.fields.forEach(field -> field.addTo(ask.spec));
        ask.spec.addMixin("node", CommandSpec.forAnnotatedObject(ask.options));
        return new CommandLine(ask.spec);
    }

    /// Makes a command that does nothing but hold others.
    static CommandLine group(String name, String purpose, List<CommandLine> commands) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(purpose);
        CommandLine group = new CommandLine(spec);
        commands.forEach(each -> group.addSubcommand(each.getCommandName(), each));
        return group;
    }

    @Override
    public void run() {
        try (ControlClient node =
                ControlClient.of(new NodeHome(options.read(surroundings).home()))) {
            asking.ask(new Asked(this), node);
        }
    }

    private Optional<Object> value(Field field) {
        ArgSpec argument = switch (field.kind()) {
            case ONE, SEVERAL ->
                spec.positionalParameters().stream()
                        .filter(each -> each.descriptionKey().equals(field.name()))
                        .findFirst()
                        .orElseThrow();
            case REQUIRED, OPTIONAL, WHOLE, REPEATED, FLAG -> spec.findOption("--" + field.name());
        };
        return Optional.ofNullable(argument.getValue());
    }

    /// What the user has given.
    static final class Asked {

        private final Ask ask;

        private Asked(Ask ask) {
            this.ask = ask;
        }

        Surroundings surroundings() {
            return ask.surroundings;
        }

        Output output() {
            return ask.output.in(ask.surroundings);
        }

        /// What the node is configured as.
        NodeConfig config() {
            return ask.options.read(ask.surroundings);
        }

        /// The value of the field with that name, if it was given.
        Optional<String> text(String name) {
            return value(name).map(Object::toString);
        }

        /// The value of a field that cannot be absent.
        String required(String name) {
            return text(name).orElseThrow();
        }

        boolean flag(String name) {
            return value(name).map(Boolean.TRUE::equals).orElse(false);
        }

        /// All values of the field with that name.
        List<String> all(String name) {
            return value(name).map(Asked::strings).orElse(List.of());
        }

        private Optional<Object> value(String name) {
            return ask.fields.stream()
                    .filter(field -> field.name().equals(name))
                    .findFirst()
                    .flatMap(ask::value);
        }

        private static List<String> strings(Object value) {
            return value instanceof List<?> list
                    ? list.stream().map(Object::toString).toList()
                    : List.of(value.toString());
        }

        /// Everything that was given, as the body of a request.
        JsonObject body() {
            JsonObject.Builder body = JsonObject.builder();
            for (Field field : ask.fields) {
                ask.value(field).ifPresent(value -> {
                    switch (value) {
                        case Boolean flag -> body.put(field.member(), flag);
                        case Long whole -> body.put(field.member(), whole);
                        case List<?> list -> body.put(field.member(), strings(list));
                        default -> body.put(field.member(), value.toString());
                    }
                });
            }
            return body.build();
        }

        /// Of `fields`, everything that was given, as names and values of a query.
        List<String> query(List<Field> fields) {
            List<String> query = new ArrayList<>();
            for (Field field : fields) {
                ask.value(field)
                        .filter(value -> !Boolean.FALSE.equals(value))
                        .ifPresent(value ->
                                strings(value).forEach(each -> query.addAll(List.of(field.member(), each))));
            }
            return query;
        }
    }
}
