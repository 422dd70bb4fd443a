// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.node.port.Shelf;

/// What [Sealing] has made ready outside the state machine: all that is slow about sending is done.
///
/// @param batches one for each audience and variant
/// @param home objects that stay here, if any
public record Prepared(List<Outgoing> batches, Optional<Shelved> home) {

    public Prepared {
        batches = List.copyOf(batches);
    }

    /// A sealed batch and its copies at rest.
    ///
    /// @param sealed what is sent
    /// @param shelved its leaves at rest
    /// @param atRest manifest, content key and ciphertext under a key of the key store
    /// @param sealingEpochs which sealing key of each recipient it is sealed for
    public record Outgoing(
            SealedBatch sealed,
            Shelved shelved,
            KeyVault.SealedAlone atRest,
            SortedMap<MemberId, Integer> sealingEpochs) {}

    /// Leaves at rest, each under its own key.
    ///
    /// @param batch the sealed bytes
    /// @param rows the STIX objects among them, without number, payload hash and time
    /// @param copies those that have a row by an earlier batch of the same posting
    public record Shelved(Shelf.BatchRow batch, List<Shelf.ObjectRow> rows, List<Copies.Copy> copies) {

        public Shelved {
            rows = List.copyOf(rows);
            copies = List.copyOf(copies);
        }
    }
}
