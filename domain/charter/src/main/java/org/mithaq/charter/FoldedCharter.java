// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// The states of one fold: for whoever verifies offline what was signed under any of them.
///
/// @param states at least one, that of epoch 1 first
public record FoldedCharter(List<CharterState> states) implements LivingCharter {

    public FoldedCharter {
        states = List.copyOf(states);
    }

    /// What these acts fold to.
    ///
    /// @param entries the founding act first
    /// @throws CharterRejected if they do not fold to their end
    public static FoldedCharter of(SignatureProvider signatures, List<? extends CharterEntry> entries) {
        return switch (Charter.fold(signatures, entries)) {
            case Fold.Standing standing -> new FoldedCharter(standing.states());
            case Fold.Frozen frozen -> new FoldedCharter(frozen.states());
            case Fold.Stopped stopped ->
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        stopped.clause(),
                        "act %d: %s".formatted(stopped.actIndex(), stopped.reason()));
        };
    }

    @Override
    public CharterState now() {
        return states.getLast();
    }

    @Override
    public Optional<CharterState> at(long epoch, Hash state) {
        return epoch < 1 || epoch > states.size()
                ? Optional.empty()
                : Optional.of(states.get((int) epoch - 1))
                        .filter(each -> each.hash().equals(state));
    }
}
