// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.SealingPrivateKey;

/// The online keys of a node that sign messages and open seals; those of the log and of the witness are their own.
///
/// @param signing signs headers, receipts and statements
/// @param sealing living sealing keys by epoch
public record NodeKeys(CompositePrivateKey signing, SortedMap<Integer, SealingPrivateKey> sealing) {

    public NodeKeys {
        sealing = Collections.unmodifiableSortedMap(new TreeMap<>(sealing));
    }
}
