// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EncodedKeySpec;

/// Signatures by Conscrypt, which is BoringSSL: the fastest, where it has native code. Draws its own randomness.
public final class ConscryptSignatures extends SignatureProvider {

    private static final String COMPOSITE = "MLDSA65-Ed25519-SHA512";
    private static final String ED25519 = "Ed25519";
    private static final String ML_DSA_44 = "ML-DSA-44";

    private final Provider provider;

    /// @throws IllegalStateException where [#isAvailable] says no
    public ConscryptSignatures() {
        provider = NativeCrypto.provider()
                .orElseThrow(() -> new IllegalStateException("Conscrypt has no native code for this machine"));
    }

    /// Whether Conscrypt has native code for this machine and it loads.
    public static boolean isAvailable() {
        return NativeCrypto.provider().isPresent();
    }

    @Override
    public byte[] sign(CompositePrivateKey key, byte[] message) {
        return sign(COMPOSITE, key.conscrypt.orMake(() -> privateKey(COMPOSITE, key.seedsInPlace())), message);
    }

    @Override
    public byte[] sign(Ed25519PrivateKey key, byte[] message) {
        return sign(ED25519, key.conscrypt.orMake(() -> privateKey(ED25519, key.seedInPlace())), message);
    }

    @Override
    public byte[] sign(MlDsa44PrivateKey key, byte[] message) {
        return sign(ML_DSA_44, key.conscrypt.orMake(() -> privateKey(ML_DSA_44, key.seedInPlace())), message);
    }

    @Override
    boolean accepts(CompositePublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        return accepts(COMPOSITE, key.conscrypt.orMake(() -> publicKey(COMPOSITE, key.bytes())), message, signature);
    }

    @Override
    boolean accepts(Ed25519PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        return accepts(ED25519, key.conscrypt.orMake(() -> publicKey(ED25519, key.bytes())), message, signature);
    }

    @Override
    boolean accepts(MlDsa44PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        return accepts(ML_DSA_44, key.conscrypt.orMake(() -> publicKey(ML_DSA_44, key.bytes())), message, signature);
    }

    private byte[] sign(String algorithm, PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(algorithm, provider);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt could not sign by " + algorithm, e);
        }
    }

    private boolean accepts(String algorithm, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm, provider);
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    private PrivateKey privateKey(String algorithm, byte[] seed) {
        try {
            return KeyFactory.getInstance(algorithm, provider).generatePrivate(new RawKey(seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt could not read a seed of " + algorithm, e);
        }
    }

    private PublicKey publicKey(String algorithm, byte[] bytes) {
        try {
            return KeyFactory.getInstance(algorithm, provider).generatePublic(new RawKey(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt could not read a public key of " + algorithm, e);
        }
    }

    /// What Conscrypt takes for a key without ASN.1 around it: any encoded key whose format is called "raw".
    private static final class RawKey extends EncodedKeySpec {
        RawKey(byte[] bytes) {
            super(bytes);
        }

        @Override
        public String getFormat() {
            return "raw";
        }
    }
}
