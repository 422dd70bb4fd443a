// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Hash;

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

    /// The signing key of this id, and how far it holds, if the member had one since the card in the state.
    public Optional<DatedKey> signingKey(Hash keyId) {
        return cards.stream()
                .map(card -> card.card().signingKey())
                .filter(key -> key.key().keyId().equals(keyId))
                .findFirst()
                .flatMap(key -> signingKey(key.epoch()));
    }

    /// Verifier keys of the member's log, and how far they hold.
    ///
    /// @param verifierKeys in their written form
    /// @param until a checkpoint that they signed counts if it is of this tree or of one that it contains (Charter
    ///     9.5); nothing for the present keys
    public record DatedLogKeys(List<String> verifierKeys, Optional<LogPin> until) {

        public DatedLogKeys {
            verifierKeys = List.copyOf(verifierKeys);
        }
    }

    /// The keys of the member's log: the present ones first, then those that were replaced, the newest first.
    public List<DatedLogKeys> logKeys() {
        List<DatedLogKeys> keys = new ArrayList<>();
        LogIdentity log = present().card().log();
        keys.add(new DatedLogKeys(log.verifierKeys(), Optional.empty()));
        for (int index = rotations.size() - 1; index >= 0; index--) {
            List<String> replaced =
                    new ArrayList<>(cards.get(index).card().log().verifierKeys());
            replaced.removeAll(cards.get(index + 1).card().log().verifierKeys());
            if (!replaced.isEmpty()) {
                keys.add(new DatedLogKeys(
                        replaced, Optional.of(rotations.get(index).log())));
            }
        }
        return List.copyOf(keys);
    }

    /// The keys of the member's witness that count, each list whole: the present ones first, then those that were
    /// replaced, the newest first, unless others may hold one of them (Charter 9.6).
    public List<List<String>> witnessKeys() {
        List<List<String>> keys = new ArrayList<>();
        Set<String> stolen = new HashSet<>();
        for (int index = cards.size() - 1; index >= 0; index--) {
            List<String> these = cosignerKeys(index);
            if (index < rotations.size() && rotations.get(index).compromised().contains(CompromisedKey.WITNESS)) {
                List<String> kept = cosignerKeys(index + 1);
                these.stream().filter(key -> !kept.contains(key)).forEach(stolen::add);
            }
            if (!keys.contains(these) && these.stream().noneMatch(stolen::contains)) {
                keys.add(these);
            }
        }
        return List.copyOf(keys);
    }

    private List<String> cosignerKeys(int index) {
        return cards.get(index).card().witness().cosignerKeys();
    }

    /// Whether the rotation that replaced this signing key says that others may hold it.
    public boolean isCompromised(SigningKey key) {
        for (int index = 0; index < rotations.size(); index++) {
            if (cards.get(index).card().signingKey().equals(key)
                    && rotations.get(index).compromised().contains(CompromisedKey.SIGNING)) {
                return true;
            }
        }
        return false;
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
