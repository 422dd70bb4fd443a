// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import org.mithaq.crypto.Hash;

/// The identifiers of TAXII: UUIDs of version 4 (TAXII 2.1 §2).
final class Identifiers {

    private Identifiers() {}

    static UUID random(SecureRandom random) {
        return version4(random.nextLong(), random.nextLong());
    }

    /// The one that follows from a hash, so that it is the same after every start: RFC 4122 §4.4 lets the free bits be
    /// pseudo-random.
    static UUID of(Hash hash) {
        ByteBuffer bits = ByteBuffer.wrap(hash.bytes());
        return version4(bits.getLong(), bits.getLong());
    }

    private static UUID version4(long high, long low) {
        return new UUID((high & 0xffffffffffff0fffL) | 0x4000L, (low & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }
}
