// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

/// The rules of `docs/protocol` that a refusal can name. A test holds the texts against these.
public enum Clause {
    ENCODING("Encoding 1", "a message MUST be in its one canonical encoding, within the limits"),
    HEADER_FEDERATION("Header 1", "the header MUST name the federation of both nodes"),
    HEADER_CHARTER("Header 2", "epoch and state hash MUST be those of a charter state that the recipient holds"),
    HEADER_SENDER("Header 3", "the sender MUST be another member of that state"),
    HEADER_SIGNATURE("Header 4", "the sender's signing key of the named epoch MUST have signed the header"),
    HEADER_VALIDITY(
            "Header 6",
            "the header's time MUST be within the validity of the sender's card, five minutes of clock error allowed"),
    HEADER_FUTURE("Header 7", "the header's time MUST NOT be more than five minutes after the recipient's clock"),
    DELIVERY_RECORD("Delivery 1", "the salted hash of the delivery record MUST be the header's"),
    DELIVERY_CIPHERTEXT("Delivery 2", "the ciphertext's hash and length MUST be those of the delivery record"),
    ORDER_PATH("Order 1", "the order entry and its path MUST lead to the delivery record's order root"),
    ORDER_RECIPIENT("Order 2", "the order entry MUST name the member that receives it"),
    ORDER_NODE("Order 3", "the order entry's node MUST be a node of the sender"),
    ORDER_STANZA("Order 4", "the stanza's hash MUST be that of the order entry"),
    ORDER_STREAM("Order 5", "a stream MUST have been opened by a signed statement"),
    ORDER_SEQUENCE("Order 6", "one number of one line MUST never be used for two payloads"),
    ORDER_PREVIOUS("Order 7", "previous MUST be the payload hash of the number before"),
    DUPLICATE_ID("Duplicates 1", "a sender MUST never use one id for two payloads"),
    SEAL_STANZA("Seal 1", "the stanza MUST open under the recipient's sealing key"),
    SEAL_CIPHERTEXT("Seal 2", "the ciphertext MUST open under the content key, commitment first"),
    SEAL_PLAINTEXT(
            "Seal 3", "manifest and leaves MUST be canonical, and only zeroes MUST follow up to the padded size"),
    SEAL_MANIFEST("Seal 4", "the manifest's hash MUST be the header's"),
    SEAL_TREE("Seal 5", "the leaves MUST hash to the header's object root"),
    MANIFEST_AUDIENCE("Manifest 1", "the audience MUST contain the recipient and not the sender"),
    MANIFEST_LANE("Manifest 2", "the manifest's lane MUST be that of the order entry"),
    MANIFEST_CHANNEL("Manifest 3", "the channel MUST be one that sender and recipient share"),
    REWRAP_SIGNED(
            "Rewrap 1",
            "the sender's present signing key MUST have signed a re-wrapped stanza, for the dispatch and the recipient"
                    + " that it comes with"),
    REWRAP_KEY("Rewrap 2", "a re-wrapped stanza MUST name the epoch of a living sealing key of the recipient"),
    REWRAP_DUE(
            "Rewrap 3",
            "a stanza that opens under no living sealing key of a recipient that has destroyed one MUST be refused for"
                    + " now, and MUST come re-wrapped"),
    LOG_CHECKPOINT("Log 1", "the checkpoint MUST be signed by the sender's log key under its origin"),
    LOG_INCLUSION("Log 2", "the dispatch's record MUST be in the log that the checkpoint describes"),
    CHECKPOINT_TEXT("Log 8", "the text of a checkpoint MUST NOT be longer than 2,048 bytes"),
    EVIDENCE_NEWER("Log 7", "newer evidence MUST prove the same record at the same index"),
    RECEIPT_RECORD(
            "Receipts 8", "the record of a receipt MUST be in the log at the index that it names; the proof follows"),
    REFUSAL_SUBJECT(
            "Refusals 4",
            "a sender MUST ignore a door refusal that does not name its federation, its own member, the member at the"
                    + " other end and the very bytes that it handed over"),
    CONTACT_VALIDITY(
            "Contact 5",
            "the time of a greeting MUST be within the validity of the sender's card, five minutes of clock error"
                    + " allowed"),
    CONTACT_CLOCK(
            "Contact 7",
            "over a connection, the time of a greeting MUST be within five minutes of the clock of the node that hears"
                    + " it"),
    CONTACT_CARD(
            "Contact 8",
            "the card of a member that greets, delivers, hands receipts over or pulls MUST hold by the clock of the"
                    + " node that it asks, five minutes of clock error allowed"),
    CARRY_OPEN(
            "Carrying 2",
            "a carrier MUST take a message to a member that it reaches itself, within its bounds, and MUST NOT keep it"
                    + " or fetch anything for another"),
    RELAY_LEAF("Relay 1", "a relayed leaf MUST be in the tree of its originator's header"),
    RELAY_TERMS("Relay 2", "a relay MUST keep to the originator's terms"),
    RECALL_SENDER("Recall 1", "only the originator of a leaf MUST be able to recall it"),
    WITHDRAWN("Recall 2", "a withdrawn dispatch MUST carry a recall of one of its leaves by its sender"),
    MEDIUM("Media 2", "a medium MUST name this member as its reader and another member as its writer"),
    MEDIA_STATEMENT(
            "Media 6",
            "a media statement MUST be signed by the writer of the medium that it is on, and name its reader"),
    RECALL_BACK("Recall 3", "a recalled object MUST be held for a person when it comes back"),
    RECALL_ROOM(
            "Recall 8",
            "a holder MUST keep up to 4,096 recalls of one originator whose dispatches have not come, and MUST refuse"
                    + " more for now"),
    RECALL_PROOFS(
            "Recall 9",
            "the recalls of one dispatch, each with the checkpoint that proves it, MUST NOT take more than 64 MiB"),
    OFFERS("Bilateral 6", "a member MUST be refused more than 64 offers that nobody has answered");

    private final String id;
    private final String sentence;

    Clause(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    /// Its number in the protocol's text.
    public String id() {
        return id;
    }

    /// What it demands.
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return id;
    }
}
