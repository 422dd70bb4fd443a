// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import org.mithaq.app.cli.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// One node: made, run, looked at, and opened to programs.
@Command(name = "node", description = "Make a node, run it, see how it is, and let programs in.")
final class NodeCommand {

    private NodeCommand() {}

    static CommandLine in(Surroundings surroundings) {
        return new CommandLine(new NodeCommand())
                .addSubcommand(new NodeInit(surroundings))
                .addSubcommand(new NodeRun(surroundings))
                .addSubcommand(NodeStatusCommand.in(surroundings))
                .addSubcommand("token", TokenCommands.in(surroundings));
    }
}
