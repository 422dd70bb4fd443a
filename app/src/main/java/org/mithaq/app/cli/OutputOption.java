// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.cli;

import picocli.CommandLine.Option;

/// The `--json` of every command that answers something; a picocli mixin.
public final class OutputOption {

    @Option(names = "--json", description = "Answer with one JSON document on one line, for scripts.")
    private boolean json;

    public Output in(Surroundings surroundings) {
        return new Output(surroundings, json);
    }
}
