// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// What the charter says after an act: who the members are, with which keys, in which channels. Immutable.
///
/// [#epoch] is the epoch of the state: the number of acts in it, so 1 after the founding. An act names the epoch of the
/// state on which it was proposed, so the founding act names 0.
public final class CharterState {

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
    private final SortedMap<MemberId, CertifiedCard> certified;
    private final SequencedMap<ChannelId, Channel> channels;
    private final Map<TlsPin, PinnedNode> byTlsPin = new HashMap<>();
    private final Map<Hash, MemberCard> bySigningKey = new HashMap<>();
    private final Map<String, MemberCard> byLogOrigin = new HashMap<>();

    /// A node that a TLS certificate stands for, and whose it is.
    ///
    /// @param member the member
    /// @param node the one of its nodes that has the pin
    public record PinnedNode(MemberCard member, MemberNode node) {}

    /// The caller has checked that no id, pin, key or origin is there twice.
    ///
    /// @param parent hash of the state before, or 32 zero bytes
    /// @param act payload hash of the act that made this one
    CharterState(
            FederationId federation,
            Names names,
            int epoch,
            Hash parent,
            Hash act,
            List<CertifiedCard> members,
            List<Channel> channels) {
        this.federation = federation;
        this.names = names;
        this.epoch = epoch;
        this.parent = parent;
        this.act = act;
        SortedMap<MemberId, MemberCard> byId = new TreeMap<>();
        SortedMap<MemberId, CertifiedCard> certifiedById = new TreeMap<>();
        for (CertifiedCard certified : members) {
            MemberCard card = certified.card();
            certifiedById.put(card.id(), certified);
            byId.put(card.id(), card);
            bySigningKey.put(card.signingKey().key().keyId(), card);
            byLogOrigin.put(card.log().origin(), card);
            for (MemberNode node : card.nodes()) {
                node.tlsPins().forEach(pin -> byTlsPin.put(pin, new PinnedNode(card, node)));
            }
        }
        SequencedMap<ChannelId, Channel> inOrder = new LinkedHashMap<>();
        channels.forEach(channel -> inOrder.put(channel.id(), channel));
        this.members = Collections.unmodifiableSortedMap(byId);
        this.certified = Collections.unmodifiableSortedMap(certifiedById);
        this.channels = Collections.unmodifiableSequencedMap(inOrder);
        this.canonicalJson = writeJson();
        this.hash = LABEL.hash(canonicalJson);
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

    /// All members, ordered by id.
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

    /// A member's card with its root's signature, to be shown to others.
    public Optional<CertifiedCard> certifiedCard(MemberId id) {
        return Optional.ofNullable(certified.get(id));
    }

    /// The channel of this id, if the charter has it. A bilateral channel never stands here.
    public Optional<Channel> channel(ChannelId id) {
        return Optional.ofNullable(channels.get(id));
    }

    /// The cards of the members of a channel, ordered by id. Of a channel that the charter does not have: nobody.
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
                .put("members", CardJson.array(List.copyOf(certified.values()), CharterState::member))
                .put("channels", CardJson.array(List.copyOf(channels.values()), ChannelJson::write))
                .build());
    }

    private static JsonValue member(CertifiedCard certified) {
        return JsonObject.builder()
                .put("id", certified.id().hex())
                .put("card", certified.payloadHash().hex())
                .build();
    }

    /// Equal states have equal hashes, and no others do.
    @Override
    public boolean equals(Object other) {
        return other instanceof CharterState state && hash.equals(state.hash);
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
