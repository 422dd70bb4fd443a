// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;

/// What the content of a leaf is (protocol, Leaves). A dispatch with an unknown kind is refused whole.
public enum LeafKind {
    /// The originator's own object, byte for byte as written.
    OBJECT(1),
    /// Another originator's object with its proof ([RelayedObject]).
    RELAYED(2),
    /// The originator takes one leaf back ([RecallStatement]).
    RECALL(3),
    /// One half of the handshake that opens a bilateral channel ([ChannelHandshake]).
    HANDSHAKE(4);

    private final int number;

    LeafKind(int number) {
        this.number = number;
    }

    /// The number on the wire, 16 bits.
    public int number() {
        return number;
    }

    /// Most bytes of a leaf's content: a relayed object has its proof around what another leaf holds.
    public int contentBytesMax() {
        return this == RELAYED ? RelayedObject.BYTES_MAX : Limits.LEAF_BYTES_MAX;
    }

    static LeafKind read(CanonicalReader in) {
        int number = in.u16("leaf.kind");
        for (LeafKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw in.refuse("leaf.kind", "a kind of leaf that this version knows, and not " + number);
    }
}
