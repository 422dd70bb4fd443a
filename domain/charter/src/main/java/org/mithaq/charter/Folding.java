// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// One fold of one list of acts. Rotations are set aside first, because they count whatever their place among
/// the others.
final class Folding {

    private final SignatureProvider signatures;
    private final List<? extends CharterEntry> entries;
    private final Rotations rotations = new Rotations();
    private final List<CharterState> states = new ArrayList<>();
    private final Map<Hash, Integer> epochByState = new HashMap<>();
    private final Map<Hash, CertifiedAct> actByParent = new HashMap<>();
    private Optional<CertificateConflict> conflict = Optional.empty();
    private int frozenAt = Integer.MAX_VALUE;

    Folding(SignatureProvider signatures, List<? extends CharterEntry> entries) {
        this.signatures = signatures;
        this.entries = entries;
    }

    Fold result() {
        Map<Integer, SignedAct> rotated = new TreeMap<>();
        int index = 0;
        try {
            for (; index < entries.size(); index++) {
                if (entries.get(index) instanceof SignedAct act && isRotation(act)) {
                    rotations.add(signatures, act, index);
                    rotated.put(index, act);
                }
            }
            for (index = 0; index < entries.size(); index++) {
                if (!rotated.containsKey(index)) {
                    take(entries.get(index));
                }
            }
        } catch (CharterRejected e) {
            return new Fold.Stopped(String.valueOf(e.getMessage()), index, e.clause());
        }
        return ended();
    }

    private Fold ended() {
        if (states.isEmpty()) {
            return new Fold.Stopped("there is no act", 0, CharterClause.CHAIN);
        }
        Optional<Fold.Stopped> fault = rotations.firstFault();
        if (fault.isPresent()) {
            return fault.orElseThrow();
        }
        if (conflict.isPresent()) {
            return new Fold.Frozen(List.copyOf(states.subList(0, frozenAt)), conflict.orElseThrow());
        }
        Optional<Integer> loose = rotations.loose(known(), forked());
        return loose.<Fold>map(index -> new Fold.Stopped(
                        "%s: a rotation of a card that no act has brought".formatted(CharterClause.CHAIN.id()),
                        index,
                        CharterClause.CHAIN))
                .orElseGet(() -> new Fold.Standing(List.copyOf(states)));
    }

    private void take(CharterEntry entry) {
        switch (entry) {
            case SignedAct signed -> found(signed);
            case CertifiedAct certified -> follow(certified);
        }
    }

    /// The state after the last act of the epochs.
    CharterState last() {
        return states.getLast();
    }

    void found(SignedAct signed) {
        Act act = Act.parse(signed.payload());
        ActType type = Charter.known(act);
        if (type != ActType.FOUND) {
            throw new CharterRejected(
                    CharterRejected.Code.MISSING,
                    states.isEmpty() ? CharterClause.CHAIN : CharterClause.CERTIFICATE,
                    "an act of the type %s without a certificate".formatted(act.type()));
        }
        if (!states.isEmpty()) {
            throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.CHAIN, "a second founding act");
        }
        byte[] payload = signed.payload();
        FoundingDraft founding = FoundingDraft.readFound(signatures, act);
        List<EndorsementFault> faults = founding.faults(signatures, payload, signed.endorsements());
        if (!faults.isEmpty()) {
            throw faults.getFirst().rejection();
        }
        Hash hash = signed.payloadHash();
        FederationId federation = new FederationId(hash);
        add(new CharterState(
                federation,
                founding.names(),
                new CharterState.Place(CharterState.EPOCH_AFTER_FOUNDING, Hash.ZERO, hash),
                histories(federation, founding.founders()),
                founding.open(hash),
                new TreeMap<>()));
    }

    private void follow(CertifiedAct certified) {
        if (states.isEmpty()) {
            throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.CHAIN, "no founding act");
        }
        Integer epoch = epochByState.get(certified.certificate().parent());
        if (epoch == null) {
            if (conflict.isPresent()) {
                // What follows on one of two acts that froze the charter counts as little as they do.
                return;
            }
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.CHAIN,
                    "parent " + certified.certificate().parent());
        }
        CharterState parent = states.get(epoch - 1);
        CertifiedAct known = actByParent.get(parent.hash());
        if (known != null && known.payloadHash().equals(certified.payloadHash())) {
            return;
        }
        certified.certificate().verify(signatures, parent);
        if (known == null) {
            add(after(parent, certified));
            actByParent.put(parent.hash(), certified);
        } else if (epoch < frozenAt) {
            conflict = CertificateConflict.between(known, certified);
            frozenAt = epoch;
        }
    }

    private CharterState after(CharterState parent, CertifiedAct certified) {
        MembershipDraft draft = Charter.membership(signatures, parent, certified.signed());
        Succession next = Succession.next(parent, draft);
        return new CharterState(
                parent.federation(),
                parent.names(),
                new CharterState.Place(parent.epoch() + 1, parent.hash(), certified.payloadHash()),
                histories(parent.federation(), next.cards()),
                next.channels(),
                next.logs());
    }

    private List<KeyHistory> histories(FederationId federation, List<CertifiedCard> cards) {
        return cards.stream()
                .map(card -> rotations.history(signatures, federation, card))
                .toList();
    }

    private void add(CharterState state) {
        states.add(state);
        epochByState.put(state.hash(), state.epoch());
    }

    private static boolean isRotation(SignedAct signed) {
        return Act.parse(signed.payload()).knownType().equals(Optional.of(ActType.ROTATE));
    }

    private Set<Hash> known() {
        Set<Hash> known = new HashSet<>();
        states.forEach(state ->
                state.histories().forEach(history -> history.cards().forEach(card -> known.add(card.payloadHash()))));
        return known;
    }

    private Set<MemberId> forked() {
        Set<MemberId> forked = new HashSet<>();
        states.forEach(state ->
                state.histories().forEach(history -> history.fork().ifPresent(fork -> forked.add(fork.member()))));
        return forked;
    }
}
