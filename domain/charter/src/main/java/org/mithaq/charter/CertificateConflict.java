// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mithaq.crypto.SignatureProvider;

/// Two certificates of different acts on one parent. They freeze the charter, and convict more members than a
/// quorum tolerates as liars (Charter 7.11 and 7.12).
///
/// @param one the act of the lesser payload hash
/// @param other the other
/// @param convictions one for each culprit, ordered by member
public record CertificateConflict(CertifiedAct one, CertifiedAct other, List<VoteConflict> convictions) {

    public CertificateConflict {
        convictions = List.copyOf(convictions);
    }

    /// The conflict of two certified acts, if they are one. The caller has verified both certificates, or does
    /// so with [#verify].
    public static Optional<CertificateConflict> between(CertifiedAct one, CertifiedAct other) {
        boolean conflicting =
                one.certificate().parent().equals(other.certificate().parent())
                        && !one.payloadHash().equals(other.payloadHash());
        if (!conflicting) {
            return Optional.empty();
        }
        boolean inOrder = one.payloadHash().compareTo(other.payloadHash()) < 0;
        CertifiedAct first = inOrder ? one : other;
        CertifiedAct second = inOrder ? other : one;
        return Optional.of(
                new CertificateConflict(first, second, convictions(first.certificate(), second.certificate())));
    }

    /// The members that these two certificates convict, each by two votes of its own.
    ///
    /// Of two certificates with a quorum of q each these are at least 2q − n of the n members, and never one
    /// that kept Charter 7.3 to 7.5: whoever committed the older one, and then voted in the first newer
    /// preparation.
    static List<VoteConflict> convictions(Certificate one, Certificate other) {
        Map<MemberId, List<SignedVote>> byMember = new TreeMap<>();
        one.votes()
                .forEach(vote -> byMember.computeIfAbsent(vote.member(), _ -> new ArrayList<>())
                        .add(vote));
        Map<MemberId, VoteConflict> found = new TreeMap<>();
        other.votes().forEach(vote -> {
            for (SignedVote earlier : byMember.getOrDefault(vote.member(), List.of())) {
                VoteConflict.between(earlier, vote).ifPresent(conflict -> found.putIfAbsent(vote.member(), conflict));
            }
        });
        return List.copyOf(found.values());
    }

    /// Whom it convicts.
    public Set<MemberId> culprits() {
        Set<MemberId> culprits = new HashSet<>();
        convictions.forEach(conflict -> culprits.add(conflict.member()));
        return Set.copyOf(culprits);
    }

    /// Returns quietly if both certificates hold on `parent`: what a third checks who is shown this.
    ///
    /// @throws CharterRejected if one does not
    public void verify(SignatureProvider signatures, CharterState parent) {
        one.certificate().verify(signatures, parent);
        other.certificate().verify(signatures, parent);
    }
}
