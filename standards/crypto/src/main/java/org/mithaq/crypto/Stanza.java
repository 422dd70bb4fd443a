// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.util.Arrays;

/// A stanza taken apart: *enc* and *ct* of RFC 9180 §6.1, of the lengths that the one suite gives them.
final class Stanza {

    private final byte[] encapsulation;
    private final byte[] sealedKey;

    /// Takes over both parts.
    Stanza(byte[] encapsulation, byte[] sealedKey) {
        this.encapsulation = encapsulation;
        this.sealedKey = sealedKey;
    }

    /// Splits what was received.
    ///
    /// @throws StanzaRejected unless there are exactly [HpkeProvider#STANZA_BYTES]
    static Stanza parse(byte[] stanza) {
        if (stanza.length != HpkeProvider.STANZA_BYTES) {
            throw new StanzaRejected(
                    "RFC 9180 §7.1",
                    "a stanza of this suite has %d bytes, not %d".formatted(HpkeProvider.STANZA_BYTES, stanza.length));
        }
        return new Stanza(
                Arrays.copyOf(stanza, HpkeProvider.ENCAPSULATION_BYTES),
                Arrays.copyOfRange(stanza, HpkeProvider.ENCAPSULATION_BYTES, stanza.length));
    }

    /// *enc*: what was encapsulated for the recipient. Not a copy.
    byte[] encapsulation() {
        return encapsulation;
    }

    /// *ct*: the content key under the key that follows from *enc*. Not a copy.
    byte[] sealedKey() {
        return sealedKey;
    }

    /// The two parts as one stanza.
    byte[] joined() {
        byte[] joined = Arrays.copyOf(encapsulation, encapsulation.length + sealedKey.length);
        System.arraycopy(sealedKey, 0, joined, encapsulation.length, sealedKey.length);
        return joined;
    }

    /// Refuses to wrap anything but a content key, before a library sees it.
    static void requireContentKey(SecretBytes contentKey) {
        if (contentKey.length() != HpkeProvider.CONTENT_KEY_BYTES) {
            throw new IllegalArgumentException("a content key has %d bytes, not %d"
                    .formatted(HpkeProvider.CONTENT_KEY_BYTES, contentKey.length()));
        }
    }
}
