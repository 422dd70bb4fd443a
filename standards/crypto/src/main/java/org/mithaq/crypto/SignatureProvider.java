// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/// Makes and checks signatures. Thread-safe; one for the whole program is enough.
///
/// Every provider gives the same verdict on the same bytes: lengths and [Ed25519Strict] are checked here, before any
/// library, and what a library throws at is an invalid signature. Composite and ML-DSA signatures are randomised (FIPS
/// 204 §3.4), so two signatures over one message differ, and somebody who holds two can make a third out of their
/// halves: a signature is never a name for anything.
public abstract sealed class SignatureProvider permits ConscryptSignatures, BouncyCastleSignatures {

    SignatureProvider() {}

    /// The fastest provider that works on this machine: Conscrypt where it has native code, else Bouncy Castle.
    ///
    /// No setting changes the choice; who wants a certain provider makes one.
    public static SignatureProvider best() {
        return ConscryptSignatures.isAvailable()
                ? new ConscryptSignatures()
                : new BouncyCastleSignatures(new SecureRandom());
    }

    /// A signature of 3,373 bytes by `id-MLDSA65-Ed25519-SHA512` with the empty context.
    public abstract byte[] sign(CompositePrivateKey key, byte[] message);

    /// A signature of 64 bytes by Ed25519 (RFC 8032 §5.1.6); always the same for one key and message.
    public abstract byte[] sign(Ed25519PrivateKey key, byte[] message);

    /// A signature of 2,420 bytes by ML-DSA-44 (FIPS 204 Algorithm 2) with the empty context.
    public abstract byte[] sign(MlDsa44PrivateKey key, byte[] message);

    /// Whether `signature` is one by `key` over `message`: both halves valid (the draft's *Verify*).
    ///
    /// @param signature whatever came from outside; of any other length than 3,373 bytes it is invalid
    public final boolean verify(CompositePublicKey key, byte[] message, byte[] signature) {
        return signature.length == CompositePublicKey.SIGNATURE_BYTES
                && Ed25519Strict.admitsSignature(signature, CompositeScheme.ML_DSA_SIGNATURE_BYTES)
                && withoutException(() -> accepts(key, message, signature));
    }

    /// Whether `signature` is one by `key` over `message` (RFC 8032 §5.1.7, by the rules of [Ed25519Strict]).
    ///
    /// @param signature whatever came from outside; of any other length than 64 bytes it is invalid
    public final boolean verify(Ed25519PublicKey key, byte[] message, byte[] signature) {
        return signature.length == Ed25519PublicKey.SIGNATURE_BYTES
                && Ed25519Strict.admitsSignature(signature, 0)
                && withoutException(() -> accepts(key, message, signature));
    }

    /// Whether `signature` is one by `key` over `message` with the empty context (FIPS 204 Algorithm 3).
    ///
    /// @param signature whatever came from outside; of any other length than 2,420 bytes it is invalid
    public final boolean verify(MlDsa44PublicKey key, byte[] message, byte[] signature) {
        return signature.length == MlDsa44PublicKey.SIGNATURE_BYTES
                && withoutException(() -> accepts(key, message, signature));
    }

    abstract boolean accepts(CompositePublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException;

    abstract boolean accepts(Ed25519PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException;

    abstract boolean accepts(MlDsa44PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException;

    private static boolean withoutException(Verification verification) {
        try {
            return verification.holds();
        } catch (GeneralSecurityException | RuntimeException e) {
            // Libraries differ in what they throw at; none of it may look different from "invalid" to the caller.
            return false;
        }
    }

    private interface Verification {
        boolean holds() throws GeneralSecurityException;
    }
}
