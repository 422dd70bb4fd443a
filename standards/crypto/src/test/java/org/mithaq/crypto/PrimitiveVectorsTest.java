// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.SharedData;
import tools.jackson.databind.JsonNode;

/// The published vectors of what sealing is made of, each against the library that the product takes it from.
///
/// ML-KEM keys here are seeds: the expanded ones of `mlkem_768_semi_expanded_decaps` have no way in.
class PrimitiveVectorsTest {

    private static final Provider CONSCRYPT = NativeCrypto.provider().orElseThrow();

    @Test
    void aes_256_gcm_of_either_provider_gives_the_published_verdicts() {
        for (AesGcm gcm : List.of(new AesGcm(CONSCRYPT), AesGcm.ofTheJdk())) {
            int[] tests = new int[1];
            SignatureVectors.wycheproof("aes_gcm", (group, test) -> {
                if (group.get("keySize").asInt() == 256 && group.get("ivSize").asInt() == 96) {
                    assertThat(group.get("tagSize").asInt()).isEqualTo(128);
                    aesGcm(gcm, test);
                    tests[0]++;
                }
            });
            assertThat(tests[0]).isEqualTo(66);
        }
    }

    @Test
    void hkdf_expands_as_published() {
        SignatureVectors.wycheproof("hkdf_sha256", (group, test) -> {
            byte[] salt = SignatureVectors.hex(test, "salt");
            SecretBytes extracted = SecretBytes.handOver(
                    hmacSha256(salt.length == 0 ? new byte[32] : salt, SignatureVectors.hex(test, "ikm")));
            byte[] info = SignatureVectors.hex(test, "info");
            int length = test.get("size").asInt();
            if (test.get("result").asString().equals("valid")) {
                assertThat(Hkdf.expand("HmacSHA256", extracted, info, length).revealSecret())
                        .isEqualTo(SignatureVectors.hex(test, "okm"));
            } else {
                assertThatThrownBy(() -> Hkdf.expand("HmacSHA256", extracted, info, length))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("RFC 5869 §2.3");
            }
        });
    }

    @Test
    void x25519_of_either_library_gives_the_published_secrets() {
        SignatureVectors.wycheproof("x25519", (group, test) -> {
            byte[] scalar = SignatureVectors.hex(test, "private");
            byte[] point = SignatureVectors.hex(test, "public");
            byte[] expected = SignatureVectors.hex(test, "shared");
            byte[] shared = new byte[32];
            boolean agreed = X25519.calculateAgreement(scalar, 0, point, 0, shared, 0);
            boolean zero = SignatureVectors.flags(test).contains("ZeroSharedSecret");
            assertThat(agreed).isEqualTo(!zero);
            assertThat(shared).isEqualTo(expected);
            if (zero) {
                assertThatThrownBy(() -> conscryptX25519(scalar, point)).hasCauseInstanceOf(InvalidKeyException.class);
            } else {
                assertThat(conscryptX25519(scalar, point)).isEqualTo(expected);
            }
        });
    }

    @Test
    void ml_kem_768_makes_the_published_keys_from_seeds() {
        SignatureVectors.wycheproof("mlkem_768_keygen_seed", (group, test) -> {
            MLKEMPrivateKeyParameters key = privateKey(SignatureVectors.hex(test, "seed"));
            assertThat(key.getPublicKey()).isEqualTo(SignatureVectors.hex(test, "ek"));
        });
    }

    @Test
    void ml_kem_768_encapsulates_as_published() {
        SignatureVectors.wycheproof("mlkem_768_encaps", (group, test) -> {
            byte[] ek = SignatureVectors.hex(test, "ek");
            if (test.get("result").asString().equals("valid")) {
                SecretWithEncapsulation made =
                        MLKEMGenerator.internalGenerateEncapsulated(publicKey(ek), SignatureVectors.hex(test, "m"));
                assertThat(made.getEncapsulation()).isEqualTo(SignatureVectors.hex(test, "c"));
                assertThat(made.getSecret()).isEqualTo(SignatureVectors.hex(test, "K"));
            } else {
                assertThatThrownBy(() -> publicKey(ek)).isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    @Test
    void ml_kem_768_decapsulates_as_published() {
        SignatureVectors.wycheproof("mlkem_768", (group, test) -> {
            byte[] seed = SignatureVectors.hex(test, "seed");
            byte[] ciphertext = SignatureVectors.hex(test, "c");
            if (test.get("result").asString().equals("valid")) {
                MLKEMPrivateKeyParameters key = privateKey(seed);
                assertThat(key.getPublicKey()).isEqualTo(SignatureVectors.hex(test, "ek"));
                assertThat(new MLKEMExtractor(key).extractSecret(ciphertext))
                        .isEqualTo(SignatureVectors.hex(test, "K"));
            } else {
                assertThatThrownBy(() -> new MLKEMExtractor(privateKey(seed)).extractSecret(ciphertext))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    @Test
    void ml_kem_768_takes_its_rare_paths_rightly() {
        // From before FIPS 203 hashed the rank with the seed (§5.1, step 1 of Algorithm 13), hence not by the seed.
        Map<String, byte[]> unlucky = cctv("unluckysample");
        SecretWithEncapsulation made =
                MLKEMGenerator.internalGenerateEncapsulated(publicKey(value(unlucky, "ek")), value(unlucky, "m"));
        assertThat(made.getEncapsulation()).isEqualTo(value(unlucky, "c"));
        assertThat(made.getSecret()).isEqualTo(value(unlucky, "K"));
        assertThat(new MLKEMExtractor(privateKey(value(unlucky, "dk"))).extractSecret(value(unlucky, "c")))
                .isEqualTo(value(unlucky, "K"));
        Map<String, byte[]> strcmp = cctv("strcmp");
        assertThat(new MLKEMExtractor(privateKey(value(strcmp, "dk"))).extractSecret(value(strcmp, "c")))
                .isEqualTo(value(strcmp, "K"));
    }

    private static void aesGcm(AesGcm gcm, JsonNode test) {
        byte[] sealed = joined(SignatureVectors.hex(test, "ct"), SignatureVectors.hex(test, "tag"));
        SecretKeySpec key = AesGcm.key(SecretBytes.handOver(SignatureVectors.hex(test, "key")));
        byte[] nonce = SignatureVectors.hex(test, "iv");
        byte[] aad = SignatureVectors.hex(test, "aad");
        byte[] message = SignatureVectors.hex(test, "msg");
        try {
            Cipher cipher = gcm.cipher();
            AesGcm.start(cipher, Cipher.DECRYPT_MODE, key, nonce);
            cipher.updateAAD(aad);
            if (test.get("result").asString().equals("valid")) {
                assertThat(cipher.doFinal(sealed)).isEqualTo(message);
                Cipher sealing = gcm.cipher();
                AesGcm.start(sealing, Cipher.ENCRYPT_MODE, key, nonce);
                sealing.updateAAD(aad);
                assertThat(sealing.doFinal(message)).isEqualTo(sealed);
            } else {
                assertThatThrownBy(() -> cipher.doFinal(sealed)).isInstanceOf(AEADBadTagException.class);
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmacSha256(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// By way of the encodings of RFC 8410 §4 and §7.
    private static byte[] conscryptX25519(byte[] scalar, byte[] point) {
        try {
            KeyFactory keys = KeyFactory.getInstance("XDH", CONSCRYPT);
            PublicKey publicKey = keys.generatePublic(
                    new X509EncodedKeySpec(joined(HexFormat.of().parseHex("302a300506032b656e032100"), point)));
            KeyAgreement agreement = KeyAgreement.getInstance("XDH", CONSCRYPT);
            agreement.init(keys.generatePrivate(new PKCS8EncodedKeySpec(
                    joined(HexFormat.of().parseHex("302e020100300506032b656e04220420"), scalar))));
            agreement.doPhase(publicKey, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static MLKEMPrivateKeyParameters privateKey(byte[] key) {
        return new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, key);
    }

    private static MLKEMPublicKeyParameters publicKey(byte[] key) {
        return new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, key);
    }

    /// The `name = hex` lines of one file.
    private static Map<String, byte[]> cctv(String folder) {
        String text = new String(
                SharedData.bytes("vectors/cctv/ML-KEM/" + folder + "/ML-KEM-768.txt"), StandardCharsets.US_ASCII);
        Map<String, byte[]> values = new HashMap<>();
        text.lines().filter(line -> line.contains(" = ")).forEach(line -> {
            String[] parts = line.split(" = ", 2);
            values.put(parts[0], HexFormat.of().parseHex(parts[1].strip()));
        });
        return values;
    }

    private static byte[] value(Map<String, byte[]> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
