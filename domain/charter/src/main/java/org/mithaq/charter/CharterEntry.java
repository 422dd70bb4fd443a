// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;

/// What a charter is kept and passed on as: an act that its signatures alone make, or one with a certificate.
public sealed interface CharterEntry permits SignedAct, CertifiedAct {

    /// Names the act: the same whoever endorsed it or voted for it.
    Hash payloadHash();

    /// The written form, in files and on the wire.
    byte[] encode();

    /// Reads either form; the first field tells which it is.
    ///
    /// @param encoding of any length
    /// @throws CharterRejected if it is neither
    static CharterEntry decode(byte[] encoding) {
        String type;
        try {
            type = new CanonicalReader(encoding).text("type", CertifiedAct.TYPE.length());
        } catch (MalformedEncoding e) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.ACT_ENCODING, String.valueOf(e.getMessage()));
        }
        return type.equals(CertifiedAct.TYPE) ? CertifiedAct.decode(encoding) : SignedAct.decode(encoding);
    }
}
