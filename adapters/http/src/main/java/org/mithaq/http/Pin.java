// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The name of a TLS peer: SHA-256 of the SubjectPublicKeyInfo of its certificate, as RFC 7469 §2.4 takes it.
///
/// @param hex 64 hexadecimal digits in lower case
public record Pin(String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Pin {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a pin is 64 hexadecimal digits in lower case");
        }
    }

    /// The pin of whoever holds the private key of `certificate`.
    public static Pin of(X509Certificate certificate) {
        return ofSubjectPublicKeyInfo(certificate.getPublicKey().getEncoded());
    }

    /// The pin of a public key in its DER encoding (RFC 5280 §4.1.2.7).
    public static Pin ofSubjectPublicKeyInfo(byte[] der) {
        try {
            return new Pin(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The 32 bytes of the hash, a copy.
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
