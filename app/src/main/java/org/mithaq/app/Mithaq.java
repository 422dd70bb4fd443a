// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

/// The program.
public final class Mithaq {

    private Mithaq() {}

    public static void main(String[] arguments) {
        System.exit(Commands.in(Surroundings.ofProcess()).execute(arguments));
    }
}
