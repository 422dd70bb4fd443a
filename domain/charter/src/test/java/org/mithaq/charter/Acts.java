// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.mithaq.charter.Founders.SIGNATURES;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.json.JsonObject;

/// Acts after the founding by the members of [Founders], and votes on them.
final class Acts {

    static final CharterState FOUNDED = Charter.found(SIGNATURES, Founders.act());

    private Acts() {}

    static LogPin pin(long size) {
        return size == 0 ? LogPin.EMPTY : new LogPin(size, Hash.wrap(Founders.seed("root at " + size)));
    }

    /// The logs of these members at one size.
    static SortedMap<MemberId, LogPin> logs(long size, int... members) {
        SortedMap<MemberId, LogPin> logs = new TreeMap<>();
        Arrays.stream(members).forEach(member -> logs.put(Founders.id(member), pin(size)));
        return logs;
    }

    /// A community of the founding, 1 or 2.
    static ChannelId community(int index) {
        return ChannelId.opened(Founders.act().payloadHash(), index);
    }

    static SignedAct admission(CharterState parent) {
        MembershipDraft draft = new MembershipDraft.Admit(
                Founders.certified(5), new TreeSet<>(Set.of(community(1))), logs(7, 0, 1, 2, 3, 4, 5));
        return endorsed(draft.act(parent, 0), 5);
    }

    static SignedAct departure(CharterState parent, int member, int... before) {
        return endorsed(new MembershipDraft.Leave(Founders.id(member), logs(9, before)).act(parent, 0), member);
    }

    static SignedAct endorsed(Act act, int... members) {
        byte[] payload = act.payload();
        return new SignedAct(
                payload,
                Arrays.stream(members)
                        .mapToObj(member -> Founders.endorse(payload, member))
                        .toList());
    }

    static SignedAct endorsed(CharterState parent, ActType type, JsonObject body, int member) {
        return endorsed(new Act(type.text(), parent.hash(), parent.epoch(), 0, body), member);
    }

    static Vote vote(CharterState parent, int round, Vote.Phase phase, SignedAct act, int lock) {
        return new Vote(
                parent.federation(),
                parent.hash(),
                parent.epoch(),
                round,
                phase,
                act.payloadHash(),
                lock < 0 ? OptionalInt.empty() : OptionalInt.of(lock));
    }

    static SignedVote signed(Vote vote, int member) {
        return signed(vote, member, Founders.signing(member));
    }

    static SignedVote signed(Vote vote, int member, CompositePrivateKey key) {
        return new SignedVote(
                Founders.id(member),
                vote,
                key.publicKey().keyId(),
                SIGNATURES.sign(key, Dsse.pae(Vote.PAYLOAD_TYPE, vote.payload())));
    }

    static List<SignedVote> votes(Vote vote, int... members) {
        return Arrays.stream(members).mapToObj(member -> signed(vote, member)).toList();
    }

    static Preparation prepared(CharterState parent, int round, SignedAct act, int lock, int... members) {
        return new Preparation(votes(vote(parent, round, Vote.Phase.PREPARE, act, lock), members));
    }

    static List<SignedVote> committed(CharterState parent, int round, SignedAct act, int... members) {
        return votes(vote(parent, round, Vote.Phase.COMMIT, act, -1), members);
    }

    static CertifiedAct certified(CharterState parent, int round, SignedAct act, int... members) {
        return new CertifiedAct(
                act,
                new Certificate(
                        committed(parent, round, act, members), List.of(prepared(parent, round, act, -1, members))));
    }

    static CharterState standing(CharterEntry... entries) {
        Fold fold = Charter.fold(SIGNATURES, List.of(entries));
        if (fold instanceof Fold.Standing standing) {
            return standing.state();
        }
        throw new AssertionError(fold.toString());
    }

    /// A member's next card with another signing key, everything else as it was.
    static MemberCard rekeyed(MemberCard card, CompositePublicKey key) {
        return changed(card, new SigningKey(card.signingKey().epoch() + 1, key), card.nodes(), card.names());
    }

    static MemberCard changed(MemberCard card, SigningKey signing, List<MemberNode> nodes, Names names) {
        return new MemberCard(
                card.id(),
                card.rootKey(),
                names,
                card.kind(),
                card.contacts(),
                nodes,
                signing,
                card.sealingKey(),
                card.log(),
                card.witness(),
                card.validity(),
                card.serial() + 1);
    }

    static Rotation rotation(CertifiedCard previous, int member, MemberCard next, Set<CompromisedKey> compromised) {
        return new Rotation(
                FOUNDED.federation(),
                previous.payloadHash(),
                CertifiedCard.certify(SIGNATURES, Founders.root(member), next),
                compromised,
                pin(42));
    }
}
