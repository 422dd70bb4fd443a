// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.Hash;

/// Names a federation: the payload hash of its founding act (Charter 4.5).
///
/// @param hash made by [org.mithaq.crypto.Dsse#payloadHash] over that act
public record FederationId(Hash hash) {

    /// Reads 64 hexadecimal digits in lower case.
    ///
    /// @throws CharterRejected if `hex` is anything else
    public static FederationId parse(String hex) {
        return new FederationId(Hex.hash(hex, CharterClause.FEDERATION_ID));
    }

    /// The written form: 64 hexadecimal digits in lower case.
    public String hex() {
        return hash.hex();
    }

    @Override
    public String toString() {
        return hex();
    }
}
