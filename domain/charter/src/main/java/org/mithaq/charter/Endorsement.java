// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Hash;

/// One member's signature under an act. That it exists says nothing about the signature. Immutable.
public final class Endorsement {

    private final MemberId member;
    private final Hash keyId;
    private final byte[] signature;

    /// @param member who says to have signed
    /// @param keyId [CompositePublicKey#keyId] of the key by which
    /// @param signature 3,373 bytes over the DSSE pre-authentication encoding of the act's payload; copied
    /// @throws CharterRejected if it has another length
    public Endorsement(MemberId member, Hash keyId, byte[] signature) {
        if (signature.length != CompositePublicKey.SIGNATURE_BYTES) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.ACT_ENCODING,
                    "a signature of " + signature.length + " bytes");
        }
        this.member = member;
        this.keyId = keyId;
        this.signature = signature.clone();
    }

    /// Who says to have signed.
    public MemberId member() {
        return member;
    }

    /// By which key.
    public Hash keyId() {
        return keyId;
    }

    /// A copy of the signature.
    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endorsement endorsement
                && member.equals(endorsement.member)
                && keyId.equals(endorsement.keyId)
                && Arrays.equals(signature, endorsement.signature);
    }

    @Override
    public int hashCode() {
        return 31 * member.hashCode() + Arrays.hashCode(signature);
    }

    /// Who, and by which key.
    @Override
    public String toString() {
        return "Endorsement(%s, key %s)".formatted(member.shortForm(), keyId);
    }
}
