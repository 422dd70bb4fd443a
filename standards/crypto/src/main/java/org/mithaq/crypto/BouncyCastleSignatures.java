// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/// Signatures by Bouncy Castle: pure Java, hence everywhere, and the second opinion in tests.
///
/// The same `random` makes the same signatures, so that published vectors and simulations can be replayed.
public final class BouncyCastleSignatures extends SignatureProvider {

    private static final byte[] NO_CONTEXT = {};
    private static final int ED25519_SEED_OFFSET = 32;

    private final SecureRandom random;

    /// @param random draws the 32 bytes `rnd` of each ML-DSA signature (FIPS 204 Algorithm 2); used by several threads
    public BouncyCastleSignatures(SecureRandom random) {
        this.random = random;
    }

    @Override
    public byte[] sign(CompositePrivateKey key, byte[] message) {
        byte[] representative = CompositeScheme.representative(message);
        MLDSAPrivateKeyParameters mlDsa = key.bouncyCastle
                .orMake(() -> new CompositeScheme.BouncyCastlePrivate(CompositeScheme.mlDsaPrivate(key.seedsInPlace())))
                .mlDsa();
        byte[] signature = Arrays.copyOf(
                signMlDsa(mlDsa, CompositeScheme.label(), representative), CompositePublicKey.SIGNATURE_BYTES);
        signEd25519(
                key.seedsInPlace(),
                ED25519_SEED_OFFSET,
                key.publicKey().ed25519Part(),
                representative,
                signature,
                CompositeScheme.ML_DSA_SIGNATURE_BYTES);
        return signature;
    }

    @Override
    public byte[] sign(Ed25519PrivateKey key, byte[] message) {
        byte[] signature = new byte[Ed25519PublicKey.SIGNATURE_BYTES];
        signEd25519(key.seedInPlace(), 0, key.publicKey().bytes(), message, signature, 0);
        return signature;
    }

    @Override
    public byte[] sign(MlDsa44PrivateKey key, byte[] message) {
        MLDSAPrivateKeyParameters expanded = key.bouncyCastle.orMake(
                () -> new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, key.seedInPlace()));
        return signMlDsa(expanded, NO_CONTEXT, message);
    }

    @Override
    boolean accepts(CompositePublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        CompositeScheme.BouncyCastlePublic both = key.bouncyCastle.orMake(() -> new CompositeScheme.BouncyCastlePublic(
                new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, key.mlDsaPart()), point(key.ed25519Part())));
        byte[] representative = CompositeScheme.representative(message);
        byte[] mlDsaSignature = Arrays.copyOf(signature, CompositeScheme.ML_DSA_SIGNATURE_BYTES);
        return acceptsMlDsa(both.mlDsa(), CompositeScheme.label(), representative, mlDsaSignature)
                && acceptsEd25519(both.ed25519(), representative, signature, CompositeScheme.ML_DSA_SIGNATURE_BYTES);
    }

    @Override
    boolean accepts(Ed25519PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        return acceptsEd25519(key.bouncyCastle.orMake(() -> point(key.bytes())), message, signature, 0);
    }

    @Override
    boolean accepts(MlDsa44PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        MLDSAPublicKeyParameters parsed =
                key.bouncyCastle.orMake(() -> new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, key.bytes()));
        return acceptsMlDsa(parsed, NO_CONTEXT, message, signature);
    }

    byte[] signMlDsa(MLDSAPrivateKeyParameters key, byte[] context, byte[] message) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, inContext(new ParametersWithRandom(key, random), context));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("Bouncy Castle could not sign by ML-DSA", e);
        }
    }

    static boolean acceptsMlDsa(MLDSAPublicKeyParameters key, byte[] context, byte[] message, byte[] signature) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, inContext(key, context));
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    private static CipherParameters inContext(CipherParameters key, byte[] context) {
        return new ParametersWithContext(key, context);
    }

    private static void signEd25519(
            byte[] seed, int seedOffset, byte[] publicKey, byte[] message, byte[] signature, int signatureOffset) {
        Ed25519.sign(seed, seedOffset, publicKey, 0, message, 0, message.length, signature, signatureOffset);
    }

    private static boolean acceptsEd25519(PublicPoint key, byte[] message, byte[] signature, int signatureOffset) {
        // This library multiplies by the cofactor (the first equation of RFC 8032 §5.1.7), so it would accept an R with
        // a low-order part; the other equation, which Conscrypt uses, does not. With key and R of prime order the two
        // are the same.
        return Ed25519.validatePublicKeyFull(signature, signatureOffset)
                && Ed25519.verify(signature, signatureOffset, key, message, 0, message.length);
    }

    private static PublicPoint point(byte[] checkedKey) {
        PublicPoint point = Ed25519.validatePublicKeyFullExport(checkedKey, 0);
        if (point == null) {
            throw new IllegalStateException("a key that was checked when it was parsed is no point");
        }
        return point;
    }
}
