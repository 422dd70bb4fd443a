// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import java.util.List;

/// Every metric that a node serves; `docs/metrics.md` has the same list, and a test holds the two together.
///
/// A label of peers holds the first eight digits of a member's id, which is public in the federation; no label holds
/// what a person or a program has written.
public enum Metric {
    PEER_CONNECTED("mithaq_peer_connected", "1 while the last thing asked of the peer was answered", "peer"),
    PEER_OLDEST_WAITING(
            "mithaq_peer_oldest_waiting_seconds", "age of the oldest copy without a settling receipt", "peer", "lane"),
    PEER_WAITING("mithaq_peer_waiting_copies", "copies without a settling receipt", "peer", "lane"),
    PEER_DELIVERED("mithaq_peer_delivered_copies_total", "copies settled since the start", "peer"),
    PEER_REFUSED_AT_DOOR("mithaq_peer_refused_copies", "copies that the peer does not let in as they are", "peer"),
    PEER_RECEIPTS_OWED("mithaq_peer_receipts_owed", "receipts that the peer is not known to have", "peer"),
    PEER_LAST_CONTACT("mithaq_peer_last_contact_seconds", "time since the peer last said who it is", "peer"),
    PEER_MISSING("mithaq_peer_missing_dispatches", "numbers of the peer that are known and not here", "peer"),
    PEER_EVIDENCE_DUE(
            "mithaq_peer_evidence_due", "dispatches of the peer whose proof has no quorum of witnesses yet", "peer"),
    WITNESS_BEHIND("mithaq_witness_behind_records", "records that the witness has not cosigned", "peer"),
    WITNESS_FAILURES("mithaq_witness_failures", "requests in a row without a cosignature", "peer"),
    LOG_RECORDS("mithaq_log_records", "records of this node's log"),
    LOG_UNWITNESSED("mithaq_log_unwitnessed_records", "records that no quorum has cosigned yet"),
    SIGNING("mithaq_signing", "1 while this node signs"),
    STORAGE_REFUSED("mithaq_storage_refused", "1 while the disk refuses what is to be written"),
    ALARMS("mithaq_alarms", "alarms that stand, by kind; 0 where there is none", "kind"),
    KEY_EXPIRES("mithaq_key_expires_seconds", "time until the key is no longer accepted; negative afterwards", "key"),
    OBJECTS("mithaq_objects", "objects held"),
    TOMBSTONES("mithaq_tombstones", "objects recalled for good"),
    STORE_BYTES("mithaq_store_bytes", "size of a part of the store", "part"),
    DISK_FREE("mithaq_disk_free_bytes", "room left on the volume of the ledger"),
    TURNS("mithaq_turns_total", "transactions since the start"),
    KEY_FILE_WRITES("mithaq_key_file_writes_total", "writings of the key file since the start"),
    DOOR_REFUSED("mithaq_door_refused_connections_total", "connections turned away for want of room", "door"),
    UPTIME("mithaq_uptime_seconds", "time since the start"),
    EPOCH("mithaq_charter_epoch", "epoch of the charter"),
    PROCESSOR_TIME("mithaq_process_cpu_seconds_total", "processor time of this process"),
    BOUND_USED("mithaq_bound_used", "how much of a bound is taken", "bound", "of"),
    BOUND_LIMIT("mithaq_bound_limit", "where a bound lies", "bound", "of"),
    BOUND_RATIO("mithaq_bound_ratio", "how near a bound is: 1 is at it", "bound", "of");

    private final String text;
    private final String help;
    private final String labels;

    Metric(String text, String help, String... labels) {
        this.text = text;
        this.help = help;
        this.labels = String.join(",", labels);
    }

    /// The name as it is served.
    public String text() {
        return text;
    }

    /// What it says, for whoever reads the page.
    public String help() {
        return help;
    }

    /// The names of its labels.
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }

    /// Whether it only ever grows, until the node starts again.
    public boolean isCounter() {
        return text.endsWith("_total");
    }
}
