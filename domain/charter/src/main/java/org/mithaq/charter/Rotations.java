// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// The rotations among the acts of one fold, by the cards that they replace, whatever the order in which they
/// came.
///
/// One that may not follow on the card that it names is never in force; [#firstFault] says that it stops the
/// fold.
final class Rotations {

    private final Map<Hash, SortedMap<Hash, Signed>> byReplaced = new HashMap<>();
    private final SortedMap<Integer, CharterRejected> faults = new TreeMap<>();

    private record Signed(SignedAct act, Rotation rotation, int index) {}

    /// Keeps a rotation for when its card is reached.
    ///
    /// @param index position of the act in the fold, from 0
    /// @throws CharterRejected if it is none
    void add(SignatureProvider signatures, SignedAct act, int index) {
        Rotation rotation = Rotation.read(signatures, Act.parse(act.payload()));
        byReplaced
                .computeIfAbsent(rotation.replaced(), _ -> new TreeMap<>())
                .putIfAbsent(act.payloadHash(), new Signed(act, rotation, index));
    }

    /// Verifies one rotation by itself, on the card of `state` that it names.
    ///
    /// @throws CharterRejected if it is none, or may not follow on that card
    static void checkAlone(SignatureProvider signatures, CharterState state, SignedAct signed) {
        Hash replaced = Act.parse(signed.payload()).parent();
        CertifiedCard last = state.histories().stream()
                .flatMap(history -> history.cards().stream())
                .filter(card -> card.payloadHash().equals(replaced))
                .findFirst()
                .orElseThrow(() -> new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE, CharterClause.CHAIN, "a rotation of a card " + replaced));
        Rotation rotation = Rotation.read(signatures, Act.parse(signed.payload()));
        check(signatures, state.federation(), last.card(), signed, rotation);
    }

    private static void check(
            SignatureProvider signatures, FederationId federation, MemberCard last, SignedAct act, Rotation rotation) {
        if (!rotation.federation().equals(federation)) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.ROTATE_FORM,
                    "a rotation in " + rotation.federation());
        }
        rotation.checkFollows(last);
        rotation.checkEndorsed(signatures, act, last);
    }

    /// The cards of a member from `first` on.
    KeyHistory history(SignatureProvider signatures, FederationId federation, CertifiedCard first) {
        List<CertifiedCard> cards = new ArrayList<>(List.of(first));
        List<Rotation> rotations = new ArrayList<>();
        // The serial grows with each step, so that the walk ends.
        while (true) {
            CertifiedCard last = cards.getLast();
            List<Signed> next =
                    byReplaced.getOrDefault(last.payloadHash(), Collections.emptySortedMap()).values().stream()
                            .filter(signed -> isInForce(signatures, federation, last.card(), signed))
                            .toList();
            if (next.size() > 1) {
                RotationFork fork = new RotationFork(last.id(), last.payloadHash(), next.get(0).act, next.get(1).act);
                return new KeyHistory(cards, rotations, Optional.of(fork));
            }
            if (next.isEmpty()) {
                return new KeyHistory(cards, rotations, Optional.empty());
            }
            cards.add(next.getFirst().rotation.card());
            rotations.add(next.getFirst().rotation);
        }
    }

    /// The first rotation that was reached and broke a clause, if one did.
    Optional<Fold.Stopped> firstFault() {
        return faults.entrySet().stream()
                .findFirst()
                .map(fault -> new Fold.Stopped(
                        String.valueOf(fault.getValue().getMessage()),
                        fault.getKey(),
                        fault.getValue().clause()));
    }

    /// The first rotation of a card that is not among `cards`, of a member that is not among `forked`: after a
    /// fork of its keys a member has rotations that nobody can place.
    Optional<Integer> loose(Set<Hash> cards, Set<MemberId> forked) {
        return byReplaced.entrySet().stream()
                .filter(entry -> !cards.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().values().stream())
                .filter(signed -> !forked.contains(signed.rotation.card().id()))
                .map(Signed::index)
                .min(Integer::compare);
    }

    private boolean isInForce(SignatureProvider signatures, FederationId federation, MemberCard last, Signed signed) {
        try {
            check(signatures, federation, last, signed.act, signed.rotation);
            return true;
        } catch (CharterRejected e) {
            faults.putIfAbsent(signed.index, e);
            return false;
        }
    }
}
