// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/// RFC 9180 in base mode and X-Wing's decapsulation, written as the texts stand and for nothing but clarity.
///
/// Shares with the code under test only ML-KEM-768 (Bouncy Castle) and SHAKE256; the rest is the JDK's.
final class HpkeReference {

    private HpkeReference() {}

    /// The keys of RFC 9180 §5.1.
    static final class Context {
        final byte[] key;
        final byte[] baseNonce;
        final byte[] exporterSecret;

        Context(byte[] key, byte[] baseNonce, byte[] exporterSecret) {
            this.key = key;
            this.baseNonce = baseNonce;
            this.exporterSecret = exporterSecret;
        }
    }

    static byte[] open(SealingPrivateKey key, byte[] info, byte[] stanza) {
        byte[] enc = Arrays.copyOf(stanza, 1120);
        byte[] ct = Arrays.copyOfRange(stanza, 1120, stanza.length);
        byte[] sharedSecret =
                decapsulate(key.secret().revealSecret(), key.publicKey().bytes(), enc);
        Context context = keySchedule(sharedSecret, info, 2);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(context.key, "AES"),
                    new GCMParameterSpec(128, context.baseNonce));
            return cipher.doFinal(ct);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// X-Wing: `SHA3-256(ss_M ‖ ss_X ‖ ct_X ‖ pk_X ‖ label)`, draft-connolly-cfrg-xwing-kem §5.3 and §5.5.
    static byte[] decapsulate(byte[] seed, byte[] publicKey, byte[] enc) {
        byte[] expanded = new byte[96];
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(seed, 0, 32);
        shake.doFinal(expanded, 0, 96);
        byte[] mlKemSeed = Arrays.copyOf(expanded, 64);
        byte[] scalar = Arrays.copyOfRange(expanded, 64, 96);
        byte[] share = Arrays.copyOfRange(enc, 1088, 1120);
        byte[] point = Arrays.copyOfRange(publicKey, 1184, 1216);
        byte[] pqSecret = new MLKEMExtractor(new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, mlKemSeed))
                .extractSecret(Arrays.copyOf(enc, 1088));
        byte[] label = {'\\', '.', '/', '/', '^', '\\'};
        try {
            return MessageDigest.getInstance("SHA3-256")
                    .digest(joined(pqSecret, x25519(scalar, share), share, point, label));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// `KeySchedule` in mode_base with HKDF-SHA256 and an AEAD of 32-byte keys, RFC 9180 §5.1.
    static Context keySchedule(byte[] sharedSecret, byte[] info, int aeadId) {
        byte[] suite = joined(ascii("HPKE"), i2osp(0x647A), i2osp(0x0001), i2osp(aeadId));
        byte[] pskIdHash = labeledExtract(suite, new byte[0], "psk_id_hash", new byte[0]);
        byte[] infoHash = labeledExtract(suite, new byte[0], "info_hash", info);
        byte[] scheduleContext = joined(new byte[] {0}, pskIdHash, infoHash);
        byte[] secret = labeledExtract(suite, sharedSecret, "secret", new byte[0]);
        return new Context(
                labeledExpand(suite, secret, "key", scheduleContext, 32),
                labeledExpand(suite, secret, "base_nonce", scheduleContext, 12),
                labeledExpand(suite, secret, "exp", scheduleContext, 32));
    }

    private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] ikm) {
        byte[] key = salt.length == 0 ? new byte[32] : salt;
        return hmac(key, joined(ascii("HPKE-v1"), suite, ascii(label), ikm));
    }

    /// One block is enough for every length used here.
    private static byte[] labeledExpand(byte[] suite, byte[] prk, String label, byte[] info, int length) {
        byte[] labeled = joined(i2osp(length), ascii("HPKE-v1"), suite, ascii(label), info);
        return Arrays.copyOf(hmac(prk, joined(labeled, new byte[] {1})), length);
    }

    private static byte[] x25519(byte[] scalar, byte[] point) throws GeneralSecurityException {
        byte[] bigEndian = new byte[32];
        for (int at = 0; at < 32; at++) {
            bigEndian[31 - at] = point[at];
        }
        bigEndian[0] &= 0x7f;
        KeyFactory keys = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
        agreement.doPhase(
                keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
                true);
        return agreement.generateSecret();
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] i2osp(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
