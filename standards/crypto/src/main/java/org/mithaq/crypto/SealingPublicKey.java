// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.conscrypt.OpenSslXwingPublicKey;
import org.jspecify.annotations.Nullable;

/// The X-Wing key to which a content key is sealed: an ML-KEM-768 encapsulation key, then an X25519 public key
/// (draft-connolly-cfrg-xwing-kem §5; IANA HPKE KEM 0x647A).
///
/// One key has one encoding, and both parts were checked when it was made: to an instance every provider can
/// seal. Safe for use by many threads; it keeps what the providers made of the bytes.
public final class SealingPublicKey {

    /// Length of the encoding in bytes.
    public static final int LENGTH_BYTES = 1216;

    private static final int ML_KEM_BYTES = 1184;
    private static final int ML_KEM_VECTOR_BYTES = 1152;
    private static final int ML_KEM_MODULUS = 3329;
    private static final Label ID_LABEL = new Label("mithaq/sealing-key-id/v1");

    private final byte[] encoded;
    private final Hash keyId;

    // Made at the first use, perhaps twice; either is as good, so a volatile write is all the order that is needed.
    private volatile @Nullable OpenSslXwingPublicKey conscryptKey;
    private volatile @Nullable XWingPublicKeyParameters bouncyCastleKey;

    private SealingPublicKey(byte[] encoded) {
        this.encoded = encoded;
        this.keyId = ID_LABEL.hash(encoded);
    }

    /// Reads an encoded key as a stranger sent it.
    ///
    /// Checks what FIPS 203 §7.2 asks of an encapsulation key (length and modulus), that the X25519 part is in
    /// its one canonical form below 2^255 − 19, and that it has no small order. RFC 7748 §5 would have a
    /// function accept other forms of the same point: an enrolled key may have only one, because its hash names
    /// it, and none of small order, because the two providers would then fail at the first seal instead of here
    /// (RFC 7748 §6.1, all-zero check).
    ///
    /// @param encoded 1,216 bytes; copied
    /// @throws KeyRejected naming the clause
    public static SealingPublicKey parse(byte[] encoded) {
        if (encoded.length != LENGTH_BYTES) {
            throw new KeyRejected(
                    "draft-connolly-cfrg-xwing-kem §5.2", "%d bytes, not %d".formatted(LENGTH_BYTES, encoded.length));
        }
        byte[] copy = encoded.clone();
        checkModulus(copy);
        checkPoint(Arrays.copyOfRange(copy, ML_KEM_BYTES, LENGTH_BYTES));
        return new SealingPublicKey(copy);
    }

    /// A copy of the 1,216 bytes.
    public byte[] bytes() {
        return encoded.clone();
    }

    /// Names the key: a labelled SHA-256 of its bytes.
    public Hash keyId() {
        return keyId;
    }

    OpenSslXwingPublicKey conscryptKey() {
        OpenSslXwingPublicKey key = conscryptKey;
        if (key == null) {
            key = new OpenSslXwingPublicKey(encoded);
            conscryptKey = key;
        }
        return key;
    }

    XWingPublicKeyParameters bouncyCastleKey() {
        XWingPublicKeyParameters key = bouncyCastleKey;
        if (key == null) {
            key = new XWingPublicKeyParameters(encoded);
            bouncyCastleKey = key;
        }
        return key;
    }

    /// FIPS 203 §7.2, check 2: every 12-bit integer of the vector is below q, so that decoding and encoding it
    /// again gives the same bytes.
    private static void checkModulus(byte[] key) {
        for (int at = 0; at < ML_KEM_VECTOR_BYTES; at += 3) {
            int three = (key[at] & 0xff) | ((key[at + 1] & 0xff) << 8) | ((key[at + 2] & 0xff) << 16);
            if ((three & 0xfff) >= ML_KEM_MODULUS || (three >>> 12) >= ML_KEM_MODULUS) {
                throw new KeyRejected(
                        "FIPS 203 §7.2", "coefficients below %d, also at byte %d".formatted(ML_KEM_MODULUS, at));
            }
        }
    }

    private static void checkPoint(byte[] point) {
        if (!isBelowPrime(point)) {
            throw new KeyRejected("RFC 7748 §5", "an X25519 part in canonical form");
        }
        byte[] anyScalar = new byte[X25519.SCALAR_SIZE];
        byte[] product = new byte[X25519.POINT_SIZE];
        // Clamping makes each scalar a multiple of the cofactor: a point of small order gives zero under every one.
        X25519.scalarMult(anyScalar, 0, point, 0, product, 0);
        if (Arrays.equals(product, new byte[X25519.POINT_SIZE])) {
            throw new KeyRejected("RFC 7748 §6.1", "an X25519 part that has not a small order");
        }
    }

    /// Whether a little-endian number is below 2^255 − 19.
    private static boolean isBelowPrime(byte[] point) {
        if (point[31] != 0x7f) {
            return point[31] >= 0;
        }
        for (int at = 30; at > 0; at--) {
            if (point[at] != (byte) 0xff) {
                return true;
            }
        }
        return (point[0] & 0xff) < 0xed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealingPublicKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    /// The beginning of the key's name.
    @Override
    public String toString() {
        return "SealingPublicKey(" + keyId.hex().substring(0, 16) + ")";
    }
}
