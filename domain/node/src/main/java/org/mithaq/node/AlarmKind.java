// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

/// The kinds of alarm, and what an operator does about each.
public enum AlarmKind {
    GAP(
            "gap",
            "The missing dispatches have been asked for. If this stays, call the sender's duty officer: the network"
                    + " or a relay drops mail."),
    SEQUENCE_CONFLICT(
            "sequence-conflict",
            "The sender signed two different dispatches under one number. Keep the proof, suspend trust in that"
                    + " sender, and raise it in the plenary."),
    DUPLICATE_ID(
            "duplicate-id",
            "The sender signed two different dispatches under one id. Keep the proof, and raise it in the plenary."),
    DOOR(
            "door",
            "Something arrived that no member provably signed. Look at the connection to the peer that handed it"
                    + " over; the real dispatch is still waiting at its sender."),
    NOT_OURS(
            "not-ours",
            "A peer delivered what another member signed for somebody else. Ask that peer why it carries it here."),
    STANZA(
            "stanza",
            "A signed dispatch could not be opened here. Ask the sender to send it again to your present sealing"
                    + " key."),
    CONTENT("content", "A signed dispatch broke the protocol and was refused. Tell the sender; quote the clause."),
    PROOF(
            "proof-refused",
            "A member asked for a cosignature with a proof that does not hold. That says nothing about the log: anybody"
                    + " can spoil a proof. Ask the duty officer of the member that asked; where it asked for its own"
                    + " log, it may have been restored from a backup."),
    EVIDENCE(
            "evidence",
            "A sender showed log evidence that does not prove what it should; the older evidence is kept. Keep the"
                    + " proof, and ask the sender's duty officer about its log."),
    RECEIPT_UNPROVED(
            "receipt-unproved",
            "A member has signed receipts and not shown within a day that they are in its log. Ask its duty officer"
                    + " whether its log is witnessed; until it is shown, what it says it received rests on its word."),
    SPLIT_VIEW(
            "split-view",
            "A member signed two checkpoints that cannot both be true. Keep the proof: anyone can verify it."),
    STREAM_REOPENED(
            "stream-reopened",
            "A peer has lost its past and numbers anew. Ask its duty officer whether it was restored from a backup."),
    FLASH_WAITS(
            "flash-waits",
            "A person on duty reads it (node status names it and what it holds) and says so: mithaq ack with its first"
                    + " digits. Until then its sender has no person's word."),
    HEADS("heads", "What a peer says that it sent does not agree with what came. Ask it for what is missing."),
    RECALL_BACK(
            "recalled-came-back",
            "Something that was recalled has come back and is held in quarantine for a person to decide."),
    RECALLS_AHEAD(
            "recalls-ahead",
            "A member recalls more that never came here than is kept of one member. Ask its duty officer; what it sends"
                    + " beyond that is refused for now, and taken when what it recalls has come."),
    NOT_SENT_AGAIN(
            "not-sent-again",
            "A recall withdrew a dispatch before all had it, and policy now withholds some of its other objects from"
                    + " them. Share those again by hand, if they are to have them."),
    WITNESS_LATE(
            "not-yet-witnessed",
            "Too few members have cosigned the newest checkpoint. Delivery goes on; look at the connections to the"
                    + " other members."),
    OWN_PAST_LOST(
            "own-past-lost",
            "A witness has cosigned more of this node's own log, or something else, than is here. If this node was"
                    + " restored from a backup, stop it and restore the newest one; if not, the witness is wrong:"
                    + " compare with the other members."),
    OWN_LOG_ROLLED_BACK(
            "own-log-rolled-back",
            "This node signs nothing: others hold more of its own log than is here, or it is not whole. It was started"
                    + " from an old copy, or its disk lost what was written. If you are sure that no other copy of it"
                    + " runs, stop it, run mithaq node recover, and start it: it gets back what its log lacks."
                    + " Reading goes on meanwhile."),
    CATCHING_UP(
            "catching-up",
            "This node was put back from a copy. It signs nothing until it has got the records of its log that it lacks"
                    + " back from the other members, which it does by itself when they can be reached. If none has"
                    + " them, its log cannot go on: see docs/backup.md."),
    UNPINNED(
            "unpinned",
            "Somebody without a pinned certificate tried to connect. If it is a member, its card here is stale."),
    QUARANTINE(
            "quarantine-full",
            "A peer sends more that must be refused than is kept of one peer. Look at what it sent (quarantine list),"
                    + " tell it, and let go what is settled."),
    PEER_QUEUE(
            "peer-queue",
            "More waits for a peer than is usual. It is all kept; if the peer is to be away for long, carry it by"
                    + " media, and see that the disk has room."),
    KEY_EXPIRES(
            "key-expires",
            "A card ends soon, and what is signed after its end is refused. Renew it under the member's root, or ask"
                    + " that member to."),
    DISK_LOW("disk-low", "Little room is left. Make room before the node has to refuse new work."),
    DAMAGED(
            "damaged-at-rest",
            "The disk has changed what was written, and the object is not served. Look at the disk (log fsck). What"
                    + " another member wrote can be had again from it; the node's own, from a backup. A dispatch that"
                    + " is set aside holds nothing else up: recall one object of it, and it goes without its content,"
                    + " and the others are sent again; then share a new version."),
    CHARTER_PROPOSAL(
            "charter-proposal",
            "No rule votes for an act that pins a log as this node does not know it. Ask its proposer and the log's"
                    + " owner; vote by hand only if both say that it is right."),
    CHARTER_LIAR(
            "charter-liar",
            "A member signed two votes that contradict each other. Keep the proof: anyone can verify it. Show it to the"
                    + " other members."),
    CHARTER_FROZEN(
            "charter-frozen",
            "Two acts were certified on one state: the charter takes no further act until people decide. Exchange goes"
                    + " on under the state before. Keep the proof, which convicts those named, and call the others."),
    CHARTER_KEYS_FORKED(
            "charter-keys-forked",
            "A member's root signed two rotations of one card: it lies, or its root is in other hands. Call it, by the"
                    + " call-back of its card."),
    KEY_COMPROMISED(
            "key-compromised",
            "A member has declared by its root that others may hold keys of it. What they sign is refused from here on;"
                    + " call the member by the call-back of its card, ask since when, and look again at what came from"
                    + " it since then. Where it is the sealing key, others may have read what was sent to it."),
    CHARTER_STOPPED(
            "charter-stopped",
            "The members decided an act of a type that this program does not know. Install the newer program; until"
                    + " then this node follows none of what comes after."),
    STORAGE("storage", "The disk refuses to write. Make room; nothing that was acknowledged is lost."),
    CLOCK("clock", "This machine's clock went back. Check its time source.");

    private final String word;
    private final String action;

    AlarmKind(String word, String action) {
        this.word = word;
        this.action = action;
    }

    /// The word in keys, metrics and `--json`.
    public String word() {
        return word;
    }

    /// What to do.
    public String action() {
        return action;
    }
}
