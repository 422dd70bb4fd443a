// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.json.JsonObject;

/// What founders agree on before they sign it: the body of a founding act (Charter 4).
///
/// One of them makes it and passes [#payload] on; each reads it with [#read], looks at what it says, signs it with
/// [#endorse] and its offline root key; anybody puts the signatures together with [#assemble].
///
/// @param names what the federation is called
/// @param nonce 32 random bytes, so that the same founders can found twice
/// @param founders 2 to 256 certified cards; ordered by id here
/// @param channels 1 to 64, the plenary first
public record FoundingDraft(Names names, Hash nonce, List<CertifiedCard> founders, List<ChannelDraft> channels) {

    /// Fewest founders.
    public static final int FOUNDERS_MIN = 2;

    /// Most founders.
    public static final int FOUNDERS_MAX = 256;

    /// Most channels that one act opens.
    public static final int CHANNELS_MAX = 64;

    private static final int EPOCH = 0;
    private static final int ROUND = 0;

    public FoundingDraft {
        Bounds.count(founders, FOUNDERS_MIN, FOUNDERS_MAX, CharterClause.FOUNDERS, "founders");
        founders = founders.stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
        for (int index = 1; index < founders.size(); index++) {
            if (founders.get(index - 1).id().equals(founders.get(index).id())) {
                throw new CharterRejected(
                        CharterRejected.Code.DUPLICATE,
                        CharterClause.FOUNDERS,
                        founders.get(index).id().hex());
            }
        }
        checkNothingShared(founders);
        channels = List.copyOf(channels);
        checkChannels(channels);
        open(Hash.ZERO, founders, channels);
    }

    /// Reads the payload of a founding act, and verifies the cards in it.
    ///
    /// @param payload of any length
    /// @throws CharterRejected if it is none
    public static FoundingDraft read(SignatureProvider signatures, byte[] payload) {
        Act act = Act.parse(payload);
        if (!act.type().equals(ActType.FOUND.text())) {
            throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.CHAIN, act.type());
        }
        return readFound(signatures, act);
    }

    /// The bytes that every founder signs.
    ///
    /// @throws CharterRejected if there are more than [Act#PAYLOAD_BYTES_MAX]
    public byte[] payload() {
        JsonObject body = JsonObject.builder()
                .put("names", CardJson.names(names))
                .put("nonce", nonce.hex())
                .put("members", CardJson.array(founders, CertifiedCard::json))
                .put("channels", CardJson.array(channels, ChannelJson::write))
                .build();
        return new Act(ActType.FOUND.text(), Hash.ZERO, EPOCH, ROUND, body).payload();
    }

    /// Signs a founding act by a founder's root key, once it is certain that it is one, and that the key is a
    /// founder's.
    ///
    /// @param payload from [#payload], perhaps by way of others
    /// @throws CharterRejected if it is no founding act, or none in which this root is a founder
    public static Endorsement endorse(SignatureProvider signatures, byte[] payload, CompositePrivateKey rootKey) {
        MemberId member = MemberId.of(rootKey.publicKey());
        FoundingDraft draft = read(signatures, payload);
        if (draft.founders().stream().noneMatch(founder -> founder.id().equals(member))) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE, CharterClause.FOUNDING_ENDORSEMENTS, member.hex());
        }
        return new Endorsement(
                member, rootKey.publicKey().keyId(), signatures.sign(rootKey, Dsse.pae(Act.PAYLOAD_TYPE, payload)));
    }

    /// Puts a founding act together, or says exactly which founders are missing or wrong.
    ///
    /// @param payload that all of them should have signed
    /// @param endorsements in any order
    /// @throws CharterRejected if the payload is no founding act
    public static Assembly assemble(SignatureProvider signatures, byte[] payload, List<Endorsement> endorsements) {
        FoundingDraft draft = read(signatures, payload);
        List<EndorsementFault> faults = draft.faults(signatures, payload, endorsements);
        if (!faults.isEmpty()) {
            return new Assembly.Incomplete(faults);
        }
        return new Assembly.Complete(new SignedAct(
                payload,
                endorsements.stream()
                        .sorted((one, other) -> one.member().compareTo(other.member()))
                        .toList()));
    }

    /// What is wrong with the signatures under this founding (Charter 4.6); nothing, if the list is empty.
    List<EndorsementFault> faults(SignatureProvider signatures, byte[] payload, List<Endorsement> endorsements) {
        List<MemberCard> cards = founders.stream().map(CertifiedCard::card).toList();
        return EndorsementFault.among(signatures, payload, cards, endorsements);
    }

    /// The channels that the act of this payload hash opens.
    List<Channel> open(Hash act) {
        return open(act, founders, channels);
    }

    private static List<Channel> open(Hash act, List<CertifiedCard> founders, List<ChannelDraft> channels) {
        Set<MemberId> everybody = new TreeSet<>();
        founders.forEach(founder -> everybody.add(founder.id()));
        List<Channel> opened = new ArrayList<>(channels.size());
        for (int index = 0; index < channels.size(); index++) {
            opened.add(channels.get(index).open(ChannelId.opened(act, index), everybody));
        }
        return List.copyOf(opened);
    }

    /// Reads an act whose type is [ActType#FOUND].
    static FoundingDraft readFound(SignatureProvider signatures, Act act) {
        boolean inPlace = act.parent().equals(Hash.ZERO) && act.epoch() == EPOCH && act.round() == ROUND;
        if (!inPlace) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.FOUNDING_PLACE,
                    "epoch %d round %d parent %s".formatted(act.epoch(), act.round(), act.parent()));
        }
        Fields body = Fields.of(act.body(), CharterClause.FOUNDING_BODY, "names", "nonce", "members", "channels");
        Names names = CardJson.readNames(body.value("names"));
        List<ChannelDraft> channels = body.list("channels", CHANNELS_MAX, ChannelJson::read);
        List<CertifiedCard> founders = body.list("members", FOUNDERS_MAX, each -> CertifiedCard.read(signatures, each));
        for (int index = 1; index < founders.size(); index++) {
            if (founders.get(index - 1).id().compareTo(founders.get(index).id()) > 0) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE, CharterClause.FOUNDERS, "not in ascending order");
            }
        }
        return new FoundingDraft(names, body.hash("nonce"), founders, channels);
    }

    /// Returns quietly if no two of these cards name the same thing (Charter 4.4).
    static void checkNothingShared(List<CertifiedCard> founders) {
        Set<String> seen = new HashSet<>();
        for (CertifiedCard founder : founders) {
            MemberCard card = founder.card();
            List<String> claims = new ArrayList<>(List.of(
                    "Arabic name " + card.names().ar(),
                    "French name " + card.names().fr(),
                    "English name " + card.names().en(),
                    "signature key " + card.rootKey().keyId(),
                    "signature key " + card.signingKey().key().keyId(),
                    "sealing key " + card.sealingKey().key().keyId(),
                    "log origin " + card.log().origin(),
                    "witness name " + card.witness().name()));
            for (MemberNode node : card.nodes()) {
                claims.add("node " + node.id());
                node.tlsPins().forEach(pin -> claims.add("TLS pin " + pin));
            }
            card.log().verifierKeys().forEach(key -> claims.add("verifier key " + VerifierKeys.key(key)));
            card.witness().cosignerKeys().forEach(key -> claims.add("verifier key " + VerifierKeys.key(key)));
            for (String claim : claims) {
                if (!seen.add(claim)) {
                    throw new CharterRejected(CharterRejected.Code.DUPLICATE, CharterClause.UNIQUE, claim);
                }
            }
        }
    }

    private static void checkChannels(List<ChannelDraft> channels) {
        Bounds.count(channels, 1, CHANNELS_MAX, CharterClause.CHANNEL_LIST, "channels");
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < channels.size(); index++) {
            ChannelDraft channel = channels.get(index);
            if ((index == 0) != (channel.kind() == Channel.Kind.PLENARY)) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.CHANNEL_LIST,
                        "%s as channel %d".formatted(channel.kind().text(), index));
            }
            Names names = channel.names();
            for (String claim : List.of("ar " + names.ar(), "fr " + names.fr(), "en " + names.en())) {
                if (!seen.add(claim)) {
                    throw new CharterRejected(CharterRejected.Code.DUPLICATE, CharterClause.CHANNEL_LIST, claim);
                }
            }
        }
    }
}
