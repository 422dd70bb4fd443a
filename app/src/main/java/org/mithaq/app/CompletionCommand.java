// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.Objects;
import org.mithaq.app.cli.Surroundings;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the script that teaches a shell to complete our commands.
@Command(
        name = "completion",
        description = "Print a completion script: eval \"$(mithaq completion bash)\", or the same with zsh.")
final class CompletionCommand implements Runnable {

    /// The shells that the script serves; zsh runs bash's through bashcompinit, which the script loads itself.
    enum Shell {
        bash,
        zsh
    }

    private final Surroundings surroundings;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        Objects.requireNonNull(shell, "picocli demands one");
        surroundings.out().println(AutoComplete.bash("mithaq", spec.root().commandLine()));
        surroundings.out().flush();
    }
}
