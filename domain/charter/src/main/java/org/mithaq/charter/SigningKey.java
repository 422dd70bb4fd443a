// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.CompositePublicKey;

/// The online key by which a member signs dispatches, receipts and votes (Charter 1.5).
///
/// @param epoch counts the member's signing keys, from 1
/// @param key checked when it was read
public record SigningKey(int epoch, CompositePublicKey key) {

    public SigningKey {
        Bounds.fromOne(epoch, CharterClause.KEYS, "signing epoch");
    }
}
