// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

/// Every bound of a node that something fills: what is served of each is how much is taken, where it lies, and how near
/// that is. What bounds a single message fills nothing, and is not here; `docs/metrics.md` names both.
public enum Bound {
    COMMAND_QUEUE("command-queue", Of.NODE, "commands that wait for the deciding thread"),
    CONVENIENT_QUEUE("convenient-queue", Of.NODE, "commands of convenience, which are dropped when it is full"),
    PEER_QUEUE("peer-queue", Of.PEER, "copies that wait for a peer's receipt"),
    PEER_WISHES("peer-wishes", Of.PEER, "lines of a peer that are to be pulled"),
    PEER_STREAMS("peer-streams", Of.PEER, "streams that a peer has opened to this node"),
    PEER_READING("peer-reading", Of.PEER, "messages of a peer that are read at once"),
    EVIDENCE_REQUEST("evidence-request", Of.PEER, "dispatches to ask better proof for; above 1 takes several requests"),
    SEQUENCE("sequence", Of.PEER, "the highest number given to a copy for a peer"),
    QUARANTINE("quarantine", Of.NODE, "refused input that is kept"),
    QUARANTINE_PEERS("quarantine-peers", Of.NODE, "refused input of all peers together"),
    QUARANTINE_PEER("quarantine-peer", Of.PEER, "refused input of one peer"),
    QUARANTINE_PEER_BYTES("quarantine-peer-bytes", Of.PEER, "bytes of refused input of one peer"),
    ALARMS("alarms", Of.NODE, "alarms; what comes on top is counted under `others`"),
    ACCESS_TOKENS("access-tokens", Of.NODE, "tokens that let programs in"),
    CHANNEL_MEMBERS("channel-members", Of.NODE, "members of the largest channel"),
    LOG_RECORDS("log-records", Of.NODE, "records of this node's log"),
    KEY_STORE("key-store", Of.NODE, "bytes of the key file, tombstones included"),
    KEY_TREES("key-trees", Of.NODE, "trees of keys in the key file"),
    LEDGER_READERS("ledger-readers", Of.NODE, "reading transactions at once; the next waits"),
    DISK("disk", Of.VOLUME, "bytes taken on the volume of a part of the store"),
    DOOR_CONNECTIONS("door-connections", Of.DOOR, "connections of a door"),
    DOOR_ADDRESS("door-address", Of.DOOR, "connections from the address that has most"),
    DOOR_CALLER("door-caller", Of.DOOR, "requests in progress of the caller that has most"),
    DOOR_ROUTE("door-route", Of.DOOR, "requests in progress at the route that is fullest"),
    HEAP("heap", Of.NODE, "bytes of Java's heap"),
    FILES("files", Of.NODE, "files and connections that the system has open for this process");

    /// What the label `of` holds.
    public enum Of {
        /// Nothing.
        NODE,
        /// The first digits of a member's id.
        PEER,
        /// `peers`, `local` or `watch`.
        DOOR,
        /// `ledger` or `keystore`.
        VOLUME
    }

    private final String word;
    private final Of of;
    private final String meaning;

    Bound(String word, Of of, String meaning) {
        this.word = word;
        this.of = of;
        this.meaning = meaning;
    }

    /// The value of the label `bound`.
    public String word() {
        return word;
    }

    /// What the label `of` holds.
    public Of of() {
        return of;
    }

    /// What fills it.
    public String meaning() {
        return meaning;
    }
}
