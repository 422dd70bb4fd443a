// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.security.SecureRandom;
import org.mithaq.crypto.Hash;

/// Names one dispatch of one sender: 32 random bytes (protocol, Header). Two senders may use the same; one may not.
///
/// @param value the bytes, in the type for 32 bytes, though they are no hash
public record DispatchId(Hash value) {

    /// A fresh id.
    public static DispatchId random(SecureRandom random) {
        byte[] bytes = new byte[Hash.LENGTH_BYTES];
        random.nextBytes(bytes);
        return new DispatchId(Hash.wrap(bytes));
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
