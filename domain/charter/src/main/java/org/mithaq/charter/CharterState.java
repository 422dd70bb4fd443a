// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// What the charter says after an act: who the members are, with which keys, in which channels. Immutable.
///
/// [#hash] covers what the acts of the epochs say. Rotations are outside them: the same state shows other
/// present cards to whoever knows more rotations, under the same hash.
///
/// [#epoch] is the epoch of the state: the number of acts in it, so 1 after the founding. An act names the
/// epoch of the state on which it was proposed, so the founding act names 0.
public final class CharterState implements LivingCharter {

    /// Epoch of the state that a founding act makes.
    static final int EPOCH_AFTER_FOUNDING = 1;

    private static final Label LABEL = new Label("mithaq/charter-state/v1");
    private static final int SUITE = 1;

    private final FederationId federation;
    private final Names names;
    private final int epoch;
    private final Hash parent;
    private final Hash act;
    private final byte[] canonicalJson;
    private final Hash hash;
    private final SortedMap<MemberId, MemberCard> members;
    private final SortedMap<MemberId, KeyHistory> histories;
    private final SortedMap<MemberId, Succession.PinnedLog> logs;
    private final SequencedMap<ChannelId, Channel> channels;
    private final Map<TlsPin, PinnedNode> byTlsPin = new HashMap<>();
    private final Map<NodeId, PinnedNode> byNodeId = new HashMap<>();
    private final Map<Hash, MemberCard> bySigningKey = new HashMap<>();
    private final Map<String, MemberCard> byLogOrigin = new HashMap<>();

    /// A node that a TLS certificate stands for, and whose it is.
    ///
    /// @param member the member
    /// @param node the one of its nodes that has the pin
    public record PinnedNode(MemberCard member, MemberNode node) {}

    /// Where a state stands in the chain.
    ///
    /// @param epoch number of acts in it
    /// @param parent hash of the state before, or 32 zero bytes
    /// @param act payload hash of the act that made this one
    record Place(int epoch, Hash parent, Hash act) {}

    /// The caller has checked that no id, pin, key or origin is there twice in the cards of the state.
    ///
    /// @param histories of each member: the card of the state, and what its root made of it since
    /// @param logs what the last act of membership pinned
    CharterState(
            FederationId federation,
            Names names,
            Place place,
            List<KeyHistory> histories,
            List<Channel> channels,
            SortedMap<MemberId, Succession.PinnedLog> logs) {
        this.federation = federation;
        this.names = names;
        this.epoch = place.epoch();
        this.parent = place.parent();
        this.act = place.act();
        SortedMap<MemberId, MemberCard> byId = new TreeMap<>();
        SortedMap<MemberId, KeyHistory> historyById = new TreeMap<>();
        for (KeyHistory history : histories) {
            MemberCard card = history.present().card();
            historyById.put(card.id(), history);
            byId.put(card.id(), card);
            byLogOrigin.put(card.log().origin(), card);
        }
        SequencedMap<ChannelId, Channel> inOrder = new LinkedHashMap<>();
        channels.forEach(channel -> inOrder.put(channel.id(), channel));
        this.members = Collections.unmodifiableSortedMap(byId);
        this.histories = Collections.unmodifiableSortedMap(historyById);
        this.channels = Collections.unmodifiableSequencedMap(inOrder);
        this.logs = Collections.unmodifiableSortedMap(logs);
        claim();
        this.canonicalJson = writeJson();
        this.hash = LABEL.hash(canonicalJson);
    }

    /// Finds out for whom each pin, node id and signing key stands (Charter 9.8). Rotations have no order among
    /// members, so that who came first must not matter: a claim of a card in the state wins, and of two others
    /// neither does.
    private void claim() {
        Map<Object, MemberId> inState = new HashMap<>();
        Map<Object, Integer> claims = new HashMap<>();
        histories.values().forEach(history -> {
            CertifiedCard first = history.cards().getFirst();
            claims(first.card()).forEach(claim -> inState.put(claim, first.id()));
            claims(history.present().card()).forEach(claim -> claims.merge(claim, 1, Integer::sum));
        });
        for (MemberCard card : members.values()) {
            Predicate<Object> own = claim -> {
                MemberId owner = inState.get(claim);
                return owner == null ? claims.getOrDefault(claim, 0) == 1 : owner.equals(card.id());
            };
            Hash signingKey = card.signingKey().key().keyId();
            if (own.test(signingKey)) {
                bySigningKey.put(signingKey, card);
            }
            for (MemberNode node : card.nodes()) {
                if (own.test(node.id())) {
                    byNodeId.put(node.id(), new PinnedNode(card, node));
                }
                node.tlsPins().stream().filter(own).forEach(pin -> byTlsPin.put(pin, new PinnedNode(card, node)));
            }
        }
    }

    private static Set<Object> claims(MemberCard card) {
        Set<Object> claims = new HashSet<>();
        claims.add(card.signingKey().key().keyId());
        card.nodes().forEach(node -> {
            claims.add(node.id());
            claims.addAll(node.tlsPins());
        });
        return claims;
    }

    /// Itself: nothing comes to a state.
    @Override
    public CharterState now() {
        return this;
    }

    @Override
    public Optional<CharterState> at(long otherEpoch, Hash state) {
        return otherEpoch == epoch && state.equals(hash) ? Optional.of(this) : Optional.empty();
    }

    /// Which federation it is.
    public FederationId federation() {
        return federation;
    }

    /// What the federation is called.
    public Names names() {
        return names;
    }

    /// Number of acts in this state: 1 after the founding.
    public int epoch() {
        return epoch;
    }

    /// Names the state: what an act has as its parent, and what headers and receipts carry (Charter 6.1).
    public Hash hash() {
        return hash;
    }

    /// Hash of the state before it; 32 zero bytes after the founding.
    public Hash parent() {
        return parent;
    }

    /// Payload hash of the act that made it.
    public Hash act() {
        return act;
    }

    /// A copy of what [#hash] is made over (Charter 6.1), for whoever checks it without this program.
    public byte[] canonicalJson() {
        return canonicalJson.clone();
    }

    /// All members by their present cards, ordered by id.
    public SortedMap<MemberId, MemberCard> members() {
        return members;
    }

    /// All channels, in the order in which they were opened; the plenary first.
    public SequencedMap<ChannelId, Channel> channels() {
        return channels;
    }

    /// The channel of all members.
    public Channel plenary() {
        return channels.firstEntry().getValue();
    }

    /// The member of this id, if it is one.
    public Optional<MemberCard> member(MemberId id) {
        return Optional.ofNullable(members.get(id));
    }

    /// A member's present card with its root's signature, to be shown to others.
    public Optional<CertifiedCard> certifiedCard(MemberId id) {
        return keyHistory(id).map(KeyHistory::present);
    }

    /// A member's cards since the one in the state, and how far each of its keys holds (Charter 9).
    public Optional<KeyHistory> keyHistory(MemberId id) {
        return Optional.ofNullable(histories.get(id));
    }

    /// What the last act of membership vouched for of a member's log under this origin, if one did (Charter
    /// 8.3).
    public Optional<LogPin> pinnedLog(MemberId id, String origin) {
        return Optional.ofNullable(logs.get(id))
                .filter(log -> log.origin().equals(origin))
                .map(Succession.PinnedLog::pin);
    }

    /// The members whose roots signed two rotations of one card (Charter 9.7).
    public List<RotationFork> forks() {
        return histories.values().stream()
                .flatMap(history -> history.fork().stream())
                .toList();
    }

    /// Every signing key that a member has or had since the card in the state; none of whoever is no member.
    List<CompositePublicKey> signingKeys(MemberId id) {
        return keyHistory(id).map(KeyHistory::signingKeys).orElse(List.of());
    }

    List<KeyHistory> histories() {
        return List.copyOf(histories.values());
    }

    /// The card by which an act of the epochs made somebody a member, whatever its root has made of it since.
    Optional<CertifiedCard> cardInState(MemberId id) {
        return keyHistory(id).map(history -> history.cards().getFirst());
    }

    List<CertifiedCard> cardsInState() {
        return histories.values().stream()
                .map(history -> history.cards().getFirst())
                .toList();
    }

    /// The channel of this id, if the charter has it. A bilateral channel never stands here.
    public Optional<Channel> channel(ChannelId id) {
        return Optional.ofNullable(channels.get(id));
    }

    /// The cards of the members of a channel, ordered by id. Of a channel that the charter does not have:
    /// nobody.
    public List<MemberCard> channelMembers(ChannelId id) {
        return channel(id).stream()
                .flatMap(channel -> channel.members().stream())
                .flatMap(member -> member(member).stream())
                .toList();
    }

    /// The node that a TLS certificate with this pin stands for, if it is one of a member.
    public Optional<PinnedNode> nodeByTlsPin(TlsPin pin) {
        return Optional.ofNullable(byTlsPin.get(pin));
    }

    /// The node of a member that has this id, unless the id stands for the node of another or for nobody (Charter 9.8).
    public Optional<MemberNode> node(MemberId member, NodeId id) {
        return Optional.ofNullable(byNodeId.get(id))
                .filter(pinned -> pinned.member().id().equals(member))
                .map(PinnedNode::node);
    }

    /// The member whose present online signing key has this id ([org.mithaq.crypto.CompositePublicKey#keyId]).
    public Optional<MemberCard> memberBySigningKey(Hash keyId) {
        return Optional.ofNullable(bySigningKey.get(keyId));
    }

    /// The member whose log has this origin.
    public Optional<MemberCard> memberByLogOrigin(String origin) {
        return Optional.ofNullable(byLogOrigin.get(origin));
    }

    /// How many votes certify an act on this state (Charter 6.3).
    public int certificateQuorum() {
        return Quorum.certificate(members.size());
    }

    /// How many of the other members' cosignatures make a member's checkpoint witnessed (Charter 6.4).
    public int witnessQuorum() {
        return Quorum.witness(members.size() - 1);
    }

    /// Whether one lying witness does no harm; see [Quorum#toleratesLiar].
    public boolean toleratesLyingWitness() {
        return Quorum.toleratesLiar(members.size() - 1);
    }

    private byte[] writeJson() {
        return CanonicalJson.write(JsonObject.builder()
                .put("suite", SUITE)
                .put("federation", federation.hex())
                .put("epoch", epoch)
                .put("parent", parent.hex())
                .put("act", act.hex())
                .put("names", CardJson.names(names))
                .put("members", CardJson.array(cardsInState(), CharterState::member))
                .put("channels", CardJson.array(List.copyOf(channels.values()), ChannelJson::write))
                .build());
    }

    private static JsonValue member(CertifiedCard certified) {
        return JsonObject.builder()
                .put("id", certified.id().hex())
                .put("card", certified.payloadHash().hex())
                .build();
    }

    /// Equal states have equal hashes and the same rotations.
    @Override
    public boolean equals(Object other) {
        return other instanceof CharterState state && hash.equals(state.hash) && histories.equals(state.histories);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    /// Epoch and hash.
    @Override
    public String toString() {
        return "CharterState(epoch %d, %s)".formatted(epoch, hash);
    }
}
