// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

/// The clauses of `docs/protocol/02-charter.md` that this code holds others to, with their sentences.
///
/// A test reads that text against this list, both ways.
public enum CharterClause {
    MEMBER_ID(
            "1.1",
            "A member's id MUST be SHA-256 under the label mithaq/member/v1 over the 1,984 bytes of its offline root"
                    + " public key."),
    TEXT(
            "1.2",
            "A text for people MUST have 1 to 200 characters of the Latin or Arabic repertoire, in NFC, with no control,"
                    + " format or bidirectional character and no blank at either end."),
    CONTACTS(
            "1.3",
            "A card MUST name 1 to 8 contacts, each a duty role and never a person, with 1 to 16 different language codes"
                    + " and a call-back."),
    NODES(
            "1.4",
            "A card MUST name 1 to 16 nodes, each by 16 bytes, with 0 to 8 different https endpoints and 1 to 4 different"
                    + " TLS pins of 32 bytes."),
    KEYS(
            "1.5",
            "A card MUST name one online signing key and one sealing key, each with its epoch from 1 on, and no two of the"
                    + " member's signing keys may be the same; a key that fails the checks of its standard MUST be"
                    + " refused."),
    LOG(
            "1.6",
            "A card MUST name one log by its origin and 1 to 4 verifier keys of type 0x01 under the name of that origin."),
    WITNESS(
            "1.7",
            "A card MUST name one witness by its name and 2 to 4 cosigner keys under that name, of types 0x04 and 0x06,"
                    + " at least one of each."),
    VALIDITY(
            "1.8",
            "A card MUST say from when until when it is valid, in whole seconds of UTC, and carry a serial number from 1"
                    + " on."),
    FEDERATION_ID(
            "4.5",
            "The id of a federation MUST be the DSSE payload hash of its founding act, whoever endorsed it and how"
                    + " often."),
    CHANNEL_KIND(
            "5.1",
            "A channel MUST be the plenary, a community, or bilateral; a community has one theme, the others have none."),
    CHANNEL_ID(
            "5.2",
            "The id of a channel MUST be SHA-256 under the label mithaq/channel/v1 over the 32 bytes of the payload hash"
                    + " of the act that opens it and its index there in 4 bytes."),
    CHANNEL_MEMBERS(
            "5.3",
            "A channel MUST have members: the plenary every member, a community 2 to 256 members that it lists, a"
                    + " bilateral channel exactly two."),
    CHANNEL_RULES(
            "5.4",
            "The rules of a channel MUST name the default marking, who may post, how many days of the past a new member"
                    + " receives, and within how many hours a recall is to be declared."),
    STATE(
            "6.1",
            "The state MUST be the same for everybody who folds the same acts, whatever the order of their"
                    + " endorsements.");

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
