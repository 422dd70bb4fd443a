// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

/// One change to a node. Runs alone, within a transaction that it may share with others.
///
/// It reads and writes through its turn and does nothing else: it never waits, and a command that throws leaves no
/// trace.
///
/// @param <R> what the caller learns once the change is durable
@FunctionalInterface
public interface Command<R> {

    /// Makes the change.
    ///
    /// @param turn the node's state, its tables and the time of this transaction
    R run(Turn turn);
}
