// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.SignatureProvider;

/// Checks on signatures of one member under an act that it makes or agrees to.
final class Endorsements {

    private Endorsements() {}

    /// Returns quietly if `member` endorsed `signed` exactly once by each of `keys`, in their order, and
    /// nobody else did.
    ///
    /// @throws CharterRejected under `clause` otherwise
    static void check(
            SignatureProvider signatures,
            SignedAct signed,
            MemberId member,
            List<CompositePublicKey> keys,
            CharterClause clause) {
        List<Endorsement> endorsements = signed.endorsements();
        if (endorsements.size() < keys.size()) {
            throw new CharterRejected(CharterRejected.Code.MISSING, clause, endorsements.size() + " endorsements");
        }
        if (endorsements.size() > keys.size()) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, clause, endorsements.size() + " endorsements");
        }
        byte[] message = Dsse.pae(Act.PAYLOAD_TYPE, signed.payload());
        for (int index = 0; index < keys.size(); index++) {
            Endorsement endorsement = endorsements.get(index);
            CompositePublicKey key = keys.get(index);
            boolean proven = endorsement.member().equals(member)
                    && endorsement.keyId().equals(key.keyId())
                    && signatures.verify(key, message, endorsement.signature());
            if (!proven) {
                throw new CharterRejected(CharterRejected.Code.UNPROVEN, clause, endorsement.toString());
            }
        }
    }
}
