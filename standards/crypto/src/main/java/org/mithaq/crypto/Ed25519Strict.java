// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The one check that every Ed25519 key and signature passes before any provider sees it.
///
/// RFC 8032 leaves edge cases open, and providers fill them differently: Conscrypt verifies without the cofactor and
/// lets non-canonical keys in, Bouncy Castle verifies with the cofactor. In a federation two verdicts on one act are
/// two
/// histories. So a key must be canonical and of prime order, and a signature must have a canonical `S` and a canonical
/// `R` that is not of small order. For what is left both equations of RFC 8032 §5.1.7 agree, except where `R` alone has
/// a low-order part; [BouncyCastleSignatures] looks for that, and Conscrypt's comparison of bytes refuses it anyway.
///
/// Verdicts by the flags of C2SP's CCTV vectors, the same for every provider:
///
/// - `low_order_A`, `non_canonical_A`: the key is refused; anybody could sign for it, or name it twice.
/// - `low_order_component_A`: the key is refused. No honest key has such a part, and its signatures verify or not by
///   the equation and by how the hash was reduced.
/// - `low_order_R`, `non_canonical_R`: the signature is refused; no honest signer makes it.
/// - `low_order_component_R`: the signature is refused, because `S·B − k·A` has no such part.
/// - `low_order_residue`: refused by all of the above.
/// - `reencoded_k`: always comes with a non-canonical point, hence refused.
public final class Ed25519Strict {

    /// Length of a public key in bytes (RFC 8032 §5.1.5).
    public static final int KEY_BYTES = 32;

    /// Length of a signature in bytes (RFC 8032 §5.1.6).
    public static final int SIGNATURE_BYTES = 64;

    private static final int SCALAR_OFFSET = 32;

    /// The order of the base point, `L` = 2^252 + 27742317777372353535851937790883648493 (RFC 8032 §5.1),
    /// little-endian.
    private static final byte[] ORDER =
            littleEndian("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");

    /// The field's prime, 2^255 − 19 (RFC 8032 §5.1), little-endian.
    private static final byte[] PRIME =
            littleEndian("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");

    /// The five `y` that the eight points of order 1, 2, 4 and 8 have; `x` and `−x` share one.
    private static final List<byte[]> SMALL_ORDER_Y = List.of(
            littleEndian("0000000000000000000000000000000000000000000000000000000000000000"), // order 4
            littleEndian("0000000000000000000000000000000000000000000000000000000000000001"), // order 1
            littleEndian("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"), // order 2
            littleEndian("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826"), // order 8
            littleEndian("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7")); // order 8

    private Ed25519Strict() {}

    /// Checks that `key` is a public key: 32 bytes, canonical, on the curve and of prime order. Returns quietly, or
    /// throws.
    ///
    /// RFC 8032 §5.1.3 asks for a canonical point on the curve; the prime order is our own addition.
    ///
    /// @throws KeyRejected if it is anything else
    public static void checkKey(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new KeyRejected("RFC 8032 §5.1.5", "an Ed25519 public key of 32 bytes, found " + key.length);
        }
        if (!isCanonicalPoint(key, 0)) {
            throw new KeyRejected("RFC 8032 §5.1.3", "a canonical Ed25519 public key that is not of small order");
        }
        if (!Ed25519.validatePublicKeyFull(key, 0)) {
            throw new KeyRejected("RFC 8032 §5.1.3", "an Ed25519 public key on the curve and of prime order");
        }
    }

    /// Whether the 64 bytes of `signature` from `offset` may be shown to a provider: `S` < `L` (RFC 8032 §5.1.7 step
    /// 1),
    /// `R` canonical (§5.1.3) and not of small order. Says nothing of the message.
    ///
    /// @param signature at least `offset` + 64 bytes
    static boolean admitsSignature(byte[] signature, int offset) {
        return isLess(signature, offset + SCALAR_OFFSET, ORDER, 0xff) && isCanonicalPoint(signature, offset);
    }

    /// Whether the 32 bytes encode some `y` < p that no point of small order has. `x` = 0 with the sign bit set, the
    /// other non-canonical form, occurs only with `y` = ±1, which are of small order.
    private static boolean isCanonicalPoint(byte[] encoded, int offset) {
        if (!isLess(encoded, offset, PRIME, 0x7f)) {
            return false;
        }
        for (byte[] y : SMALL_ORDER_Y) {
            if (hasY(encoded, offset, y)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasY(byte[] encoded, int offset, byte[] y) {
        int difference = (encoded[offset + KEY_BYTES - 1] & 0x7f) ^ y[KEY_BYTES - 1];
        for (int i = 0; i < KEY_BYTES - 1; i++) {
            difference |= encoded[offset + i] ^ y[i];
        }
        return difference == 0;
    }

    /// Compares 32 little-endian bytes, the last of them under `topMask`, with `bound`. Nothing here is secret.
    private static boolean isLess(byte[] number, int offset, byte[] bound, int topMask) {
        for (int i = bound.length - 1; i >= 0; i--) {
            int mask = i == bound.length - 1 ? topMask : 0xff;
            int difference = (number[offset + i] & mask) - (bound[i] & 0xff);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static byte[] littleEndian(String bigEndianHex) {
        byte[] bytes = HexFormat.of().parseHex(bigEndianHex);
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
