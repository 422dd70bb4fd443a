// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// Wraps content keys for one recipient: HPKE (RFC 9180) in base mode, single shot, with X-Wing (KEM 0x647A),
/// HKDF-SHA256 (KDF 0x0001) and AES-256-GCM (AEAD 0x0002), `aad` empty.
///
/// Two libraries stand behind it, and each opens what the other sealed. Implementations are safe for many
/// threads. Randomness comes from the library: neither takes a generator, and a repeated one would undo the
/// seal.
public sealed interface HpkeProvider permits ConscryptHpke, BouncyCastleHpke {

    /// Length of the encapsulation, with which a stanza begins.
    int ENCAPSULATION_BYTES = 1120;

    /// Length of the content key in a stanza.
    int CONTENT_KEY_BYTES = 32;

    /// Length of every stanza: encapsulation, content key, tag.
    int STANZA_BYTES = ENCAPSULATION_BYTES + CONTENT_KEY_BYTES + AesGcm.TAG_BYTES;

    /// Seals `contentKey` to `to`: *enc* and *ct* of RFC 9180 §6.1 one after the other.
    ///
    /// @param info what the recipient must state in the same bytes to open it; the caller makes it unambiguous
    /// @param contentKey 32 bytes
    /// @return 1,168 bytes, different at every call
    byte[] wrap(SealingPublicKey to, byte[] info, SecretBytes contentKey);

    /// Opens what some provider wrapped for the public half of `key` under the same `info` (RFC 9180 §6.1).
    ///
    /// @param stanza as it was received, of any length
    /// @return 32 bytes, which the caller destroys
    /// @throws StanzaRejected if it is anything else
    SecretBytes unwrap(SealingPrivateKey key, byte[] info, byte[] stanza);

    /// The fastest that works on this machine: Conscrypt, or Bouncy Castle where Conscrypt has no natives.
    ///
    /// No setting changes the choice; who wants a certain provider makes one.
    static HpkeProvider best() {
        return ConscryptHpke.isAvailable() ? new ConscryptHpke() : new BouncyCastleHpke();
    }
}
