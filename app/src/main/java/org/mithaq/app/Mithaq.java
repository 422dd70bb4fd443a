// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Surroundings;

/// The program.
public final class Mithaq {

    private Mithaq() {}

    public static void main(String[] arguments) {
        int code = Commands.in(Surroundings.ofProcess()).execute(arguments);
        // An answer that did not get out is no success: a full disk behind `>`, say. A reader that has had enough
        // (`| head`) is not told apart from it, and need not be.
        if (code == ExitCode.OK.code() && System.out.checkError()) {
            System.err.println("The answer could not be written to standard output.");
            code = ExitCode.REFUSED.code();
        }
        System.exit(code);
    }
}
