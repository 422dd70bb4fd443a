// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

/// Runs commands on the state machine: by a thread of its own in production, at once in the simulator.
public interface Turns {

    /// Runs `command`, and returns its result once the change is durable.
    ///
    /// @throws RuntimeException what the command threw; nothing was changed then
    <R> R run(Command<R> command);

    /// Runs `command` with the next transaction that has another reason, for what may be lost and made again.
    void whenConvenient(Command<?> command);
}
