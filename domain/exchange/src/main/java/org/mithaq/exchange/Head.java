// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// The last number that was used in one line of numbering, and for what.
///
/// @param sequence the last number; 0 where none was used yet
/// @param payloadHash payload hash of the dispatch with that number; 32 zero bytes where there is none
public record Head(long sequence, Hash payloadHash) {

    /// Before the first.
    public static final Head NONE = new Head(0, Hash.ZERO);

    public Head {
        if (sequence < 0 || sequence > Limits.SEQUENCE_MAX || (sequence == 0) != payloadHash.equals(Hash.ZERO)) {
            throw new IllegalArgumentException("a head of number 0 has no dispatch, every other up to 2^62 has one");
        }
    }

    void write(CanonicalWriter out) {
        out.u64(sequence).hash(payloadHash);
    }

    static Head read(CanonicalReader in) {
        long sequence = in.u64("head.sequence");
        if (sequence > Limits.SEQUENCE_MAX) {
            throw in.refuse("head.sequence", "at most " + Limits.SEQUENCE_MAX);
        }
        Hash payloadHash = in.hash("head.payloadHash");
        if ((sequence == 0) != payloadHash.equals(Hash.ZERO)) {
            throw in.refuse("head.payloadHash", "32 zero bytes for sequence 0 and for no other");
        }
        return new Head(sequence, payloadHash);
    }
}
