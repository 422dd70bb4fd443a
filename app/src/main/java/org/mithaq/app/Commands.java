// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.app.bench.BenchCommand;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/// Every command of the program, in one place. To add one, write a class and name it here.
final class Commands {

    private Commands() {}

    static CommandLine in(Surroundings surroundings) {
        var root = new CommandLine(new Root());
        root.addSubcommand("demo", new DemoCommand(surroundings));
        root.addSubcommand("node", NodeCommand.in(surroundings));
        root.addSubcommand(ImportCommand.in(surroundings));
        ObjectCommands.in(surroundings).forEach(root::addSubcommand);
        root.addSubcommand("channel", DeskCommands.channel(surroundings));
        root.addSubcommand("quarantine", DeskCommands.quarantine(surroundings));
        root.addSubcommand("media", MediaCommands.in(surroundings));
        root.addSubcommand("verify", new VerifyCommand(surroundings));
        root.addSubcommand("log", LogCommand.in(surroundings));
        root.addSubcommand("backup", new BackupCommands.Take(surroundings));
        root.addSubcommand("restore", new BackupCommands.Bring(surroundings));
        root.addSubcommand("charter", CharterCommand.in(surroundings));
        root.addSubcommand("keys", KeysCommand.in(surroundings));
        root.addSubcommand("config", ConfigCommand.in(surroundings));
        root.addSubcommand(
                "bench",
                BenchCommand.in(surroundings, (where, arguments) -> in(where).execute(arguments)));
        root.addSubcommand("completion", new CompletionCommand(surroundings));
        root.addSubcommand("help", new CommandLine.HelpCommand());
        return dressed(root, surroundings);
    }

    @Command(
            name = "mithaq",
            description = "A node for organisations that share threat intelligence and trust each other"
                    + " only as far as they must.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "From a checkout, `mithaq test` runs every test of the project, `mithaq simulate` plays federations in"
                        + " which everything goes wrong, `mithaq fuzz` tries to break every parser, and"
                        + " `mithaq package` makes an archive that runs a node without a checkout, JDK or Maven."
            })
    static final class Root {}

    private static CommandLine dressed(CommandLine root, Surroundings surroundings) {
        root.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(surroundings.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpAutoWidth(surroundings.terminal())
                .setParameterExceptionHandler(Refusals::usage)
                .setExecutionExceptionHandler((thrown, command, parsed) -> Refusals.explain(thrown, surroundings));
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.table());
        root.getSubcommands().values().forEach(Commands::everyCommand);
        return root;
    }

    /// Help for each command, however deep: nobody has to remember to ask for it. The exit codes are the same for all,
    /// and stand in one place.
    private static void everyCommand(CommandLine command) {
        var spec = command.getCommandSpec();
        if (!spec.helpCommand()) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help message and exit.")
                    .build());
        }
        List<String> footer = new ArrayList<>(List.of(spec.usageMessage().footer()));
        footer.addAll(List.of("", "Exit codes: mithaq --help"));
        spec.usageMessage().footer(footer.toArray(String[]::new));
        command.getSubcommands().values().forEach(Commands::everyCommand);
    }
}
