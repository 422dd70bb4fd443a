// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LogIdentity;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SealingKey;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.SigningKey;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.node.NodeKeys;
import org.mithaq.tlog.NoteSigner;

/// The online keys of one member as they lie beside its ledger: written in one step, kept apart from it, and always the
/// newest, whatever became of the ledger. Only what is in it can sign and open.
final class OnlineRing {

    private final int index;
    private final SortedSet<Integer> signing = new TreeSet<>(Set.of(1));
    private final SortedSet<Integer> sealing = new TreeSet<>(Set.of(1));
    private int logs = 1;

    OnlineRing(int index) {
        this.index = index;
    }

    /// All that are here; which of several signing keys is the present one, the card says.
    NodeKeys keys() {
        TreeMap<Integer, SealingPrivateKey> opening = new TreeMap<>();
        sealing.forEach(epoch -> opening.put(epoch, MemberKeys.sealing(index, epoch)));
        List<CompositePrivateKey> others = signing.headSet(signing.last()).stream()
                .map(epoch -> MemberKeys.signing(index, epoch))
                .toList();
        return new NodeKeys(MemberKeys.signing(index, signing.last()), others, opening);
    }

    /// What signs checkpoints under a card.
    NoteSigner log(MemberCard card) {
        for (int generation = 1; generation <= logs; generation++) {
            NoteSigner signer = MemberKeys.log(index, generation);
            if (card.log().verifierKeys().contains(signer.verifierKey().vkey())) {
                return signer;
            }
        }
        throw new IllegalStateException("no log key of member " + index + " is in its card");
    }

    /// Makes keys that take the place of those of a card, and keeps them beside those.
    ///
    /// @return the card that names them
    MemberCard renewed(MemberCard card, Set<CompromisedKey> kinds) {
        SigningKey signs = card.signingKey();
        SealingKey seals = card.sealingKey();
        LogIdentity log = card.log();
        if (kinds.contains(CompromisedKey.SIGNING)) {
            int epoch = signs.epoch() + 1;
            signing.add(epoch);
            signs = new SigningKey(epoch, MemberKeys.signing(index, epoch).publicKey());
        }
        if (kinds.contains(CompromisedKey.SEALING)) {
            int epoch = seals.epoch() + 1;
            sealing.add(epoch);
            seals = new SealingKey(epoch, MemberKeys.sealing(index, epoch).publicKey());
        }
        if (kinds.contains(CompromisedKey.LOG)) {
            int next = logNumber(card) + 1;
            logs = Math.max(logs, next);
            log = new LogIdentity(
                    log.origin(),
                    List.of(MemberKeys.log(index, next).verifierKey().vkey()));
        }
        return new MemberCard(
                card.id(),
                card.rootKey(),
                card.names(),
                card.kind(),
                card.contacts(),
                card.nodes(),
                signs,
                seals,
                log,
                card.witness(),
                card.validity(),
                card.serial() + 1);
    }

    private int logNumber(MemberCard card) {
        NoteSigner present = log(card);
        int number = 1;
        while (!MemberKeys.log(index, number).equals(present)) {
            number++;
        }
        return number;
    }

    /// The act by which the root puts a card in the place of the present one.
    ///
    /// @param compromised what others may hold
    SignedAct rotation(CharterState state, MemberCard next, Set<CompromisedKey> compromised, LogPin pin) {
        CertifiedCard previous = state.certifiedCard(next.id()).orElseThrow();
        CertifiedCard certified = CertifiedCard.certify(Federation.SIGNATURES, MemberKeys.root(index), next);
        return new Rotation(state.federation(), previous.payloadHash(), certified, compromised, pin)
                .sign(
                        Federation.SIGNATURES,
                        previous.card(),
                        MemberKeys.root(index),
                        MemberKeys.signing(index, next.signingKey().epoch()));
    }

    /// Whether something is here that is not of a card.
    boolean hasMoreThan(MemberCard card) {
        return signing.size() > 1
                || sealing.size() > 1
                || !signing.contains(card.signingKey().epoch())
                || !sealing.contains(card.sealingKey().epoch());
    }

    /// The signing keys that are not those of a card.
    List<CompositePrivateKey> spareSigning(MemberCard card) {
        return signing.stream()
                .filter(epoch -> epoch != card.signingKey().epoch())
                .map(epoch -> MemberKeys.signing(index, epoch))
                .toList();
    }

    /// Destroys what was replaced: what is not in the ring any more is gone.
    ///
    /// @param signs whether replaced signing keys go
    /// @param seals whether replaced sealing keys go
    void destroy(MemberCard card, boolean signs, boolean seals) {
        if (signs) {
            signing.removeIf(epoch -> epoch < card.signingKey().epoch());
        }
        if (seals) {
            sealing.removeIf(epoch -> epoch < card.sealingKey().epoch());
        }
    }

    /// What the ring of a member that has left still signs checkpoints by.
    Optional<NoteSigner> lastLog() {
        return Optional.of(MemberKeys.log(index, logs));
    }
}
