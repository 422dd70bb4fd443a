// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.Map;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows what a node would start with, so that a mistake is found before it starts.
@Command(name = "config", description = "Check and show a node's configuration.")
final class ConfigCommand {

    private ConfigCommand() {}

    static CommandLine in(Surroundings surroundings) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new Show(surroundings))
                .addSubcommand(new Example(surroundings));
    }

    @Command(
            name = "show",
            description = "Check the file, the environment and --set, and print the settings that result.")
    static final class Show implements Runnable {

        private final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        Show(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            var answer = new Answer(
                    options.file(surroundings).toString(),
                    options.read(surroundings).settings());
            output.in(surroundings).answer(answer, human -> {
                human.faint("from " + answer.file());
                answer.settings().forEach((key, value) -> human.line(key + ": " + value));
            });
        }

        /// What `--json` shows.
        record Answer(String file, Map<String, String> settings) {}
    }

    @Command(name = "example", description = "Print a configuration file in which every setting is explained.")
    static final class Example implements Runnable {

        private final Surroundings surroundings;

        Example(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            surroundings.out().print(NodeConfig.example());
            surroundings.out().flush();
        }
    }
}
