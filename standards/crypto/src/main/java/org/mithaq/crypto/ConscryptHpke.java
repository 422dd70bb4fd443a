// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import org.conscrypt.HpkeContextRecipient;
import org.conscrypt.HpkeContextSender;

/// HPKE by BoringSSL, through Conscrypt.
public final class ConscryptHpke implements HpkeProvider {

    private static final String SUITE = "XWING/HKDF_SHA256/AES_256_GCM";
    private static final byte[] NO_AAD = {};

    private final Provider provider;

    /// Check [#isAvailable] first.
    public ConscryptHpke() {
        this.provider = NativeCrypto.provider()
                .orElseThrow(() -> new IllegalStateException("Conscrypt has no native code for this machine"));
    }

    /// Whether Conscrypt has native code for this machine and it loads.
    public static boolean isAvailable() {
        return NativeCrypto.provider().isPresent();
    }

    @Override
    public byte[] wrap(SealingPublicKey to, byte[] info, SecretBytes contentKey) {
        Stanza.requireContentKey(contentKey);
        try {
            HpkeContextSender sender = HpkeContextSender.getInstance(SUITE, provider);
            sender.init(to.conscryptKey(), info);
            byte[] sealedKey = sender.seal(contentKey.revealSecret(), NO_AAD);
            return new Stanza(sender.getEncapsulated(), sealedKey).joined();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt did not seal to a key that was checked at enrolment", e);
        }
    }

    @Override
    public SecretBytes unwrap(SealingPrivateKey key, byte[] info, byte[] stanza) {
        Stanza parts = Stanza.parse(stanza);
        try {
            HpkeContextRecipient recipient = HpkeContextRecipient.getInstance(SUITE, provider);
            setUp(recipient, key, info, parts);
            return SecretBytes.handOver(recipient.open(parts.sealedKey(), NO_AAD));
        } catch (GeneralSecurityException e) {
            throw new StanzaRejected("RFC 9180 §5.2", "the stanza does not open under this key and info", e);
        }
    }

    private static void setUp(HpkeContextRecipient recipient, SealingPrivateKey key, byte[] info, Stanza parts)
            throws GeneralSecurityException {
        var secret = key.conscryptKey();
        try {
            recipient.init(parts.encapsulation(), secret, info);
        } catch (RuntimeException e) {
            // Conscrypt reports BoringSSL's refusal of an X25519 share of small order in this way.
            throw new StanzaRejected("RFC 9180 §4.1", "the encapsulation was refused", e);
        }
    }
}
