// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import org.mithaq.app.cli.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// One node: made, run, looked at, and opened to programs.
@Command(name = "node", description = "Make a node, run it, see how it is, invite, join, and let programs in.")
final class NodeCommand {

    private NodeCommand() {}

    static CommandLine in(Surroundings surroundings) {
        return new CommandLine(new NodeCommand())
                .addSubcommand(new NodeInit(surroundings))
                .addSubcommand(new NodeRun(surroundings))
                .addSubcommand(spoken(new NodeWords(surroundings)))
                .addSubcommand(spoken(new NodeInvite(surroundings)))
                .addSubcommand(new NodeJoin(surroundings))
                .addSubcommand(new NodeRenew(surroundings))
                .addSubcommand(new NodeRecover(surroundings))
                .addSubcommand(NodeStatusCommand.in(surroundings))
                .addSubcommand("token", TokenCommands.in(surroundings));
    }

    /// A command with `--language`, which takes ar as well as AR.
    private static CommandLine spoken(Runnable command) {
        return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
