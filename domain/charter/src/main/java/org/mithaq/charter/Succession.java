// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.crypto.SignatureProvider;

/// What a state becomes by an act of membership: a function of the two alone (Charter 8).
///
/// @param cards of the members, as acts of the epochs have them
/// @param channels that are open
/// @param logs how far each member's log is vouched for
record Succession(List<CertifiedCard> cards, List<Channel> channels, SortedMap<MemberId, PinnedLog> logs) {

    /// How far a log is vouched for, and which.
    record PinnedLog(String origin, LogPin pin) {}

    /// Reads an act of membership on `parent`, whoever endorsed it.
    ///
    /// @throws CharterRejected if it is none
    static MembershipDraft read(SignatureProvider signatures, CharterState parent, byte[] payload) {
        Act act = Act.parse(payload);
        ActType type = Charter.known(act);
        boolean inPlace = act.parent().equals(parent.hash()) && act.epoch() == parent.epoch();
        if (!inPlace) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.CHAIN,
                    "epoch %d parent %s".formatted(act.epoch(), act.parent()));
        }
        return MembershipDraft.read(signatures, type, act.body());
    }

    /// What `parent` becomes by `draft`.
    ///
    /// @throws CharterRejected if `draft` may not stand there
    static Succession next(CharterState parent, MembershipDraft draft) {
        checkPlace(parent, draft);
        List<CertifiedCard> cards = cards(parent, draft);
        FoundingDraft.checkNothingShared(cards);
        SortedSet<MemberId> everybody = new TreeSet<>();
        cards.forEach(card -> everybody.add(card.id()));
        List<Channel> channels = channels(parent, draft, everybody);
        return new Succession(cards, channels, logs(parent, draft, everybody));
    }

    private static void checkPlace(CharterState parent, MembershipDraft draft) {
        Optional<CertifiedCard> before = parent.cardInState(draft.member());
        switch (draft) {
            case MembershipDraft.Admit _ -> {
                if (before.isPresent()) {
                    throw new CharterRejected(
                            CharterRejected.Code.DUPLICATE,
                            CharterClause.ADMITTED,
                            draft.member().hex());
                }
            }
            case MembershipDraft.Leave _ -> present(before, CharterClause.LEAVE_BODY, draft);
            case MembershipDraft.Amend amend ->
                checkAmended(
                        present(before, CharterClause.AMEND_BODY, draft).card(),
                        amend.card().card());
        }
    }

    private static CertifiedCard present(Optional<CertifiedCard> before, CharterClause clause, MembershipDraft draft) {
        return before.orElseThrow(() -> new CharterRejected(
                CharterRejected.Code.OUT_OF_PLACE, clause, draft.member().hex() + ", no member"));
    }

    private static void checkAmended(MemberCard before, MemberCard after) {
        boolean sameSigning =
                before.signingKey().key().equals(after.signingKey().key());
        boolean sameSealing =
                before.sealingKey().key().equals(after.sealingKey().key());
        boolean newer = after.serial() > before.serial()
                && (sameSigning
                        ? after.signingKey().epoch() == before.signingKey().epoch()
                        : after.signingKey().epoch() > before.signingKey().epoch())
                && (sameSealing
                        ? after.sealingKey().epoch() == before.sealingKey().epoch()
                        : after.sealingKey().epoch() > before.sealingKey().epoch());
        if (!newer) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.AMENDED,
                    "serial %d after %d".formatted(after.serial(), before.serial()));
        }
    }

    private static List<CertifiedCard> cards(CharterState parent, MembershipDraft draft) {
        SortedMap<MemberId, CertifiedCard> cards = new TreeMap<>();
        parent.cardsInState().forEach(card -> cards.put(card.id(), card));
        switch (draft) {
            case MembershipDraft.Admit admit -> cards.put(admit.member(), admit.card());
            case MembershipDraft.Leave leave -> cards.remove(leave.member());
            case MembershipDraft.Amend amend -> cards.put(amend.member(), amend.card());
        }
        if (cards.size() > FoundingDraft.FOUNDERS_MAX) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, CharterClause.ADMITTED, cards.size() + " members");
        }
        if (cards.size() < FoundingDraft.FOUNDERS_MIN) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE, CharterClause.LAST_TWO, cards.size() + " members left");
        }
        return List.copyOf(cards.values());
    }

    private static List<Channel> channels(CharterState parent, MembershipDraft draft, SortedSet<MemberId> everybody) {
        if (draft instanceof MembershipDraft.Admit admit) {
            admit.channels().forEach(id -> checkCommunity(parent, id));
        }
        List<Channel> channels = new ArrayList<>();
        for (Channel channel : parent.channels().values()) {
            boolean plenary = channel.kind() == Channel.Kind.PLENARY;
            Set<MemberId> members = new TreeSet<>(plenary ? everybody : channel.members());
            if (draft instanceof MembershipDraft.Admit admit && admit.channels().contains(channel.id())) {
                members.add(admit.member());
            }
            members.retainAll(everybody);
            Optional<ChannelRules> rules = without(channel.rules(), everybody);
            if (rules.isPresent() && members.size() >= 2) {
                channels.add(new Channel(
                        channel.id(), channel.kind(), channel.theme(), channel.names(), members, rules.orElseThrow()));
            } else if (plenary) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.LAST_TWO,
                        "nobody left who may post in the plenary");
            }
            // A community in which nobody is left to talk, or to be talked to, is closed (Charter 8.7).
        }
        return List.copyOf(channels);
    }

    private static void checkCommunity(CharterState parent, ChannelId id) {
        boolean community = parent.channel(id)
                .filter(channel -> channel.kind() == Channel.Kind.COMMUNITY)
                .isPresent();
        if (!community) {
            throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.ADMIT_BODY, "channel " + id);
        }
    }

    /// The rules once only `everybody` is there; nothing if nobody may post any more. Empty is nobody, never
    /// everybody.
    private static Optional<ChannelRules> without(ChannelRules rules, SortedSet<MemberId> everybody) {
        return switch (rules.posting()) {
            case ChannelRules.Posting.Everybody _ -> Optional.of(rules);
            case ChannelRules.Posting.Only only -> {
                Set<MemberId> left = new TreeSet<>(only.members());
                left.retainAll(everybody);
                yield left.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ChannelRules(
                                rules.defaultMarking(),
                                new ChannelRules.Posting.Only(left),
                                rules.historyDays(),
                                rules.recallHours()));
            }
        };
    }

    private static SortedMap<MemberId, PinnedLog> logs(
            CharterState parent, MembershipDraft draft, SortedSet<MemberId> everybody) {
        SortedSet<MemberId> awaited = new TreeSet<>(everybody);
        awaited.addAll(parent.members().keySet());
        if (!awaited.equals(draft.logs().keySet())) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.LOG_PINS,
                    "%d logs where %d were awaited".formatted(draft.logs().size(), awaited.size()));
        }
        SortedMap<MemberId, PinnedLog> pinned = new TreeMap<>();
        for (Map.Entry<MemberId, LogPin> entry : draft.logs().entrySet()) {
            MemberId member = entry.getKey();
            String origin = parent.member(member)
                    .map(card -> card.log().origin())
                    .orElseGet(() -> newcomer(draft).log().origin());
            Optional<LogPin> before = parent.pinnedLog(member, origin);
            if (before.isPresent() && !entry.getValue().follows(before.orElseThrow())) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.LOG_PINS,
                        "%s at %d".formatted(origin, entry.getValue().size()));
            }
            if (everybody.contains(member)) {
                pinned.put(member, new PinnedLog(origin, entry.getValue()));
            }
        }
        return pinned;
    }

    private static MemberCard newcomer(MembershipDraft draft) {
        return switch (draft) {
            case MembershipDraft.Admit admit -> admit.card().card();
            case MembershipDraft.Amend amend -> amend.card().card();
            case MembershipDraft.Leave leave ->
                throw new IllegalStateException(leave.member() + " leaves, and comes to nothing new");
        };
    }
}
