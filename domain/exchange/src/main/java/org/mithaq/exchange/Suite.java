// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;

/// Which algorithms a message uses, as a number in every signed message (protocol, Suites).
///
/// There is one so far. The composite signature and X-Wing are drafts, so a second number will come, and a message
/// whose number is unknown is refused rather than guessed at.
public enum Suite {

    /// Composite ML-DSA-65 + Ed25519 (`id-MLDSA65-Ed25519-SHA512`), HPKE X-Wing (KEM 0x647A, HKDF-SHA256,
    /// AES-256-GCM), C2SP chunked encryption with SHA-512 and AES-256-GCM, SHA-256.
    HYBRID_1(1);

    private final int number;

    Suite(int number) {
        this.number = number;
    }

    /// The number on the wire, 16 bits.
    public int number() {
        return number;
    }

    /// Reads a suite number.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the number is unknown
    static Suite read(CanonicalReader in) {
        int number = in.u16("suite");
        if (number != HYBRID_1.number) {
            throw in.refuse("suite", "suite 1, the only one of this version, and not " + number);
        }
        return HYBRID_1;
    }
}
