// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

/// The clauses of `docs/protocol/02-charter.md`, with their sentences. A test reads that text against this list, both
/// ways.
public enum CharterClause {
    MEMBER_ID("1.1", """
            The id of a member MUST be SHA-256 under the label `mithaq/member/v1` over the 1,984 bytes of its offline \
            root public key."""),
    TEXT("1.2", """
            A text for people MUST have 1 to 200 characters of the repertoire below, be in NFC, and neither begin nor \
            end with a blank."""),
    CONTACTS("1.3", """
            A card MUST name 1 to 8 contacts, each a duty role and never a person, with 1 to 16 different language \
            codes and a call-back."""),
    NODES("1.4", """
            A card MUST name 1 to 16 nodes of different ids of 16 bytes, each with 0 to 8 different endpoints of the \
            form `https://host:port` and 1 to 4 TLS pins of 32 bytes, no pin twice in the card."""),
    KEYS("1.5", """
            A card MUST name one online signing key, which is not the root key, and one sealing key, each with its \
            epoch from 1 on; a key that fails the checks of its standard MUST be refused."""),
    LOG("1.6", """
            A card MUST name one log by its origin and 1 to 4 different C2SP verifier keys of type 0x01 under the name \
            of that origin."""),
    WITNESS("1.7", """
            A card MUST name one witness by its name and 2 to 4 different C2SP verifier keys under that name, of types \
            0x04 and 0x06, at least one of each."""),
    VALIDITY("1.8", """
            A card MUST say from when until when it is valid, in whole seconds of UTC, and carry a serial number from \
            1 on."""),
    CARD_FORM("2.1", """
            A card MUST be a JSON object in the form of RFC 8785, of at most 32,768 bytes, with exactly the members of \
            the table below."""),
    CARD_SIGNATURE("2.2", """
            A card MUST be signed by the root key that it names, under the DSSE payload type \
            `application/vnd.mithaq.card.v1+json`."""),
    CARD_ENVELOPE("2.3", """
            A certified card MUST be written as a DSSE envelope in JSON in the form of RFC 8785, with exactly one \
            signature, whose `keyid` is the key id of the root key in hexadecimal."""),
    ACT_FORM("3.1", """
            The payload of an act MUST be a JSON object in the form of RFC 8785, of at most 16,777,216 bytes, with \
            exactly the members `suite`, `type`, `parent`, `epoch`, `round` and `body`."""),
    ACT_ENCODING("3.2", """
            A signed act MUST be written in the canonical encoding as the payload type \
            `application/vnd.mithaq.act.v1+json`, the payload as it was signed, and 0 to 256 endorsements of member \
            id, key id and signature, and nothing after them."""),
    UNKNOWN_TYPE("3.3", """
            An act of a type that a node does not know MUST stop its fold, and MUST NOT be skipped."""),
    CHAIN("3.4", """
            The first act MUST be a founding act, and no later act may be one; a later act names as its parent the \
            hash of the state before it."""),
    FOUNDING_PLACE("4.1", """
            A founding act MUST have 32 zero bytes as its parent, epoch 0 and round 0."""),
    FOUNDING_BODY("4.2", """
            The body of a founding act MUST have exactly the members `names`, `nonce`, `members` and `channels`; the \
            nonce SHOULD be 32 random bytes, so that the same founders can found twice."""),
    FOUNDERS("4.3", """
            A founding act MUST carry the certified cards of 2 to 256 founders, in ascending order of their ids, none \
            twice."""),
    UNIQUE("4.4", """
            No two founders may share a name in any language, a node id, a TLS pin, a root, signing, sealing or \
            verifier key, a log origin or a witness name; and no root key may be another's signing key."""),
    FEDERATION_ID("4.5", """
            The id of a federation MUST be the DSSE payload hash of its founding act, whoever endorsed it and how \
            often."""),
    FOUNDING_ENDORSEMENTS("4.6", """
            Every founder MUST endorse a founding act exactly once, by its root key over the DSSE pre-authentication \
            encoding of the payload, and nobody else may endorse it."""),
    CHANNEL_KIND("5.1", """
            A channel MUST be the plenary, a community or bilateral; a community has one theme, the others have \
            none."""),
    CHANNEL_ID("5.2", """
            The id of a channel MUST be SHA-256 under the label `mithaq/channel/v1` over the 32 bytes of the payload \
            hash of the act that opens it and its index there in 4 bytes."""),
    CHANNEL_MEMBERS("5.3", """
            The plenary MUST have every member and list none, a community 2 to 256 members that it lists in ascending \
            order, and a bilateral channel exactly two."""),
    CHANNEL_RULES("5.4", """
            The rules of a channel MUST be exactly those of the table below; who may post is everybody, or 1 to 256 \
            members of the channel listed in ascending order."""),
    CHANNEL_LIST("5.5", """
            A founding act MUST open 1 to 64 channels, the first of them and no other the plenary, no two with the \
            same name in any language."""),
    BILATERAL("5.6", """
            A bilateral channel MUST NOT stand in an act of a charter."""),
    STATE("6.1", """
            The hash of a state MUST be SHA-256 under the label `mithaq/charter-state/v1` over the JSON object of the \
            table below in the form of RFC 8785, so that it does not depend on endorsements or their order."""),
    EPOCH("6.2", """
            The epoch of a state MUST be the number of acts in it; an act names the epoch of the state on which it was \
            proposed."""),
    CERTIFICATE("6.3", """
            A certificate MUST have at least ⌊2n / 3⌋ + 1 votes of the n members of its parent state."""),
    WITNESSED("6.4", """
            A checkpoint MUST NOT be called witnessed with fewer than ⌊(n + f) / 2⌋ + 1 cosignatures of the n members \
            without the owner of the log, where f is ⌊(n − 1) / 3⌋."""),
    FEW("6.5", """
            Whoever shows a quorum of fewer than 4 SHOULD say that it tolerates no liar.""");

    private final String number;
    private final String sentence;

    CharterClause(String number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    /// The clause as one quotes it, such as `Charter 1.1`.
    public String id() {
        return "Charter " + number;
    }

    /// What it demands, word for word.
    public String sentence() {
        return sentence;
    }
}
