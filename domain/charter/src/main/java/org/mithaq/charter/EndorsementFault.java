// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.SignatureProvider;

/// One thing that keeps an act from being endorsed by exactly whom it must be (Charter 4.6).
///
/// @param member whom it concerns
/// @param reason what is wrong
public record EndorsementFault(MemberId member, Reason reason) {

    /// What can be wrong.
    public enum Reason {
        /// A founder has not endorsed.
        MISSING,
        /// Somebody has endorsed who is no founder.
        OUTSIDER,
        /// A founder has endorsed more than once.
        TWICE,
        /// A founder has endorsed by another key than its root.
        OTHER_KEY,
        /// The signature is not one by the founder's root over this payload.
        INVALID
    }

    /// All faults of `endorsements`, one for each that is wrong, and then one for each founder who has none.
    ///
    /// Signatures are checked last, and at most once for each founder.
    static List<EndorsementFault> among(
            SignatureProvider signatures, byte[] payload, List<MemberCard> founders, List<Endorsement> endorsements) {
        Map<MemberId, MemberCard> awaited = new TreeMap<>();
        founders.forEach(founder -> awaited.put(founder.id(), founder));
        Set<MemberId> seen = new HashSet<>();
        List<EndorsementFault> faults = new ArrayList<>();
        byte[] message = Dsse.pae(Act.PAYLOAD_TYPE, payload);
        for (Endorsement endorsement : endorsements) {
            MemberId member = endorsement.member();
            MemberCard founder = awaited.get(member);
            if (founder == null) {
                faults.add(new EndorsementFault(member, Reason.OUTSIDER));
            } else if (!seen.add(member)) {
                faults.add(new EndorsementFault(member, Reason.TWICE));
            } else if (!endorsement.keyId().equals(founder.rootKey().keyId())) {
                faults.add(new EndorsementFault(member, Reason.OTHER_KEY));
            } else if (!signatures.verify(founder.rootKey(), message, endorsement.signature())) {
                faults.add(new EndorsementFault(member, Reason.INVALID));
            }
        }
        for (MemberId founder : awaited.keySet()) {
            if (!seen.contains(founder)) {
                faults.add(new EndorsementFault(founder, Reason.MISSING));
            }
        }
        return List.copyOf(faults);
    }

    /// The fault as a refusal of the act.
    CharterRejected rejection() {
        CharterRejected.Code code = switch (reason) {
            case MISSING -> CharterRejected.Code.MISSING;
            case OUTSIDER -> CharterRejected.Code.OUT_OF_PLACE;
            case TWICE -> CharterRejected.Code.DUPLICATE;
            case OTHER_KEY, INVALID -> CharterRejected.Code.UNPROVEN;
        };
        return new CharterRejected(code, CharterClause.FOUNDING_ENDORSEMENTS, reason + " " + member.hex());
    }
}
