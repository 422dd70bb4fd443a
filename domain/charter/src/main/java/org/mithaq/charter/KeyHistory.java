// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.CompositePublicKey;

/// The cards of one member from the one in the state on, each in force until the rotation that replaced it.
///
/// @param cards at least one: the card in the state, then that of each rotation
/// @param rotations those that led from each card to the next, one fewer
/// @param fork two rotations of the last card, if the member's root signed two: neither is in force
public record KeyHistory(List<CertifiedCard> cards, List<Rotation> rotations, Optional<RotationFork> fork) {

    /// A signing key, and how far it holds.
    ///
    /// @param key by which the member signs or signed
    /// @param until what stands in the member's log from this pin on does not count under the key (Charter
    ///     9.5); nothing for the present key
    public record DatedKey(SigningKey key, Optional<LogPin> until) {}

    public KeyHistory {
        cards = List.copyOf(cards);
        rotations = List.copyOf(rotations);
    }

    /// The card in force.
    public CertifiedCard present() {
        return cards.getLast();
    }

    /// The key of this signing epoch, and how far it holds, if the member had one since the card in the state.
    public Optional<DatedKey> signingKey(int epoch) {
        for (int index = 0; index < cards.size(); index++) {
            SigningKey key = cards.get(index).card().signingKey();
            boolean replacedNext = index < rotations.size()
                    && !cards.get(index + 1).card().signingKey().equals(key);
            boolean last = index == rotations.size();
            if (key.epoch() == epoch && (replacedNext || last)) {
                return Optional.of(new DatedKey(
                        key, replacedNext ? Optional.of(rotations.get(index).log()) : Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /// Every signing key, the oldest first.
    public List<CompositePublicKey> signingKeys() {
        return cards.stream()
                .map(card -> card.card().signingKey().key())
                .distinct()
                .toList();
    }

    /// The rotations that declared keys of this kind compromised, the oldest first.
    public List<Rotation> compromised(CompromisedKey kind) {
        return rotations.stream()
                .filter(rotation -> rotation.compromised().contains(kind))
                .toList();
    }
}
