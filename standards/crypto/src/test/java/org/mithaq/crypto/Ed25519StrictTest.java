// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Ed25519Reference.Point;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class Ed25519StrictTest {

    private static final byte[] MESSAGE = "edge".getBytes(US_ASCII);

    /// A point of order 8; its multiples are all eight points of small order.
    private static final Point ORDER_8 = Point.decode(
                    HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"))
            .orElseThrow();

    private static List<SignatureProvider> providers() {
        List<SignatureProvider> providers = new ArrayList<>();
        providers.add(new BouncyCastleSignatures(SignatureProviderContract.RANDOM));
        if (ConscryptSignatures.isAvailable()) {
            providers.add(new ConscryptSignatures());
        }
        return providers;
    }

    private static boolean isKey(byte[] key) {
        try {
            Ed25519Strict.checkKey(key);
            return true;
        } catch (KeyRejected e) {
            return false;
        }
    }

    /// Every y that has a second encoding, and both signs of each: 2 × 19 forms of 32 bytes that are not canonical.
    private static List<byte[]> nonCanonical() {
        List<byte[]> all = new ArrayList<>();
        for (int above = 0; above < 19; above++) {
            byte[] encoded = Ed25519Reference.littleEndian(Ed25519Reference.P.add(BigInteger.valueOf(above)));
            all.add(encoded);
            byte[] signed = encoded.clone();
            signed[31] |= (byte) 0x80;
            all.add(signed);
        }
        return all;
    }

    private static byte[] signature(byte[] r, BigInteger s) {
        byte[] signature = new byte[64];
        System.arraycopy(r, 0, signature, 0, 32);
        System.arraycopy(Ed25519Reference.littleEndian(s), 0, signature, 32, 32);
        return signature;
    }

    private static BigInteger scalar(RandomGenerator random) {
        return Ed25519Reference.number(Seeds.bytes(random, 32)).mod(Ed25519Reference.L);
    }

    @Test
    void all_eight_points_of_small_order_are_no_keys_and_no_r() {
        for (int i = 1; i <= 8; i++) {
            byte[] point = ORDER_8.times(BigInteger.valueOf(i)).encode();
            assertThat(isKey(point)).as("%d times the point of order 8", i).isFalse();
            assertThat(Ed25519Strict.admitsSignature(signature(point, BigInteger.ONE), 0))
                    .isFalse();
        }
        assertThat(ORDER_8.times(BigInteger.valueOf(8)).same(Point.NEUTRAL)).isTrue();
        assertThat(ORDER_8.times(BigInteger.valueOf(4)).same(Point.NEUTRAL)).isFalse();
    }

    @Test
    void no_second_encoding_of_a_point_is_a_key_or_an_r() {
        for (byte[] point : nonCanonical()) {
            assertThat(isKey(point)).as(HexFormat.of().formatHex(point)).isFalse();
            assertThat(Ed25519Strict.admitsSignature(signature(point, BigInteger.ONE), 0))
                    .isFalse();
        }
        // x = −0, for y = 1 and y = −1.
        for (BigInteger y : List.of(BigInteger.ONE, Ed25519Reference.P.subtract(BigInteger.ONE))) {
            byte[] point = Ed25519Reference.littleEndian(y);
            point[31] |= (byte) 0x80;
            assertThat(isKey(point)).isFalse();
            assertThat(Ed25519Strict.admitsSignature(signature(point, BigInteger.ONE), 0))
                    .isFalse();
        }
    }

    @Test
    void s_is_below_the_order_of_the_base_point() {
        byte[] r = Point.BASE.encode();
        assertThat(Ed25519Strict.admitsSignature(signature(r, BigInteger.ZERO), 0))
                .isTrue();
        assertThat(Ed25519Strict.admitsSignature(signature(r, Ed25519Reference.L.subtract(BigInteger.ONE)), 0))
                .isTrue();
        assertThat(Ed25519Strict.admitsSignature(signature(r, Ed25519Reference.L), 0))
                .isFalse();
        assertThat(Ed25519Strict.admitsSignature(signature(r, Ed25519Reference.L.add(BigInteger.ONE)), 0))
                .isFalse();
        assertThat(Ed25519Strict.admitsSignature(
                        signature(r, BigInteger.TWO.pow(256).subtract(BigInteger.ONE)), 0))
                .isFalse();
    }

    @Test
    void a_key_of_another_length_is_refused_with_its_clause() {
        for (int length : new int[] {0, 31, 33, 64}) {
            assertThatThrownBy(() -> Ed25519PublicKey.parse(new byte[length]))
                    .isInstanceOf(KeyRejected.class)
                    .hasMessageContaining("RFC 8032 §5.1.5");
        }
    }

    @Test
    void keys_and_damaged_keys_get_the_verdict_of_the_slow_reference() {
        Seeds.forAll(60, random -> {
            byte[] key = Point.BASE.times(scalar(random)).encode();
            assertThat(isKey(key)).isTrue();
            byte[] damaged = Mutations.mutate(key, random);
            assertThat(isKey(damaged)).isEqualTo(Ed25519Reference.isKey(damaged));
            byte[] mixed = Point.decode(key)
                    .orElseThrow()
                    .plus(ORDER_8.times(BigInteger.valueOf(random.nextInt(1, 8))))
                    .encode();
            assertThat(isKey(mixed)).as("a key with a low-order part").isFalse();
        });
    }

    @Test
    void signatures_with_a_low_order_part_get_one_verdict_from_all() {
        Seeds.forAll(60, random -> {
            BigInteger secret = scalar(random);
            BigInteger nonce = scalar(random);
            byte[] key = Point.BASE.times(secret).encode();
            int lowOrderPart = random.nextInt(8);
            byte[] r = Point.BASE
                    .times(nonce)
                    .plus(ORDER_8.times(BigInteger.valueOf(lowOrderPart)))
                    .encode();
            BigInteger s = Ed25519Reference.challenge(r, key, MESSAGE)
                    .multiply(secret)
                    .add(nonce)
                    .mod(Ed25519Reference.L);
            byte[] signature = signature(r, s);
            boolean expected = Ed25519Reference.verify(key, MESSAGE, signature);
            assertThat(expected).isEqualTo(lowOrderPart == 0);
            byte[] overflown = signature(r, s.add(Ed25519Reference.L));
            for (SignatureProvider provider : providers()) {
                Ed25519PublicKey parsed = Ed25519PublicKey.parse(key);
                assertThat(provider.verify(parsed, MESSAGE, signature)).isEqualTo(expected);
                assertThat(provider.verify(parsed, MESSAGE, overflown)).isFalse();
            }
        });
    }

    /// A signer who knows the key can give the Ed25519 half a low-order part; no library may let it pass.
    @Test
    void the_ed25519_half_of_a_composite_is_checked_as_strictly() throws GeneralSecurityException {
        CompositePrivateKey key = CompositePrivateKey.generate(SignatureProviderContract.RANDOM);
        byte[] seed = Arrays.copyOfRange(key.secret().revealSecret(), 32, 64);
        byte[] expanded = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), 32);
        // RFC 8032 §5.1.5 step 2.
        expanded[0] &= (byte) 0xf8;
        expanded[31] = (byte) ((expanded[31] & 0x7f) | 0x40);
        BigInteger secret = Ed25519Reference.number(expanded);
        byte[] publicKey = Point.BASE.times(secret).encode();
        assertThat(publicKey).isEqualTo(key.publicKey().ed25519Part());
        byte[] representative = CompositeScheme.representative(MESSAGE);
        for (int i = 0; i < 16; i++) {
            // Nonce 0 makes R itself of small order: the neutral element is what Conscrypt alone would let pass.
            BigInteger nonce = BigInteger.valueOf(i < 8 ? 77 : 0);
            byte[] r = Point.BASE
                    .times(nonce)
                    .plus(ORDER_8.times(BigInteger.valueOf(i % 8)))
                    .encode();
            BigInteger s = Ed25519Reference.challenge(r, publicKey, representative)
                    .multiply(secret)
                    .add(nonce)
                    .mod(Ed25519Reference.L);
            for (SignatureProvider provider : providers()) {
                byte[] signature = provider.sign(key, MESSAGE);
                System.arraycopy(signature(r, s), 0, signature, 3309, 64);
                assertThat(provider.verify(key.publicKey(), MESSAGE, signature)).isEqualTo(i == 0);
                System.arraycopy(signature(r, s.add(Ed25519Reference.L)), 0, signature, 3309, 64);
                assertThat(provider.verify(key.publicKey(), MESSAGE, signature)).isFalse();
            }
        }
    }

    /// Of the 914 vectors only the one without a flag is a signature here; see [Ed25519Strict] for each flag.
    @Test
    void every_cctv_vector_gets_one_verdict_from_both_providers_and_the_reference() {
        int accepted = 0;
        int vectors = 0;
        for (var vector : SignatureVectors.file("vectors/cctv/ed25519/ed25519vectors.json")) {
            byte[] key = SignatureVectors.hex(vector, "key");
            byte[] message = vector.get("msg").asString().getBytes(US_ASCII);
            byte[] signature = SignatureVectors.hex(vector, "sig");
            boolean expected = SignatureVectors.flags(vector).isEmpty();
            assertThat(Ed25519Reference.verify(key, message, signature)).isEqualTo(expected);
            for (SignatureProvider provider : providers()) {
                boolean verdict = isKey(key) && provider.verify(Ed25519PublicKey.parse(key), message, signature);
                assertThat(verdict).as("%s %s", provider, vector).isEqualTo(expected);
            }
            accepted += expected ? 1 : 0;
            vectors++;
        }
        assertThat(vectors).isEqualTo(914);
        assertThat(accepted).isEqualTo(1);
    }
}
