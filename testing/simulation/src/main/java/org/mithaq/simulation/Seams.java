// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import org.mithaq.charter.MemberId;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.Ledger;

/// Where a test can plant a bug, to see that the simulation finds it.
public interface Seams {

    /// Nothing planted.
    Seams HONEST = new Seams() {};

    /// What a node uses as its ledger.
    default Ledger ledger(Ledger honest) {
        return honest;
    }

    /// What a node uses as its key file.
    default KeyFile keyFile(KeyFile honest) {
        return honest;
    }

    /// Sees each delivery that the network carries.
    default void passes(MemberId to, byte[] delivery) {}

    /// What somebody holds who should hold nothing.
    default List<String> heldOutside() {
        return List.of();
    }
}
