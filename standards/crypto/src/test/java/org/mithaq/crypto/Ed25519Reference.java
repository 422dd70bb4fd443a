// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// Ed25519 as RFC 8032 §5.1 writes it, slow and obvious: the oracle for [Ed25519Strict] and both providers.
///
/// The rule that it decides by: `S` < L; `A` and `R` canonical, on the curve and of order L exactly; and `S·B = R +
/// k·A`.
final class Ed25519Reference {

    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger SQRT_MINUS_1 =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

    /// A point in extended homogeneous coordinates (RFC 8032 §5.1.4).
    record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {

        static final Point NEUTRAL = affine(BigInteger.ZERO, BigInteger.ONE);

        /// The base point: `y` = 4/5, `x` even (RFC 8032 §5.1).
        static final Point BASE = decode(littleEndian(BigInteger.valueOf(4)
                        .multiply(BigInteger.valueOf(5).modInverse(P))
                        .mod(P)))
                .orElseThrow();

        static Point affine(BigInteger x, BigInteger y) {
            return new Point(x, y, BigInteger.ONE, x.multiply(y).mod(P));
        }

        /// The addition formulas of RFC 8032 §5.1.4, which are complete: they double as well.
        Point plus(Point other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c = t.shiftLeft(1).multiply(D).multiply(other.t).mod(P);
            BigInteger d = z.shiftLeft(1).multiply(other.z).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        Point times(BigInteger scalar) {
            Point sum = NEUTRAL;
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (scalar.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        boolean same(Point other) {
            return x.multiply(other.z).subtract(other.x.multiply(z)).mod(P).signum() == 0
                    && y.multiply(other.z).subtract(other.y.multiply(z)).mod(P).signum() == 0;
        }

        boolean isOfOrderL() {
            return !same(NEUTRAL) && times(L).same(NEUTRAL);
        }

        byte[] encode() {
            BigInteger inverse = z.modInverse(P);
            byte[] encoded = littleEndian(y.multiply(inverse).mod(P));
            if (x.multiply(inverse).mod(P).testBit(0)) {
                encoded[31] |= (byte) 0x80;
            }
            return encoded;
        }

        /// RFC 8032 §5.1.3, with its steps.
        static Optional<Point> decode(byte[] encoded) {
            // Step 1.
            byte[] masked = encoded.clone();
            masked[31] &= 0x7f;
            boolean odd = (encoded[31] & 0x80) != 0;
            BigInteger y = number(masked);
            if (y.compareTo(P) >= 0) {
                return Optional.empty();
            }
            // Steps 2 and 3.
            BigInteger y2 = y.multiply(y);
            BigInteger x2 = y2.subtract(BigInteger.ONE)
                    .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
                    .mod(P);
            BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
            if (x.multiply(x).subtract(x2).mod(P).signum() != 0) {
                x = x.multiply(SQRT_MINUS_1).mod(P);
            }
            if (x.multiply(x).subtract(x2).mod(P).signum() != 0) {
                return Optional.empty();
            }
            // Step 4.
            if (x.signum() == 0 && odd) {
                return Optional.empty();
            }
            return Optional.of(affine(x.testBit(0) == odd ? x : P.subtract(x), y));
        }
    }

    private Ed25519Reference() {}

    static boolean isKey(byte[] key) {
        return key.length == 32 && Point.decode(key).filter(Point::isOfOrderL).isPresent();
    }

    static boolean verify(byte[] key, byte[] message, byte[] signature) {
        if (signature.length != 64 || !isKey(key)) {
            return false;
        }
        byte[] encodedR = Arrays.copyOf(signature, 32);
        BigInteger s = number(Arrays.copyOfRange(signature, 32, 64));
        Optional<Point> r = Point.decode(encodedR).filter(Point::isOfOrderL);
        if (s.compareTo(L) >= 0 || r.isEmpty()) {
            return false;
        }
        Point a = Point.decode(key).orElseThrow();
        return Point.BASE.times(s).same(r.orElseThrow().plus(a.times(challenge(encodedR, key, message))));
    }

    /// `k = SHA-512(R ‖ A ‖ M)` modulo L (RFC 8032 §5.1.7 step 2).
    static BigInteger challenge(byte[] encodedR, byte[] key, byte[] message) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(encodedR);
            sha512.update(key);
            return number(sha512.digest(message)).mod(L);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static BigInteger number(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian));
    }

    static byte[] littleEndian(BigInteger number) {
        byte[] bigEndian = number.toByteArray();
        byte[] reversed = reversed(bigEndian);
        return Arrays.copyOf(reversed, 32);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
