// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/// The constants and the message representative of `id-MLDSA65-Ed25519-SHA512`, for the provider that has the two
/// halves and not the whole.
final class CompositeScheme {

    /// Length of an ML-DSA-65 signature in bytes (FIPS 204 table 2).
    static final int ML_DSA_SIGNATURE_BYTES = 3309;

    /// *Prefix* of the draft's section "Prefix, Label, and CTX".
    private static final byte[] PREFIX = "CompositeAlgorithmSignatures2025".getBytes(StandardCharsets.US_ASCII);

    /// *Label* of this algorithm; also the context of the ML-DSA half.
    private static final byte[] LABEL = "COMPSIG-MLDSA65-Ed25519-SHA512".getBytes(StandardCharsets.US_ASCII);

    private static final int SEED_BYTES = 32;

    /// Both halves of a public key as Bouncy Castle works with them.
    record BouncyCastlePublic(MLDSAPublicKeyParameters mlDsa, PublicPoint ed25519) {}

    /// The ML-DSA half of a private key, expanded, as Bouncy Castle works with it.
    record BouncyCastlePrivate(MLDSAPrivateKeyParameters mlDsa) {}

    private CompositeScheme() {}

    /// The context of the ML-DSA half. A copy.
    static byte[] label() {
        return LABEL.clone();
    }

    /// `M' = Prefix ‖ Label ‖ len(ctx) ‖ ctx ‖ SHA-512(M)` for the empty `ctx`, the only one that this project uses.
    static byte[] representative(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PREFIX);
        out.writeBytes(LABEL);
        out.write(0);
        out.writeBytes(sha512(message));
        return out.toByteArray();
    }

    /// Expands the first 32 of `seeds` (FIPS 204 Algorithm 6).
    static MLDSAPrivateKeyParameters mlDsaPrivate(byte[] seeds) {
        byte[] seed = Arrays.copyOf(seeds, SEED_BYTES);
        try {
            return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] sha512(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
