// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

/// The node's process dies here. An error, so that nothing in the node can go on after it.
final class Crashed extends Error {

    private static final long serialVersionUID = 1L;

    Crashed() {
        super("the process dies", null, false, false);
    }
}
