// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.function.Consumer;
import java.util.function.Function;

/// Everything that a node must not forget, the keys apart ([KeyFile]).
///
/// One writer at a time, any number of readers beside it.
public interface Ledger extends AutoCloseable {

    /// Runs `work` in one transaction and commits it. When this returns, the changes survive power loss; when it
    /// throws, none of them was made, or (if the failure came in committing) all or none.
    ///
    /// @param work runs once, on the calling thread; what it throws passes through after the roll-back
    /// @throws StorageFailed if the medium refuses, as when the disk is full; reading goes on
    void write(Consumer<Tables> work);

    /// Runs `work` on one unchanging snapshot of what was committed. Writing through these tables throws.
    ///
    /// @throws StorageFailed if the medium cannot be read
    <T> T read(Function<Tables, T> work);

    /// Forces what was deleted out of the write-ahead log and the free pages (protocol, Recall).
    void scrub();

    @Override
    void close();

    /// The rooms of the ledger, within one transaction.
    interface Tables {

        /// Settings, acts, channels and tokens.
        Registry registry();

        /// Objects and the batches that their sealed bytes lie in.
        Shelf shelf();

        /// Dispatches that this node sent, and to whom.
        Outbox outbox();

        /// Dispatches that came here, and what was answered.
        Inbox inbox();

        /// This node's own log, and what it knows of others'.
        LogBook log();

        /// Input that was refused and kept.
        Quarantine quarantine();

        /// What an operator should look at.
        Alarms alarms();
    }
}
