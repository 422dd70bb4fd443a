// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.SharedData;
import tools.jackson.databind.JsonNode;

/// What lies below the public interface: ML-DSA-65 as half of a composite, and `rnd` as an argument.
class MlDsaVectorsTest {

    /// Yields the same 32 bytes each time, as FIPS 204 Algorithm 2 draws them once a signature.
    private static final class RepeatedRandom extends SecureRandom {

        private static final long serialVersionUID = 1;
        private final byte[] rnd;

        RepeatedRandom(byte[] rnd) {
            this.rnd = rnd;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(rnd, 0, bytes, 0, bytes.length);
        }
    }

    private static BouncyCastleSignatures withRnd(JsonNode test) {
        return new BouncyCastleSignatures(
                new RepeatedRandom(test.has("rnd") ? SignatureVectors.hex(test, "rnd") : new byte[32]));
    }

    private static boolean isValid(JsonNode test) {
        return test.get("result").asString().equals("valid");
    }

    @Test
    void bouncy_castle_makes_the_very_ml_dsa_44_signatures_of_wycheproof() {
        int[] made = {0};
        SignatureVectors.wycheproof("mldsa_44_sign_seed", (group, test) -> {
            try (SecretBytes seed = SecretBytes.handOver(SignatureVectors.hex(group, "privateSeed"))) {
                if (seed.length() != MlDsa44PrivateKey.LENGTH_BYTES) {
                    assertThat(isValid(test)).isFalse();
                    assertThatThrownBy(() -> MlDsa44PrivateKey.fromSeed(seed))
                            .isInstanceOf(IllegalArgumentException.class);
                } else if (test.has("msg") && !SignatureVectors.hasContext(test)) {
                    byte[] signature =
                            withRnd(test).sign(MlDsa44PrivateKey.fromSeed(seed), SignatureVectors.hex(test, "msg"));
                    assertThat(signature).as("test %s", test.get("tcId")).isEqualTo(SignatureVectors.hex(test, "sig"));
                    made[0]++;
                }
            }
        });
        assertThat(made[0]).isGreaterThan(65);
    }

    @Test
    void bouncy_castle_makes_the_very_ml_dsa_65_signatures_of_wycheproof_in_any_context() {
        int[] made = {0};
        SignatureVectors.wycheproof("mldsa_65_sign_seed", (group, test) -> {
            if (isValid(test) && test.has("msg")) {
                MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(
                        MLDSAParameters.ml_dsa_65, SignatureVectors.hex(group, "privateSeed"));
                assertThat(key.getPublicKey()).isEqualTo(SignatureVectors.hex(group, "publicKey"));
                byte[] signature =
                        withRnd(test).signMlDsa(key, SignatureVectors.context(test), SignatureVectors.hex(test, "msg"));
                assertThat(signature).as("test %s", test.get("tcId")).isEqualTo(SignatureVectors.hex(test, "sig"));
                made[0]++;
            }
        });
        assertThat(made[0]).isGreaterThan(80);
    }

    @Test
    void bouncy_castle_gives_every_verdict_on_ml_dsa_65() {
        SignatureVectors.wycheproof("mldsa_65_verify", (group, test) -> {
            boolean verdict;
            try {
                verdict = BouncyCastleSignatures.acceptsMlDsa(
                        new MLDSAPublicKeyParameters(
                                MLDSAParameters.ml_dsa_65, SignatureVectors.hex(group, "publicKey")),
                        SignatureVectors.context(test),
                        SignatureVectors.hex(test, "msg"),
                        SignatureVectors.hex(test, "sig"));
            } catch (RuntimeException e) {
                verdict = false;
            }
            assertThat(verdict).as("test %s", test.get("tcId")).isEqualTo(isValid(test));
        });
    }

    /// Conscrypt's plain ML-DSA-65 takes no context, so those vectors are left out.
    @Test
    void conscrypt_gives_every_verdict_on_ml_dsa_65() {
        SharedData.require(ConscryptSignatures.isAvailable(), "Conscrypt has no native code for this machine");
        Provider conscrypt = Conscrypt.newProvider();
        SignatureVectors.wycheproof("mldsa_65_verify", (group, test) -> {
            if (SignatureVectors.hasContext(test)) {
                return;
            }
            boolean verdict;
            try {
                Signature verifier = Signature.getInstance("ML-DSA-65", conscrypt);
                verifier.initVerify(KeyFactory.getInstance("ML-DSA-65", conscrypt)
                        .generatePublic(new X509EncodedKeySpec(SignatureVectors.hex(group, "publicKeyDer"))));
                verifier.update(SignatureVectors.hex(test, "msg"));
                verdict = verifier.verify(SignatureVectors.hex(test, "sig"));
            } catch (GeneralSecurityException e) {
                verdict = false;
            }
            assertThat(verdict).as("test %s", test.get("tcId")).isEqualTo(isValid(test));
        });
    }
}
