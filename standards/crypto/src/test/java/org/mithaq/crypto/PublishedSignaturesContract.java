// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Published vectors on which every provider gives the published verdict.
interface PublishedSignaturesContract {

    SignatureProvider provider();

    /// RFC 8032 §7.1, TEST 1 and TEST 2.
    @Test
    default void ed25519_signs_the_examples_of_rfc_8032() {
        String[][] examples = {
            {
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                        + "d25bf5f0595bbe24655141438e7a100b"
            },
            {
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                        + "387b2eaeb4302aeeb00d291612bb0c00"
            }
        };
        HexFormat hex = HexFormat.of();
        for (String[] example : examples) {
            try (SecretBytes seed = SecretBytes.handOver(hex.parseHex(example[0]))) {
                Ed25519PrivateKey key = Ed25519PrivateKey.fromSeed(seed);
                assertThat(hex.formatHex(key.publicKey().bytes())).isEqualTo(example[1]);
                byte[] signature = provider().sign(key, hex.parseHex(example[2]));
                assertThat(hex.formatHex(signature)).isEqualTo(example[3]);
                assertThat(provider().verify(key.publicKey(), hex.parseHex(example[2]), signature))
                        .isTrue();
            }
        }
    }

    @Test
    default void ed25519_gives_every_verdict_of_wycheproof() {
        SignatureVectors.wycheproof("ed25519", (group, test) -> {
            Ed25519PublicKey key = Ed25519PublicKey.parse(SignatureVectors.hex(group.get("publicKey"), "pk"));
            boolean verdict =
                    provider().verify(key, SignatureVectors.hex(test, "msg"), SignatureVectors.hex(test, "sig"));
            assertThat(verdict).as(test.toString()).isEqualTo(isValid(test));
        });
    }

    /// A signature in a context is refused, because ours have none.
    @Test
    default void ml_dsa_44_gives_every_verdict_of_wycheproof() {
        SignatureVectors.wycheproof("mldsa_44_verify", (group, test) -> {
            boolean expected = isValid(test) && !SignatureVectors.hasContext(test);
            assertThat(acceptsMlDsa44(group, test))
                    .as("test %s", test.get("tcId"))
                    .isEqualTo(expected);
        });
    }

    @Test
    default void ml_dsa_44_signs_with_every_seed_of_wycheproof() {
        SignatureVectors.wycheproof("mldsa_44_sign_seed", (group, test) -> {
            byte[] seed = SignatureVectors.hex(group, "privateSeed");
            if (seed.length != MlDsa44PrivateKey.LENGTH_BYTES || !test.has("msg")) {
                return;
            }
            try (SecretBytes secret = SecretBytes.handOver(seed)) {
                MlDsa44PrivateKey key = MlDsa44PrivateKey.fromSeed(secret);
                assertThat(key.publicKey().bytes()).isEqualTo(SignatureVectors.hex(group, "publicKey"));
                byte[] message = SignatureVectors.hex(test, "msg");
                assertThat(provider()
                                .verify(key.publicKey(), message, provider().sign(key, message)))
                        .isTrue();
            }
        });
    }

    private boolean acceptsMlDsa44(JsonNode group, JsonNode test) {
        MlDsa44PublicKey key;
        try {
            key = MlDsa44PublicKey.parse(SignatureVectors.hex(group, "publicKey"));
        } catch (KeyRejected e) {
            return false;
        }
        return provider().verify(key, SignatureVectors.hex(test, "msg"), SignatureVectors.hex(test, "sig"));
    }

    private static boolean isValid(JsonNode test) {
        return test.get("result").asString().equals("valid");
    }
}
