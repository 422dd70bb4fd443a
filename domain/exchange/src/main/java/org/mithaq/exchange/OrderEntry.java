// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// Which number a dispatch has for one recipient, and which stanza is meant for it (protocol, Order).
///
/// @param salt 32 random bytes, so that nobody else can guess the entry
/// @param key the line of numbering
/// @param sequence from 1, without gaps, at most [Limits#SEQUENCE_MAX]
/// @param previous payload hash of the dispatch with the same key and the number before; 32 zero bytes for the first
/// @param stanzaHash hash of this recipient's stanza, so that nobody can re-wrap for an outsider
public record OrderEntry(Hash salt, OrderKey key, long sequence, Hash previous, Hash stanzaHash) {

    public OrderEntry {
        if (sequence < 1 || sequence > Limits.SEQUENCE_MAX) {
            throw new IllegalArgumentException("sequence numbers start at 1 and end at " + Limits.SEQUENCE_MAX);
        }
        if ((sequence == 1) != previous.equals(Hash.ZERO)) {
            throw new IllegalArgumentException("the first of a stream has no previous, and every other has one");
        }
    }

    Hash hash() {
        CanonicalWriter out = new CanonicalWriter(192);
        write(out);
        return Labels.ORDER_LEAF.hash(out.toByteArray());
    }

    void write(CanonicalWriter out) {
        out.hash(salt);
        key.write(out);
        out.u64(sequence).hash(previous).hash(stanzaHash);
    }

    static OrderEntry read(CanonicalReader in) {
        Hash salt = in.hash("order.salt");
        OrderKey key = OrderKey.read(in);
        long sequence = in.u64("order.sequence");
        if (sequence > Limits.SEQUENCE_MAX) {
            throw in.refuse("order.sequence", "at most " + Limits.SEQUENCE_MAX);
        }
        Hash previous = in.hash("order.previous");
        if (sequence < 1 || (sequence == 1) != previous.equals(Hash.ZERO)) {
            throw in.refuse("order.previous", "32 zero bytes for sequence 1 and for no other");
        }
        return new OrderEntry(salt, key, sequence, previous, in.hash("order.stanzaHash"));
    }

    /// Hash of a stanza as it stands in the entry.
    static Hash hashOfStanza(byte[] stanza) {
        return Labels.STANZA.hash(stanza);
    }
}
