// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.Hash;

/// By what a node's TLS certificate is known: SHA-256 of its SubjectPublicKeyInfo (Charter 1.4).
///
/// @param spki the 32 bytes
public record TlsPin(Hash spki) implements Comparable<TlsPin> {

    /// The pin of a certificate's public key.
    ///
    /// @param subjectPublicKeyInfo its DER encoding, as [java.security.PublicKey#getEncoded] gives it
    public static TlsPin of(byte[] subjectPublicKeyInfo) {
        return new TlsPin(Hash.of(subjectPublicKeyInfo));
    }

    /// Reads 64 hexadecimal digits in lower case.
    ///
    /// @throws CharterRejected if `hex` is anything else
    public static TlsPin parse(String hex) {
        return new TlsPin(Hex.hash(hex, CharterClause.NODES));
    }

    /// The written form: 64 hexadecimal digits in lower case.
    public String hex() {
        return spki.hex();
    }

    @Override
    public int compareTo(TlsPin other) {
        return spki.compareTo(other.spki);
    }

    @Override
    public String toString() {
        return hex();
    }
}
