// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.SealingPublicKey;

/// The online key to which content is sealed for a member (Charter 1.5).
///
/// @param epoch counts the member's sealing keys, from 1
/// @param key checked when it was read
public record SealingKey(int epoch, SealingPublicKey key) {

    public SealingKey {
        Bounds.fromOne(epoch, CharterClause.KEYS, "sealing epoch");
    }
}
