// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The key with which a node proves itself in TLS, and a certificate that it signed itself.
///
/// The key is ECDSA on P-256, because the TLS library takes no Ed25519 and no ML-DSA certificates. Peers know the
/// [Pin] alone: names, dates and issuers in a certificate decide nothing.
public final class TlsIdentity {

    /// Bytes of a PEM file that [#ofPem] reads at most.
    public static final int PEM_BYTES_MAX = 16_384;

    private static final String KEY_LABEL = "PRIVATE KEY";
    private static final String CERTIFICATE_LABEL = "CERTIFICATE";
    private static final int SERIAL_BITS = 127;
    private static final int P256_BITS = 256;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Pin pin;

    private TlsIdentity(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
        this.pin = Pin.of(certificate);
    }

    /// A fresh key with a certificate (RFC 5280) for it.
    ///
    /// @param commonName subject and issuer, 1 to 64 characters
    /// @param notBefore from when the certificate says it is valid; whole seconds count
    /// @param validity for how long
    public static TlsIdentity make(String commonName, Instant notBefore, Duration validity, SecureRandom random) {
        if (commonName.isEmpty() || commonName.length() > 64) {
            throw new IllegalArgumentException("a common name has 1 to 64 characters (RFC 5280 appendix A.1)");
        }
        Instant from = notBefore.truncatedTo(ChronoUnit.SECONDS);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            var name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, commonName)
                    .build();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                    Date.from(from),
                    Date.from(from.plus(validity)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new TlsIdentity(
                    pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("every Java platform has ECDSA on P-256", e);
        }
    }

    /// Reads what [#pem] wrote.
    ///
    /// @param pem at most [#PEM_BYTES_MAX] bytes; the caller wipes them
    /// @throws MalformedIdentity if it is too long, is no PEM, or key and certificate do not belong together
    public static TlsIdentity ofPem(byte[] pem) throws MalformedIdentity {
        if (pem.length > PEM_BYTES_MAX) {
            throw new MalformedIdentity("at most " + PEM_BYTES_MAX + " bytes");
        }
        byte[] pkcs8 = Pem.block(pem, KEY_LABEL);
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Pem.block(pem, CERTIFICATE_LABEL)));
            if (!isP256(certificate) || !belongTogether(key, certificate)) {
                throw new MalformedIdentity("a P-256 key and the certificate of this key");
            }
            return new TlsIdentity(key, certificate);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new MalformedIdentity("a PKCS#8 key (RFC 5958) and an X.509 certificate", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /// Key (PKCS#8) and certificate in PEM: a secret, which the caller seals and wipes.
    public byte[] pem() {
        byte[] pkcs8 = key.getEncoded();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Pem.write(KEY_LABEL, pkcs8, out);
            out.writeBytes(certificatePem().getBytes(StandardCharsets.US_ASCII));
            return out.toByteArray();
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /// The certificate in PEM, for everybody.
    public String certificatePem() {
        try {
            return "-----BEGIN " + CERTIFICATE_LABEL + "-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END " + CERTIFICATE_LABEL + "-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /// What peers pin.
    public Pin pin() {
        return pin;
    }

    /// The certificate that goes over the network.
    public X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    static boolean isP256(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof ECPublicKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS
                && ec.getParams().getOrder().bitLength() == P256_BITS;
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        byte[] probe = "Mithaq TLS identity".getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(key);
        signing.update(probe);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance("SHA256withECDSA");
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(probe);
        return verifying.verify(signature);
    }

    /// Says whose key it is, and nothing of the key.
    @Override
    public String toString() {
        return "TlsIdentity(" + pin + ")";
    }
}
