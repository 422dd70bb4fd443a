// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.mithaq.app.cli.Surroundings;

/// One command line, run in this process with surroundings of its own.
///
/// @param code what the shell would see
/// @param out what a script would read
/// @param err what a person would read beside it
record Run(int code, String out, String err) {

    static Run of(Path folder, String... arguments) {
        return of(folder, Map.of(), false, arguments);
    }

    static Run of(Path folder, Map<String, String> environment, boolean terminal, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings = new Surroundings(new PrintWriter(out), new PrintWriter(err), environment, terminal, folder);
        int code = Commands.in(surroundings).execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
