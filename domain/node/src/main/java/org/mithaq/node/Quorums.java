// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.LogCheck;

/// Whether checkpoints carry a quorum of cosignatures (Charter 6.4). A log shows the same checkpoint with many
/// dispatches: what was verified is remembered for a while. Safe for threads.
final class Quorums {

    private static final int REMEMBERED_MAX = 256;

    private final LivingCharter charter;
    private final LogCheck logs;
    private final Map<Key, Boolean> known = new LinkedHashMap<>();

    /// A rotation changes which cosignatures count, and no state's hash.
    private record Key(Hash note, MemberId owner, CharterState state) {}

    Quorums(LivingCharter charter, LogCheck logs) {
        this.charter = charter;
        this.logs = logs;
    }

    /// Whether the witnesses on `note` are enough.
    ///
    /// @param owner whose log it is: never its own witness
    /// @throws org.mithaq.exchange.DoorRejected if a known key's cosignature does not verify
    boolean has(byte[] note, MemberId owner) {
        CharterState state = charter.now();
        Key key = new Key(Hash.of(note), owner, state);
        synchronized (known) {
            Optional<Boolean> before = Optional.ofNullable(known.get(key));
            if (before.isPresent()) {
                return before.get();
            }
        }
        boolean enough = logs.witnesses(note, state, owner).size() >= state.witnessQuorum();
        synchronized (known) {
            if (known.size() >= REMEMBERED_MAX) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(key, enough);
        }
        return enough;
    }
}
