// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import org.mithaq.crypto.SignatureProvider;

/// The charter: a chain of acts, folded into a state by a function of the acts alone. No clock, no randomness.
///
/// Members vote with a [Ballot]; this says what the acts come to on which they voted.
public final class Charter {

    private Charter() {}

    /// Folds a chain of acts from the founding on. The acts of the epochs stand in their order; rotations stand
    /// anywhere,
    /// and an act that stands there twice counts once.
    ///
    /// @param entries hostile until this has judged them
    public static Fold fold(SignatureProvider signatures, List<? extends CharterEntry> entries) {
        return new Folding(signatures, entries).result();
    }

    /// The state that a founding act makes.
    ///
    /// @throws CharterRejected if it is none, or not endorsed by exactly its founders
    public static CharterState found(SignatureProvider signatures, SignedAct act) {
        Folding folding = new Folding(signatures, List.of());
        folding.found(act);
        return folding.last();
    }

    /// What an act of membership on `parent` proposes, once it is certain that it would fold there if it were
    /// certified:
    /// what a member looks at before it votes.
    ///
    /// @param signed endorsed by the root of the member that it concerns
    /// @throws CharterRejected if it would not fold
    public static MembershipDraft proposed(SignatureProvider signatures, CharterState parent, SignedAct signed) {
        MembershipDraft draft = membership(signatures, parent, signed);
        Succession.next(parent, draft);
        return draft;
    }

    /// Verifies an entry by itself on the state that it names, by its own signatures and no others: what it costs does
    /// not depend on how long the chain is. What passes may still not fold; what does not pass never does.
    ///
    /// @param charter the states that are known
    /// @throws CharterRejected if it names no state or card that is known, or may not follow there
    public static void checkAlone(SignatureProvider signatures, LivingCharter charter, CharterEntry entry) {
        switch (entry) {
            case CertifiedAct certified -> {
                Certificate certificate = certified.certificate();
                CharterState parent = charter.at(certificate.epoch(), certificate.parent())
                        .orElseThrow(() -> new CharterRejected(
                                CharterRejected.Code.OUT_OF_PLACE,
                                CharterClause.CHAIN,
                                "parent " + certificate.parent()));
                certificate.verify(signatures, parent);
                // What was decided beside an act that is known freezes the charter, whatever it says; and of a type
                // that is not known here only the fold can say that it was decided.
                boolean next = parent.hash().equals(charter.now().hash());
                if (next && Act.parse(certified.signed().payload()).knownType().isPresent()) {
                    proposed(signatures, parent, certified.signed());
                }
            }
            case SignedAct signed -> Rotations.checkAlone(signatures, charter.now(), signed);
        }
    }

    /// Reads an act of membership on `parent`, and checks that whom it concerns endorsed it, and nobody else
    /// (Charter 8.2).
    static MembershipDraft membership(SignatureProvider signatures, CharterState parent, SignedAct signed) {
        MembershipDraft draft = Succession.read(signatures, parent, signed.payload());
        CertifiedCard card = switch (draft) {
            case MembershipDraft.Admit admit -> admit.card();
            case MembershipDraft.Amend amend -> amend.card();
            case MembershipDraft.Leave leave ->
                parent.cardInState(leave.member())
                        .orElseThrow(() -> new CharterRejected(
                                CharterRejected.Code.OUT_OF_PLACE,
                                CharterClause.LEAVE_BODY,
                                leave.member().hex() + ", no member"));
        };
        Endorsements.check(
                signatures, signed, draft.member(), List.of(card.card().rootKey()), CharterClause.CONSENT);
        return draft;
    }

    /// The type of an act, which this version must know (Charter 3.3).
    static ActType known(Act act) {
        return act.knownType()
                .orElseThrow(() ->
                        new CharterRejected(CharterRejected.Code.UNKNOWN, CharterClause.UNKNOWN_TYPE, act.type()));
    }
}
