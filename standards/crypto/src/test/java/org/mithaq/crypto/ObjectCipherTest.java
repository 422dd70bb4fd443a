// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class ObjectCipherTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] AAD = "object 7 of batch 3".getBytes(StandardCharsets.US_ASCII);
    private static final AesGcm CONSCRYPT = new AesGcm(NativeCrypto.provider().orElseThrow());
    private static final AesGcm JDK = AesGcm.ofTheJdk();

    @Test
    void opens_what_it_sealed_with_either_provider() {
        for (int length : new int[] {0, 1, 15, 16, 17, 1500, 100_000}) {
            SecretBytes key = SecretBytes.random(32, RANDOM);
            byte[] payload = Seeds.bytes(Seeds.of(length), length);
            byte[] sealed = ObjectCipher.seal(CONSCRYPT, key, AAD, payload);
            assertThat(sealed).hasSize(length + 16).isEqualTo(ObjectCipher.seal(JDK, key, AAD, payload));
            assertThat(ObjectCipher.open(CONSCRYPT, key, AAD, sealed)).isEqualTo(payload);
            assertThat(ObjectCipher.open(JDK, key, AAD, sealed)).isEqualTo(payload);
            assertThat(ObjectCipher.open(key, AAD, ObjectCipher.seal(key, AAD, payload)))
                    .isEqualTo(payload);
        }
    }

    @Test
    void opens_only_under_the_same_key_and_aad() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = ObjectCipher.seal(key, AAD, new byte[40]);
        refused(SecretBytes.random(32, RANDOM), AAD, sealed);
        refused(key, new byte[0], sealed);
        refused(key, Arrays.copyOf(AAD, AAD.length + 1), sealed);
    }

    @Test
    void refuses_anything_damaged_or_shorter_than_a_tag() {
        SecretBytes key = SecretBytes.random(32, RANDOM);
        byte[] sealed = ObjectCipher.seal(key, AAD, new byte[40]);
        for (int length = 0; length < sealed.length; length++) {
            refused(key, AAD, Arrays.copyOf(sealed, length));
        }
        Seeds.forAll(300, random -> {
            byte[] damaged = Mutations.mutate(sealed, random);
            if (!Arrays.equals(damaged, sealed)) {
                refused(key, AAD, damaged);
            }
        });
    }

    @Test
    void takes_only_a_key_of_32_bytes() {
        for (int length : List.of(0, 16, 31, 33)) {
            assertThatThrownBy(() -> ObjectCipher.seal(SecretBytes.random(length, RANDOM), AAD, new byte[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void refused(SecretBytes key, byte[] aad, byte[] sealed) {
        for (AesGcm gcm : List.of(CONSCRYPT, JDK)) {
            assertThatThrownBy(() -> ObjectCipher.open(gcm, key, aad, sealed))
                    .isInstanceOf(SealRejected.class)
                    .hasMessageContaining("NIST SP 800-38D §7.2");
        }
    }
}
