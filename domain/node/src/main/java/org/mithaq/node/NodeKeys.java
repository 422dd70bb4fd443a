// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.SealingPrivateKey;

/// The online keys of a node that sign messages and open seals; those of the log and of the witness are their own.
///
/// @param signing signs headers, receipts and statements
/// @param otherSigning signing keys that are about to be in force, or were until just now
/// @param sealing living sealing keys by epoch
public record NodeKeys(
        CompositePrivateKey signing,
        List<CompositePrivateKey> otherSigning,
        SortedMap<Integer, SealingPrivateKey> sealing) {

    public NodeKeys {
        otherSigning = List.copyOf(otherSigning);
        sealing = Collections.unmodifiableSortedMap(new TreeMap<>(sealing));
    }

    /// Of a node with one signing key.
    public NodeKeys(CompositePrivateKey signing, SortedMap<Integer, SealingPrivateKey> sealing) {
        this(signing, List.of(), sealing);
    }
}
