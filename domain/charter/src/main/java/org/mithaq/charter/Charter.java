// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// The charter: a chain of acts, folded into a state by a function of the acts alone. No clock, no randomness.
///
/// This version knows the founding. To propose, vote, certify, admit, leave and rotate keys are acts of other types:
/// they stop its fold.
public final class Charter {

    private Charter() {}

    /// Folds a chain of acts from the founding on.
    ///
    /// @param acts in their order; hostile until this has judged them
    public static Fold fold(SignatureProvider signatures, List<SignedAct> acts) {
        Optional<CharterState> state = Optional.empty();
        for (int index = 0; index < acts.size(); index++) {
            try {
                state = Optional.of(apply(signatures, state, acts.get(index)));
            } catch (CharterRejected e) {
                return new Fold.Stopped(String.valueOf(e.getMessage()), index, e.clause());
            }
        }
        return state.<Fold>map(Fold.Standing::new)
                .orElseGet(() -> new Fold.Stopped("there is no act", 0, CharterClause.CHAIN));
    }

    /// The state that a founding act makes.
    ///
    /// @throws CharterRejected if it is none, or not endorsed by exactly its founders
    public static CharterState found(SignatureProvider signatures, SignedAct act) {
        return apply(signatures, Optional.empty(), act);
    }

    private static CharterState apply(SignatureProvider signatures, Optional<CharterState> parent, SignedAct signed) {
        byte[] payload = signed.payload();
        Act act = Act.parse(payload);
        ActType type = act.knownType()
                .orElseThrow(() ->
                        new CharterRejected(CharterRejected.Code.UNKNOWN, CharterClause.UNKNOWN_TYPE, act.type()));
        return switch (type) {
            case FOUND -> {
                if (parent.isPresent()) {
                    throw new CharterRejected(
                            CharterRejected.Code.OUT_OF_PLACE, CharterClause.CHAIN, "a second founding act");
                }
                yield found(signatures, signed, payload, FoundingDraft.readFound(signatures, act));
            }
        };
    }

    private static CharterState found(
            SignatureProvider signatures, SignedAct signed, byte[] payload, FoundingDraft founding) {
        List<EndorsementFault> faults = founding.faults(signatures, payload, signed.endorsements());
        if (!faults.isEmpty()) {
            throw faults.getFirst().rejection();
        }
        Hash act = signed.payloadHash();
        return new CharterState(
                new FederationId(act),
                founding.names(),
                CharterState.EPOCH_AFTER_FOUNDING,
                Hash.ZERO,
                act,
                founding.founders(),
                founding.open(act));
    }
}
