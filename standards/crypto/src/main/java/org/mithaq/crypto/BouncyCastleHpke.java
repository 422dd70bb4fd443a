// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

/// HPKE by Bouncy Castle, in Java alone.
public final class BouncyCastleHpke implements HpkeProvider {

    private static final byte[] NO_AAD = {};

    /// Works on every machine.
    public BouncyCastleHpke() {}

    @Override
    public byte[] wrap(SealingPublicKey to, byte[] info, SecretBytes contentKey) {
        Stanza.requireContentKey(contentKey);
        try {
            HPKEContextWithEncapsulation sender = suite().setupBaseS(to.bouncyCastleKey(), info);
            byte[] sealedKey = sender.seal(NO_AAD, contentKey.revealSecret());
            return new Stanza(sender.getEncapsulation(), sealedKey).joined();
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("Bouncy Castle did not seal to a key that was checked at enrolment", e);
        }
    }

    @Override
    public SecretBytes unwrap(SealingPrivateKey key, byte[] info, byte[] stanza) {
        Stanza parts = Stanza.parse(stanza);
        HPKEContext recipient = setUp(key, info, parts);
        try {
            return SecretBytes.handOver(recipient.open(NO_AAD, parts.sealedKey()));
        } catch (InvalidCipherTextException e) {
            throw new StanzaRejected("RFC 9180 §5.2", "the stanza does not open under this key and info", e);
        }
    }

    private static HPKEContext setUp(SealingPrivateKey key, byte[] info, Stanza parts) {
        var keys = key.bouncyCastleKeys();
        try {
            return suite().setupBaseR(parts.encapsulation(), keys, info);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Bouncy Castle reports an X25519 share of small order in this way.
            throw new StanzaRejected("RFC 9180 §4.1", "the encapsulation was refused", e);
        }
    }

    /// A fresh one each time: it holds digests, which threads must not share.
    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
