// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.conscrypt.HpkeContextRecipient;
import org.conscrypt.HpkeContextSender;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The published vectors of HPKE with X-Wing (hpkewg/hpke-pq) and what they decide about keys.
///
/// With this KEM they have ChaCha20-Poly1305 as the AEAD, where the suite of this project has AES-256-GCM: the keys,
/// encapsulations and key schedules are the same up to the suite's number. [HpkeReference] passes the vectors too, and
/// the contract's test holds both providers against it with AES-256-GCM.
class SealingVectorsTest {

    private static final int X_WING = 0x647A;
    private static final int HKDF_SHA256 = 1;
    private static final int CHACHA20_POLY1305 = 3;
    private static final String CONSCRYPT_SUITE = "XWING/HKDF_SHA256/CHACHA20POLY1305";

    @Test
    void a_seed_yields_the_published_public_key() {
        int keys = 0;
        for (JsonNode vector : SignatureVectors.file("vectors/hpke/hpke-pq-test-vectors.json")) {
            if (vector.get("kem_id").asInt() == X_WING) {
                assertThat(key(vector).publicKey().bytes()).isEqualTo(SignatureVectors.hex(vector, "pkRm"));
                keys++;
            }
        }
        assertThat(keys).isEqualTo(2);
    }

    @Test
    void the_reference_derives_the_published_secrets() {
        JsonNode vector = vector();
        SealingPrivateKey key = key(vector);
        byte[] secret = HpkeReference.decapsulate(
                key.secret().revealSecret(), key.publicKey().bytes(), SignatureVectors.hex(vector, "enc"));
        assertThat(secret).isEqualTo(SignatureVectors.hex(vector, "shared_secret"));
        HpkeReference.Context context =
                HpkeReference.keySchedule(secret, SignatureVectors.hex(vector, "info"), CHACHA20_POLY1305);
        assertThat(context.key).isEqualTo(SignatureVectors.hex(vector, "key"));
        assertThat(context.baseNonce).isEqualTo(SignatureVectors.hex(vector, "base_nonce"));
        assertThat(context.exporterSecret).isEqualTo(SignatureVectors.hex(vector, "exporter_secret"));
    }

    @Test
    void conscrypt_opens_the_published_ciphertexts_with_our_key() throws GeneralSecurityException {
        JsonNode vector = vector();
        HpkeContextRecipient recipient = HpkeContextRecipient.getInstance(
                CONSCRYPT_SUITE, NativeCrypto.provider().orElseThrow());
        recipient.init(
                SignatureVectors.hex(vector, "enc"), key(vector).conscryptKey(), SignatureVectors.hex(vector, "info"));
        for (JsonNode encryption : vector.get("encryptions")) {
            assertThat(recipient.open(SignatureVectors.hex(encryption, "ct"), SignatureVectors.hex(encryption, "aad")))
                    .isEqualTo(SignatureVectors.hex(encryption, "pt"));
        }
    }

    @Test
    void bouncy_castle_opens_the_published_ciphertexts_with_our_key() throws InvalidCipherTextException {
        JsonNode vector = vector();
        HPKEContext recipient = bouncyCastleSuite()
                .setupBaseR(
                        SignatureVectors.hex(vector, "enc"),
                        key(vector).bouncyCastleKeys(),
                        SignatureVectors.hex(vector, "info"));
        for (JsonNode encryption : vector.get("encryptions")) {
            assertThat(recipient.open(SignatureVectors.hex(encryption, "aad"), SignatureVectors.hex(encryption, "ct")))
                    .isEqualTo(SignatureVectors.hex(encryption, "pt"));
        }
    }

    @Test
    void both_seal_the_published_ciphertexts_from_the_published_randomness() throws Exception {
        JsonNode vector = vector();
        SealingPublicKey to = SealingPublicKey.parse(SignatureVectors.hex(vector, "pkRm"));
        byte[] info = SignatureVectors.hex(vector, "info");
        byte[] randomness = SignatureVectors.hex(vector, "ikmE");
        HPKEContextWithEncapsulation castle = bouncyCastleSuite().setupBaseS(to.bouncyCastleKey(), info, randomness);
        HpkeContextSender conscrypt = HpkeContextSender.getInstance(
                CONSCRYPT_SUITE, NativeCrypto.provider().orElseThrow());
        conscrypt.initForTesting(to.conscryptKey(), info, randomness);
        assertThat(castle.getEncapsulation()).isEqualTo(SignatureVectors.hex(vector, "enc"));
        assertThat(conscrypt.getEncapsulated()).isEqualTo(SignatureVectors.hex(vector, "enc"));
        for (JsonNode encryption : vector.get("encryptions")) {
            byte[] aad = SignatureVectors.hex(encryption, "aad");
            byte[] plaintext = SignatureVectors.hex(encryption, "pt");
            assertThat(castle.seal(aad, plaintext)).isEqualTo(SignatureVectors.hex(encryption, "ct"));
            assertThat(conscrypt.seal(plaintext, aad)).isEqualTo(SignatureVectors.hex(encryption, "ct"));
        }
    }

    @Test
    void the_ml_kem_part_of_a_key_is_judged_as_published() {
        byte[] share = Arrays.copyOfRange(SignatureVectors.hex(vector(), "pkRm"), 1184, 1216);
        int[] refused = new int[1];
        SignatureVectors.wycheproof("mlkem_768_encaps", (group, test) -> {
            byte[] key = joined(SignatureVectors.hex(test, "ek"), share);
            if (test.get("result").asString().equals("valid")) {
                assertThat(SealingPublicKey.parse(key).bytes()).isEqualTo(key);
            } else {
                assertThatThrownBy(() -> SealingPublicKey.parse(key)).isInstanceOf(KeyRejected.class);
                refused[0]++;
                if (SignatureVectors.flags(test).contains("ModulusOverflow")) {
                    assertThatThrownBy(() -> SealingPublicKey.parse(key)).hasMessageContaining("FIPS 203 §7.2");
                }
            }
        });
        assertThat(refused[0]).isEqualTo(132);
    }

    @Test
    void every_coefficient_is_checked_against_the_modulus() {
        byte[] key = SignatureVectors.hex(vector(), "pkRm");
        for (int coefficient = 0; coefficient < 768; coefficient++) {
            for (int value : new int[] {3328, 3329, 3330, 4095}) {
                byte[] changed = withCoefficient(key, coefficient, value);
                if (value < 3329) {
                    assertThat(SealingPublicKey.parse(changed).bytes()).isEqualTo(changed);
                } else {
                    assertThatThrownBy(() -> SealingPublicKey.parse(changed))
                            .isInstanceOf(KeyRejected.class)
                            .hasMessageContaining("coefficients below 3329");
                }
            }
        }
        for (int value = 3329; value < 4096; value++) {
            byte[] changed = withCoefficient(key, value % 768, value);
            assertThatThrownBy(() -> SealingPublicKey.parse(changed)).isInstanceOf(KeyRejected.class);
        }
    }

    @Test
    void an_x25519_part_has_one_form_and_no_small_order() {
        byte[] mlKem = Arrays.copyOf(SignatureVectors.hex(vector(), "pkRm"), 1184);
        SignatureVectors.wycheproof("x25519", (group, test) -> {
            byte[] key = joined(mlKem, SignatureVectors.hex(test, "public"));
            List<String> flags = SignatureVectors.flags(test);
            if (flags.contains("NonCanonicalPublic") || flags.contains("ZeroSharedSecret")) {
                assertThatThrownBy(() -> SealingPublicKey.parse(key))
                        .isInstanceOf(KeyRejected.class)
                        .hasMessageContaining("RFC 7748 §");
            } else if (isBelow2To255(key)) {
                assertThat(SealingPublicKey.parse(key).bytes()).isEqualTo(key);
            }
        });
    }

    @Test
    void a_key_of_any_other_length_is_refused() {
        byte[] key = SignatureVectors.hex(vector(), "pkRm");
        for (int length : new int[] {0, 1, 32, 1184, 1215, 1217, 2432}) {
            assertThatThrownBy(() -> SealingPublicKey.parse(Arrays.copyOf(key, length)))
                    .isInstanceOf(KeyRejected.class)
                    .hasMessageContaining("1216 bytes");
        }
        assertThatThrownBy(() -> SealingPrivateKey.fromSeed(SecretBytes.handOver(new byte[31])))
                .isInstanceOf(KeyRejected.class);
    }

    private static JsonNode vector() {
        for (JsonNode vector : SignatureVectors.file("vectors/hpke/hpke-pq-test-vectors.json")) {
            if (vector.get("kem_id").asInt() == X_WING && vector.get("kdf_id").asInt() == HKDF_SHA256) {
                assertThat(vector.get("aead_id").asInt()).isEqualTo(CHACHA20_POLY1305);
                assertThat(vector.get("mode").asInt()).isZero();
                return vector;
            }
        }
        throw new AssertionError("no vector with X-Wing and HKDF-SHA256");
    }

    private static SealingPrivateKey key(JsonNode vector) {
        return SealingPrivateKey.fromSeed(SecretBytes.handOver(SignatureVectors.hex(vector, "skRm")));
    }

    private static HPKE bouncyCastleSuite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    private static boolean isBelow2To255(byte[] key) {
        return key[key.length - 1] >= 0;
    }

    /// The key with its `coefficient`-th 12-bit number set to `value`.
    private static byte[] withCoefficient(byte[] key, int coefficient, int value) {
        byte[] changed = key.clone();
        int at = coefficient / 2 * 3;
        if (coefficient % 2 == 0) {
            changed[at] = (byte) value;
            changed[at + 1] = (byte) ((changed[at + 1] & 0xf0) | (value >>> 8));
        } else {
            changed[at + 1] = (byte) ((changed[at + 1] & 0x0f) | ((value & 0xf) << 4));
            changed[at + 2] = (byte) (value >>> 4);
        }
        return changed;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
