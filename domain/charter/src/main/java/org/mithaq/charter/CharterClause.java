// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

/// The clauses of `docs/protocol/02-charter.md`, with their sentences. A test reads that text against this
/// list, both ways.
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
            The first act MUST be a founding act, and no later act may be one; a later act of the epochs names as its \
            parent the hash of the state before it."""),
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
            Whoever shows a quorum of fewer than 4 SHOULD say that it tolerates no liar."""),
    VOTE_FORM("7.1", """
            A vote MUST be a JSON object in the form of RFC 8785, of at most 1,024 bytes, with exactly the members of \
            the table below."""),
    VOTE_SIGNATURE("7.2", """
            A vote MUST be signed by the online signing key of a member of its parent state, under the DSSE payload \
            type `application/vnd.mithaq.vote.v1+json`, and be written in the canonical encoding as payload, member \
            id, key id and signature."""),
    VOTE_ONCE("7.3", """
            A member MUST vote at most once in each round and phase of a parent, never before one in which it has \
            voted, and only in a round that it has reached."""),
    LOCK("7.4", """
            A member MUST take the newest preparation that it has seen as its lock, prepare no other act than that of \
            its lock, and carry the round of the lock in the vote."""),
    COMMIT("7.5", """
            A member MUST NOT commit an act without a preparation of it in the same round, and not while its lock is \
            on a newer one."""),
    VOTING_RECORD("7.6", """
            A member MUST have stored its vote and its lock durably before it signs the vote."""),
    PREPARATION("7.7", """
            A preparation MUST have prepare votes of at least ⌊2n / 3⌋ + 1 different members of the parent state for \
            one act in one round."""),
    CERTIFICATE_FORM("7.8", """
            A certified act MUST be written in the canonical encoding as the text \
            `application/vnd.mithaq.certified-act.v1`, the bytes of the signed act, a list of 1 to 64 preparations in \
            ascending order of rounds, and the list of the commit votes, each list of votes in ascending order of \
            members, and nothing after them."""),
    PROVEN_LOCKS("7.9", """
            A certificate MUST hold a preparation of the round in which it commits, and of every round that a vote in \
            one of its preparations carries as its lock."""),
    VOTE_KEYS("7.10", """
            A vote that comes in MUST be counted only if the present signing key of its member signed it; in a \
            preparation or a certificate that is shown, every key counts that the member has had since the act that \
            made it a member."""),
    FREEZE("7.11", """
            Two certificates of different acts on one parent MUST freeze the charter at that parent, whichever of the \
            two came first."""),
    CONVICTION("7.12", """
            A member MUST be held convicted that signed votes for two acts in one round and phase of one parent, or \
            committed an act and prepared another in a later round without carrying a lock of a round after that of \
            the commit."""),
    ADMIT_BODY("8.1", """
            The body of an act of the type `admit` MUST have exactly the members `card`, `channels` and `logs`: the \
            certified card of the newcomer, the ids of 0 to 64 communities that it joins in ascending order, and the \
            logs."""),
    CONSENT("8.2", """
            The member that an act of membership concerns, and nobody else, MUST endorse it exactly once, by its root \
            key over the DSSE pre-authentication encoding of the payload."""),
    LOG_PIN("8.3", """
            A pin of a log MUST be its size from 0 to 2⁵³ − 1 and its root hash at that size, which of an empty log is \
            SHA-256 of nothing."""),
    LOG_PINS("8.4", """
            An act of membership MUST pin the log of every member before or after it, in ascending order of their ids, \
            none shorter than the last such act pinned it, and none of the same size with another root."""),
    ADMITTED("8.5", """
            A newcomer MUST NOT be a member already, there MUST NOT be more than 256 members after it, and Charter 4.4 \
            holds among all of them."""),
    LEAVE_BODY("8.6", """
            The body of an act of the type `leave` MUST have exactly the members `member` and `logs`, and name a \
            member of the parent state."""),
    CLOSED("8.7", """
            A community in which fewer than two members are left, or nobody who may post, MUST be closed by the act \
            that leaves it so."""),
    LAST_TWO("8.8", """
            An act MUST NOT leave fewer than two members, or nobody who may post in the plenary."""),
    AMEND_BODY("8.9", """
            The body of an act of the type `amend` MUST have exactly the members `card` and `logs`, and the card MUST \
            be that of a member of the parent state."""),
    AMENDED("8.10", """
            An amended card MUST have a greater serial number than the card in the state, a greater key epoch where it \
            has another signing or sealing key, and the same where it has not."""),
    OWED("8.11", """
            A member SHOULD vote for a leave without asking why, and MUST NOT vote by rule for a pin that it does not \
            know or that is ahead of what it has cosigned."""),
    ROTATE_FORM("9.1", """
            An act of the type `rotate` MUST have as its parent the payload hash of the card that it replaces, as its \
            epoch that card's serial number, round 0, and a body with exactly the members of the table below."""),
    ROTATE_ENDORSEMENTS("9.2", """
            A rotation MUST be endorsed exactly by the member's root key, and after it by its new signing key if it \
            brings one."""),
    ROTATE_KEEPS("9.3", """
            A rotation MUST keep the member's id, names, kind, log origin and witness name, and count the serial \
            number on by one."""),
    KEY_EPOCHS("9.4", """
            The epoch of a signing or sealing key MUST be counted on by one where the key is replaced, and stay where \
            it is not."""),
    CUT_OFF("9.5", """
            What was signed by a replaced signing or log key MUST NOT count unless the member's log has it before the \
            pin of the rotation that replaced the key."""),
    COMPROMISE("9.6", """
            A rotation that lists a kind of key as compromised MUST replace a key of that kind."""),
    ROTATION_FORK("9.7", """
            Of two rotations of one card under one root neither MUST be in force, and the card before them stays until \
            people decide."""),
    CLAIMS("9.8", """
            A TLS pin, node id or signing key in the cards of two members MUST stand for the one whose card in the \
            state has it, and for nobody where neither has."""),
    ROTATE_EARLY("9.9", """
            A member SHOULD rotate before its card ends, and SHOULD be warned of it 30 days ahead."""),
    NEWS("11.1", """
            A member MUST hand every act that it follows, every proposal that it wants decided, and every vote on its \
            present state, to each member that says it does not have them."""),
    NEWS_FORM("11.2", """
            What two members tell each other about the charter MUST have the form of the table below, and be answered \
            in the same form."""),
    NEWS_JUDGED("11.3", """
            Each part MUST be judged by the signatures in it, and never by who hands it over; what cannot be judged \
            yet may be left out and asked for again."""),
    OWN_VOTES("11.4", """
            A member that is shown a later vote of its own than it remembers MUST take it as its last vote."""),
    FORMER_STATES("11.5", """
            What was signed under a former state MUST be judged by the members and keys of that state, and MUST be \
            refused for now where the state that it names is unknown."""),
    LOGGED("11.6", """
            A member MUST have the record of each act that it follows, the founding excepted, in its log.""");

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
